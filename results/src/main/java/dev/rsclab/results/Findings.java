package dev.rsclab.results;

import dev.rsclab.results.Recommendation.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the pictures show, in one sentence each, computed from the data: their titles. */
final class Findings {
  private Findings() {}

  private record Finding(String family, Recommendation recommendation) {
    Effect effect() {
      return recommendation.effect();
    }

    boolean tested() {
      return recommendation.tested();
    }

    String interval() {
      return Nanos.format(recommendation.intervalNanos());
    }

    String bestInterval() {
      return Nanos.format(recommendation.bestNanos());
    }

    String ratio() {
      return recommendation.toFloor().map(Figures::roughly).orElseThrow();
    }

    String bestRatio() {
      return recommendation.bestToFloor().map(Figures::roughly).orElseThrow();
    }
  }

  /**
   * For throughput against interval, of the fastest kind; the studies differ in family only. Where
   * it is shown that none gains, no kind need be named.
   */
  static String throughput(List<IntervalStudy> studies) {
    List<Finding> findings = new ArrayList<>();
    for (IntervalStudy study : studies) {
      SmallestOnPlateau.of(study)
          .ifPresent(it -> findings.add(new Finding(study.condition().family(), it)));
    }
    String workload = studies.getFirst().condition().workload();
    if (findings.isEmpty()) {
      return workload + ": only the floor was measured";
    }
    String kind = kind(findings);
    if (findings.stream().map(Finding::effect).distinct().count() == 1) {
      return workload + ": " + sentence(findings, kind);
    }
    return findings.stream()
        .map(finding -> finding.family + " " + phrase(finding))
        .collect(Collectors.joining("; ", workload + ", " + kind + " against no coalescing: ", ""));
  }

  /** Who the title speaks of: every panel tells of its fastest kind only. */
  private static String kind(List<Finding> findings) {
    List<String> kinds =
        findings.stream().map(finding -> finding.recommendation.kind()).distinct().toList();
    return kinds.size() == 1 ? ChartStyle.label(kinds.getFirst()) : "the fastest kind";
  }

  /** For findings of one effect. */
  private static String sentence(List<Finding> findings, String kind) {
    String intervals = byFamily(findings, Finding::interval);
    if (!findings.stream().allMatch(Finding::tested)) {
      return "highest reading by "
          + kind
          + " at "
          + intervals
          + "; one fork a cell, so no difference is shown";
    }
    return switch (findings.getFirst().effect()) {
      case GAIN -> gain(intervals, kind, byFamily(findings, Finding::ratio)) + beyond(findings);
      case GAIN_AT_BEST ->
          gain(
                  byFamily(findings, Finding::bestInterval),
                  kind,
                  byFamily(findings, Finding::bestRatio))
              + "; the run is too noisy to choose an interval";
      case LOSS ->
          "every interval carries fewer packets than no coalescing, at best "
              + byFamily(findings, Finding::bestRatio)
              + " by "
              + kind;
      case NONE -> "no interval carries measurably more packets than no coalescing";
      case UNKNOWN -> "the plateau of " + kind + " begins at " + intervals;
    };
  }

  private static String gain(String intervals, String kind, String ratios) {
    return "at %s %s carries %s the packets of no coalescing".formatted(intervals, kind, ratios);
  }

  /** One text if it is the same for all, else one for each family. */
  private static String byFamily(List<Finding> findings, Function<Finding, String> text) {
    List<String> texts = findings.stream().map(text).distinct().toList();
    return texts.size() == 1
        ? texts.getFirst()
        : findings.stream()
            .map(finding -> text.apply(finding) + " (" + finding.family + ")")
            .collect(Collectors.joining(" and "));
  }

  /** No longer interval is shown to be better than a recommended one: that is the rule. */
  private static String beyond(List<Finding> findings) {
    if (findings.stream().anyMatch(finding -> !finding.recommendation.resolved())) {
      return "; the run is too noisy to see more";
    }
    long atTheEnd =
        findings.stream().filter(finding -> finding.recommendation.longestMeasured()).count();
    if (atTheEnd == 0) {
      return "; longer intervals gain nothing measurable";
    }
    return atTheEnd == findings.size() ? "; longer intervals were not measured" : "";
  }

  /** For one finding of several with different effects: the packets over those of the floor. */
  private static String phrase(Finding finding) {
    return switch (finding.effect()) {
      case GAIN -> finding.ratio() + " at " + finding.interval();
      case GAIN_AT_BEST ->
          finding.bestRatio()
              + " at "
              + finding.bestInterval()
              + ", too noisy to choose an interval";
      case LOSS -> "loses, at best " + finding.bestRatio();
      case NONE -> "gains nothing measurable";
      case UNKNOWN -> "not compared, plateau from " + finding.interval();
    };
  }

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

  /**
   * For time per packet against flows: the range of each kind, in the condition of the largest
   * payload. Whether a time is shown to be above or below the target is said in the table.
   */
  static String flowScaling(List<FlowScaling> studies) {
    FlowScaling study = studies.getLast();
    List<String> kinds =
        study.judgedKinds().stream()
            .sorted(Comparator.comparingDouble(kind -> slowest(study, kind)))
            .toList();
    List<Integer> flows = study.flows();
    if (kinds.isEmpty() || flows.size() < 2) {
      return "Time per packet against the number of flows";
    }
    String payload = study.condition().get(Condition.PAYLOAD_BYTES);
    String opening = payload.isEmpty() ? "" : payload + "-byte payload, ";
    return opening
        + flows.getFirst()
        + " to "
        + flows.getLast()
        + " flows: "
        + kinds.stream()
            .map(kind -> ChartStyle.label(kind) + " " + range(study, kind))
            .collect(Collectors.joining(", "))
        + " ns per packet";
  }

  private static String range(FlowScaling study, String kind) {
    double fastest =
        study.curves().get(kind).values().stream().mapToDouble(Estimate::value).min().orElseThrow();
    return Math.round(fastest) + " to " + Math.round(slowest(study, kind));
  }

  private static double slowest(FlowScaling study, String kind) {
    return study.curves().get(kind).values().stream()
        .mapToDouble(Estimate::value)
        .max()
        .orElseThrow();
  }

  /**
   * For throughput against delay: whether the adaptive strategy dominates the reference's timer;
   * the studies differ in family only.
   */
  static String frontier(List<FlushStudy> studies) {
    String workload = studies.getFirst().condition().workload();
    SortedMap<String, List<String>> families = new TreeMap<>();
    for (FlushStudy study : studies) {
      FlushDominance.of(study, FlushStudy.ADAPTIVE, ReplayTable.CHAIN_TIMER)
          .ifPresent(it ->
              families
                  .computeIfAbsent(dominance(it), key -> new ArrayList<>())
                  .add(study.condition().family()));
    }
    if (families.isEmpty()) {
      return workload + ": throughput against added delay, by flush strategy";
    }
    return workload
        + ": "
        + families.entrySet().stream()
            .map(verdict ->
                verdict.getKey()
                    + (families.size() == 1
                        ? ""
                        : " (" + String.join(", ", verdict.getValue()) + ")"))
            .collect(Collectors.joining("; "));
  }

  private static String dominance(FlushDominance it) {
    if (!it.tested()) {
      return "one fork a cell, so no strategy is shown to dominate another";
    }
    if (it.dominates()) {
      return "adaptive dominates chain-timer, with no more p99 delay and no throughput shown to be"
          + " lower";
    }
    return it.matches().stream().allMatch(FlushDominance.Match::covered)
        ? "adaptive and chain-timer cannot be told apart"
        : "adaptive does not dominate chain-timer";
  }

  /** For the gain against interval by cost of the guest: where the recommended interval moves. */
  static String sensitivity(List<GuestSensitivity> studies) {
    List<String> moves = studies.stream().map(Findings::move).toList();
    String workload = studies.getFirst().condition().workload() + ": ";
    return moves.stream().distinct().count() == 1
        ? workload + moves.getFirst()
        : workload
            + studies.stream()
                .map(study -> study.condition().family() + " " + move(study))
                .collect(Collectors.joining("; "));
  }

  private static String move(GuestSensitivity study) {
    List<String> steps =
        study.recommendations().stream()
            .map(guest ->
                SensitivityChart.recommends(guest.recommendation())
                    ? Nanos.format(guest.recommendation().intervalNanos())
                    : "none")
            .toList();
    if (steps.stream().distinct().count() == 1) {
      return steps.getFirst().equals("none")
          ? "no interval is shown to pay, whatever the guest costs"
          : steps.getFirst() + " is recommended whatever the guest costs";
    }
    return "recommended as the guest's cost rises: " + String.join(", ", steps);
  }
}
