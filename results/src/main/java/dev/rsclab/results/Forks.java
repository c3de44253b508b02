package dev.rsclab.results;

import java.util.Collection;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Optional;

/** How many forks are behind the cells of a benchmark, in words. */
final class Forks {
  private Forks() {}

  /**
   * For throughput against interval: {@code "2 forks"}, or {@code "2 forks (floor: 4)"} if the
   * floor, whose cells are taken together, has more.
   */
  static String ofStudies(Collection<IntervalStudy> studies) {
    IntSummaryStatistics kinds =
        studies.stream()
            .flatMap(study -> study.curves().values().stream())
            .flatMap(curve -> curve.values().stream())
            .mapToInt(Estimate::forks)
            .summaryStatistics();
    IntSummaryStatistics floor =
        studies.stream()
            .map(IntervalStudy::floor)
            .flatMap(Optional::stream)
            .mapToInt(Estimate::forks)
            .summaryStatistics();
    if (kinds.getCount() == 0) {
      return inWords(floor);
    }
    return floor.getCount() == 0 || range(floor).equals(range(kinds))
        ? inWords(kinds)
        : inWords(kinds) + " (floor: " + range(floor) + ")";
  }

  /** For any cells: {@code "5 forks"}, {@code "2 to 5 forks"}. */
  static String ofCells(List<Measurement> cells) {
    return inWords(
        cells.stream().mapToInt(measurement -> measurement.forks().size()).summaryStatistics());
  }

  private static String inWords(IntSummaryStatistics forks) {
    return range(forks) + (forks.getMax() == 1 ? " fork" : " forks");
  }

  private static String range(IntSummaryStatistics forks) {
    return forks.getMin() == forks.getMax()
        ? Integer.toString(forks.getMax())
        : forks.getMin() + " to " + forks.getMax();
  }
}
