package dev.rsclab.results;

import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run lacks: rounds of some cells, because it was stopped in the middle or forks failed, and
 * lines of {@code replay.csv} for what was measured.
 *
 * @param run the run
 */
record Completeness(Run run) {

  /** A warning for each thing that is missing; empty if the run is whole. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    Map<String, IntSummaryStatistics> forks =
        run.measurements().stream()
            .collect(
                Collectors.groupingBy(
                    Measurement::benchmark,
                    TreeMap::new,
                    Collectors.summarizingInt(cell -> cell.forks().size())));
    forks.forEach((benchmark, count) -> {
      if (count.getMin() < count.getMax()) {
        blocks.add(
            new Block.Paragraph(
                ("Care: the cells of %s have %s to %s forks. The run was stopped in the middle, or"
                        + " forks failed.")
                    .formatted(benchmark, count.getMin(), count.getMax())));
      }
    });
    run.replay()
        .ifPresent(table -> {
          long missing = run.studies().stream().mapToLong(study -> notReplayed(study, table)).sum();
          if (missing > 0) {
            blocks.add(
                new Block.Paragraph(
                    ("Care: replay.csv has no line for %s measured: it is of other intervals,"
                            + " workloads or IP versions. Their merge factor and delay are left out.")
                        .formatted(Figures.count((int) missing, "interval"))));
          }
        });
    return blocks;
  }

  private static long notReplayed(IntervalStudy study, ReplayTable table) {
    return study.intervals().stream()
        .filter(nanos -> table.find(study.condition(), nanos).isEmpty())
        .count();
  }
}
