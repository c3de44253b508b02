package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.replay.RscInterval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The cells of a round, in the order in which they are measured.
 *
 * <p>One interval after the other, so that everything of one interval follows each other closely;
 * then what has no such axis, the baselines; then one number of flows after the other. Cells that
 * several sweeps have are measured once.
 */
final class Grid {

  private static final String INTERVAL = "interval";
  private static final String FLOWS = "flows";

  /**
   * One benchmark class with one value for each parameter.
   *
   * @param benchmark the class; all its benchmarks that were asked for are measured
   * @param params parameter name to value
   */
  record Cell(Class<?> benchmark, Map<String, String> params) {}

  private Grid() {}

  /** All cells of some sweeps. */
  static List<Cell> cells(List<Sweep> sweeps) {
    Set<Cell> cells = new LinkedHashSet<>();
    addAlong(INTERVAL, Comparator.comparingLong(RscInterval::parse), sweeps, cells);
    sweeps.stream()
        .filter(sweep -> sweep.values(INTERVAL).isEmpty() && sweep.values(FLOWS).isEmpty())
        .forEach(sweep -> add(sweep, cells));
    addAlong(FLOWS, Comparator.comparingInt(Integer::parseInt), sweeps, cells);
    return new ArrayList<>(cells);
  }

  private static void addAlong(
      String axis, Comparator<String> order, List<Sweep> sweeps, Set<Cell> cells) {
    List<String> values =
        sweeps.stream()
            .flatMap(sweep -> sweep.values(axis).stream())
            .distinct()
            .sorted(order)
            .toList();
    for (String value : values) {
      for (Sweep sweep : sweeps) {
        if (sweep.values(axis).contains(value)) {
          add(withoutFloorBetween(sweep, axis, value).with(axis, List.of(value)), cells);
        }
      }
    }
  }

  /**
   * The floor knows no interval: it is measured with the shortest and the longest, so that it is
   * seen at two times of a round.
   */
  private static Sweep withoutFloorBetween(Sweep sweep, String axis, String value) {
    List<String> all = sweep.values(axis);
    boolean atAnEnd = value.equals(all.getFirst()) || value.equals(all.getLast());
    if (atAnEnd || !axis.equals(INTERVAL)) {
      return sweep;
    }
    return sweep.with("kind", coalescing(sweep.values("kind")));
  }

  /** The kinds of a list that coalesce. */
  static List<String> coalescing(List<String> kinds) {
    return kinds.stream().filter(kind -> CoalescerKind.valueOf(kind).coalesces()).toList();
  }

  private static void add(Sweep sweep, Set<Cell> cells) {
    sweep.combinations().forEach(params -> cells.add(new Cell(sweep.benchmark(), params)));
  }
}
