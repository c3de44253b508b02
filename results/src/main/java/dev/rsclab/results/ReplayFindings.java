package dev.rsclab.results;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the pictures of the replay show, in one sentence each: their titles. */
final class ReplayFindings {
  private ReplayFindings() {}

  /**
   * For merge factor and delay of a workload.
   *
   * @param rows not empty
   * @param recommended in ns, the same for all; without one the longest is told, and called so
   */
  static String mergeAndDelay(List<ReplayRow> rows, OptionalLong recommended) {
    List<ReplayRow> at = told(rows, recommended);
    return ("%s: at %s a delivery carries %s packets on average, and 99 %% of them wait no longer"
            + " than %s")
        .formatted(
            rows.getFirst().workload(),
            interval(at, recommended),
            rowsByFamily(at, row -> Figures.number(row.mergeFactor())),
            rowsByFamily(at, row -> Nanos.approximate((double) row.delayP99Nanos())));
  }

  /** The rows at the recommended interval, or else at the longest. */
  private static List<ReplayRow> told(List<ReplayRow> rows, OptionalLong recommended) {
    long longest = rows.stream().mapToLong(ReplayRow::intervalNanos).max().orElseThrow();
    long told =
        rows.stream()
            .mapToLong(ReplayRow::intervalNanos)
            .filter(nanos -> recommended.isPresent() && nanos == recommended.getAsLong())
            .findFirst()
            .orElse(longest);
    return rows.stream().filter(row -> row.intervalNanos() == told).toList();
  }

  private static String interval(List<ReplayRow> at, OptionalLong recommended) {
    long told = at.getFirst().intervalNanos();
    boolean isRecommended = recommended.isPresent() && recommended.getAsLong() == told;
    return Nanos.format(told) + (isRecommended ? "" : ", the longest interval,");
  }

  /** For the percentiles of the delay of a workload; the parameters as above. */
  static String delay(List<ReplayRow> rows, OptionalLong recommended) {
    List<ReplayRow> at = told(rows, recommended);
    String sentence =
        "%s: at %s half of the packets wait no longer than %s"
            .formatted(
                at.getFirst().workload(),
                interval(at, recommended),
                rowsByFamily(at, row -> Nanos.approximate((double) row.delayP50Nanos())));
    return at.stream().allMatch(ReplayRow::hasMessages)
        ? sentence
            + ", and 99 % of the ends of messages no longer than "
            + rowsByFamily(at, row -> Nanos.approximate((double) row.messageP99Nanos()))
        : sentence
            + ", the last one "
            + rowsByFamily(at, row -> Nanos.approximate((double) row.delayMaxNanos()));
  }

  private static String rowsByFamily(List<ReplayRow> rows, Function<ReplayRow, String> figure) {
    List<String> texts = rows.stream().map(figure).distinct().toList();
    return texts.size() == 1
        ? texts.getFirst()
        : rows.stream()
            .map(row -> figure.apply(row) + " (" + Condition.familyName(row.family()) + ")")
            .collect(Collectors.joining(" and "));
  }
}
