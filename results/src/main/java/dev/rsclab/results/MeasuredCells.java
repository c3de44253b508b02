package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The cells of one run as another run can be compared with them: second measurements are left out,
 * the floor, which knows no interval, is one cell, and a guest's cost is the same however it was
 * written.
 */
final class MeasuredCells {
  private static final String KIND = "kind";
  private static final String INTERVAL = "interval";

  private final Kinds kinds;
  private final Map<Key, Cell> cells = new LinkedHashMap<>();
  private final Map<String, NoiseFloor> floors = new HashMap<>();

  /** What must be equal for two cells to be the same. */
  record Key(String benchmark, Condition condition) {}

  /**
   * A cell.
   *
   * @param condition as the run names it
   * @param mode JMH's short mode
   * @param estimate its value, with the noise of its benchmark in this run
   */
  record Cell(Condition condition, String mode, Estimate estimate) {}

  private record Joined(Condition condition, String mode, List<List<Double>> forks) {}

  private MeasuredCells(Kinds kinds) {
    this.kinds = kinds;
  }

  static MeasuredCells of(Run run) {
    MeasuredCells result = new MeasuredCells(run.kinds());
    Map<Key, Joined> joined = new LinkedHashMap<>();
    for (Measurement measurement : NoiseFloor.firstOf(run.measurements())) {
      Key key = result.key(measurement);
      Joined cell =
          joined.computeIfAbsent(
              key,
              it ->
                  new Joined(
                      result.withoutOpenInterval(measurement),
                      measurement.mode(),
                      new ArrayList<>()));
      cell.forks.addAll(measurement.forks());
    }
    Map<String, PooledNoise> noises = new HashMap<>();
    joined.forEach((key, cell) -> {
      PooledNoise noise = noises.computeIfAbsent(pool(key.benchmark), pool -> noise(joined, pool));
      result.cells.put(
          key,
          new Cell(cell.condition, cell.mode, noise.estimate(Measurement.forkMeans(cell.forks))));
    });
    for (String benchmark : new TreeSet<>(result.benchmarks())) {
      NoiseFloor.of(result.coalescing(run.of(List.of(benchmark))))
          .ifPresent(floor -> result.floors.put(benchmark, floor));
    }
    return result;
  }

  private List<Measurement> coalescing(Collection<Measurement> some) {
    return some.stream().filter(cell -> !isFloor(cell.params().getOrDefault(KIND, ""))).toList();
  }

  /** Time per packet and its baselines share their noise, as in the report of a run. */
  private static String pool(String benchmark) {
    return FlowScaling.BENCHMARKS.contains(benchmark) ? FlowScaling.BENCHMARK : benchmark;
  }

  private static PooledNoise noise(Map<Key, Joined> cells, String pool) {
    return PooledNoise.ofForks(
        cells.entrySet().stream()
            .filter(cell -> pool(cell.getKey().benchmark).equals(pool))
            .map(cell -> cell.getValue().forks)
            .toList());
  }

  private Key key(Measurement measurement) {
    Condition condition = withoutOpenInterval(measurement);
    TreeMap<String, String> params = new TreeMap<>(condition.withoutGuest().params());
    GuestCost.of(condition)
        .map(GuestCost::text)
        .or(() -> Optional.of(condition.get(Condition.GUEST)).filter(text -> !text.isEmpty()))
        .ifPresent(cost -> params.put(Condition.GUEST, cost));
    // Runs from before the parameter measured the reference's.
    params.remove(Condition.POLICY, ReplayTable.REFERENCE);
    return new Key(measurement.benchmark(), new Condition(params));
  }

  private Condition withoutOpenInterval(Measurement measurement) {
    return isFloor(measurement.params().getOrDefault(KIND, ""))
        ? Condition.of(measurement, INTERVAL)
        : Condition.of(measurement);
  }

  boolean isFloor(String kind) {
    return kinds.isFloor(kind);
  }

  Map<Key, Cell> cells() {
    return cells;
  }

  /** The cells of a benchmark. */
  List<Cell> of(String benchmark) {
    return cells.entrySet().stream()
        .filter(entry -> entry.getKey().benchmark.equals(benchmark))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The benchmarks that were measured, each once. */
  List<String> benchmarks() {
    return cells.keySet().stream().map(Key::benchmark).distinct().toList();
  }

  /** The logarithm below which no difference of a benchmark is called one; 0 if it is not known. */
  double floor(String benchmark) {
    return floors.containsKey(benchmark) ? floors.get(benchmark).log() : 0;
  }

  /**
   * What a cell is measured against inside its own run: the floor under the same condition, or the
   * plain copy of the same payloads. Nothing for a reference itself.
   */
  Optional<Estimate> reference(Key key) {
    String kind = key.condition.get(KIND);
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Optional<Estimate> copy =
        key.benchmark.equals(FlowScaling.BENCHMARK) ? copyBeside(key) : Optional.empty();
    return isFloor(kind) ? copy : copy.or(() -> floorBeside(key));
  }

  private Optional<Estimate> floorBeside(Key key) {
    Condition open = key.condition.without(KIND, INTERVAL);
    return others(key.benchmark)
        .filter(other -> isFloor(other.condition.get(KIND)))
        .filter(other -> other.condition.without(KIND).equals(open))
        .findFirst()
        .map(other -> cells.get(other).estimate);
  }

  private Optional<Estimate> copyBeside(Key key) {
    return others(FlowScaling.COPY)
        .filter(copy ->
            key.condition.params().entrySet().containsAll(copy.condition.params().entrySet()))
        .findFirst()
        .map(copy -> cells.get(copy).estimate);
  }

  private Stream<Key> others(String benchmark) {
    return cells.keySet().stream().filter(key -> key.benchmark.equals(benchmark));
  }
}
