package dev.rsclab.results;

import dev.rsclab.results.FlowScaling.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whether the cost of a packet stays within the project's own goals as flows grow: with 65 536
 * flows at most twice that with 64, with 1 048 576 at most four times; and in batches of 32 at most
 * 0.8 times that one by one, with so many flows.
 */
final class LargeScaleGoals {

  private static final String FLOWS = "flows";
  private static final String FEW = "64";
  private static final String SINGLY = "1";
  private static final double BATCH_FACTOR = 0.8;

  /** The most that a packet may cost with so many flows, over that with {@value #FEW}. */
  private static final Map<String, Double> GROWTH =
      new TreeMap<>(Map.of("65536", 2.0, "1048576", 4.0));

  /** One cell beside the one that it is measured by. */
  private record Row(Condition condition, String over, Estimate own, Estimate base, double most) {

    Comparisons.Pair goal() {
      return new Comparisons.Pair(own, base.linear(most, 0));
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final Optional<NoiseFloor> floor;

  /** The goals that the cells of the benchmark can be held to. */
  LargeScaleGoals(List<MeasuredCells.Cell> cells, Optional<NoiseFloor> floor) {
    this.floor = floor;
    SortedMap<Condition, Estimate> all = new TreeMap<>();
    cells.forEach(cell -> all.put(cell.condition(), cell.estimate()));
    all.forEach((condition, own) -> {
      Double growth = GROWTH.get(condition.get(FLOWS));
      if (growth != null) {
        add(all, condition, own, FLOWS, FEW, growth);
        add(all, condition, own, Condition.BATCH, SINGLY, BATCH_FACTOR);
      }
    });
  }

  private void add(
      SortedMap<Condition, Estimate> all,
      Condition condition,
      Estimate own,
      String name,
      String value,
      double most) {
    Estimate base = all.get(condition.with(name, value));
    if (base != null && !condition.get(name).equals(value)) {
      rows.add(new Row(condition, name + " " + value, own, base, most));
    }
  }

  /** Nothing if no goal can be told. */
  List<Block> blocks() {
    if (rows.isEmpty()) {
      return List.of();
    }
    Comparisons together = Comparisons.of(rows.stream().map(Row::goal).toList(), floor);
    List<Condition> conditions = rows.stream().map(Row::condition).toList();
    List<List<String>> lines = new ArrayList<>();
    for (Row row : rows) {
      Comparisons.Pair goal = row.goal();
      lines.add(
          List.of(
              row.condition.namedAmong(conditions).inWords(),
              Figures.estimate(row.own, 1),
              row.over,
              Figures.ratio(row.own.over(row.base)),
              "%.1fx %s"
                  .formatted(
                      row.most,
                      Verdict.of(goal.numerator(), goal.denominator(), together).text())));
    }
    return List.of(
        new Block.Heading(3, "Goals"),
        new Block.Paragraph(
            "A goal is met (or not met) only where that is shown, by a two-sided test at 5 % for all"
                + " goals together; elsewhere it is open."),
        new Block.Table(List.of("traffic", "ns per packet", "over", "ratio", "goal"), lines));
  }
}
