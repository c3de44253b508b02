package dev.rsclab.results;

import dev.rsclab.results.FlowScaling.Verdict;
import dev.rsclab.results.Recommendation.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the pictures show, in one sentence each, computed from the data: their titles. */
final class Findings {
  private Findings() {}

  private record Finding(String family, Recommendation recommendation) {}

  /** For throughput against interval; the studies differ in family only. */
  static String throughput(List<IntervalStudy> studies) {
    List<Finding> findings = new ArrayList<>();
    for (IntervalStudy study : studies) {
      SmallestOnPlateau.of(study)
          .ifPresent(it -> findings.add(new Finding(study.condition().family(), it)));
    }
    String workload = studies.getFirst().condition().workload() + ": ";
    if (findings.isEmpty()) {
      return workload + "only the floor was measured";
    }
    boolean gains =
        findings.stream().allMatch(finding -> finding.recommendation.effect() == Effect.GAIN);
    if (gains) {
      return workload + gain(findings) + beyond(findings);
    }
    List<String> phrases =
        findings.stream().map(finding -> phrase(finding.recommendation)).distinct().toList();
    if (phrases.size() == 1) {
      return workload + phrases.getFirst();
    }
    return workload
        + findings.stream()
            .map(finding -> finding.family + ": " + phrase(finding.recommendation))
            .collect(Collectors.joining("; "));
  }

  private static String gain(List<Finding> findings) {
    List<String> intervals = new ArrayList<>();
    List<String> ratios = new ArrayList<>();
    for (Finding finding : findings) {
      intervals.add(Nanos.format(finding.recommendation.intervalNanos()));
      ratios.add(Figures.roughly(finding.recommendation.toFloor().orElseThrow()));
    }
    boolean oneInterval = intervals.stream().distinct().count() == 1;
    boolean oneRatio = ratios.stream().distinct().count() == 1;
    return (oneInterval ? intervals.getFirst() : byFamily(intervals, findings))
        + (oneInterval ? " carries " : " carry ")
        + (oneRatio ? ratios.getFirst() : byFamily(ratios, findings))
        + " the packets of no coalescing";
  }

  private static String byFamily(List<String> texts, List<Finding> findings) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      parts.add(texts.get(i) + " (" + findings.get(i).family + ")");
    }
    return String.join(" and ", parts);
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
    return atTheEnd == findings.size() ? "; longer ones were not measured" : "";
  }

  private static String phrase(Recommendation it) {
    String interval = Nanos.format(it.intervalNanos());
    if (!it.tested()) {
      return "highest reading at " + interval + "; one fork a cell, so no difference is shown";
    }
    return switch (it.effect()) {
      case GAIN ->
          interval
              + " carries "
              + Figures.roughly(it.toFloor().orElseThrow())
              + " the packets of no coalescing";
      case GAIN_AT_BEST ->
          Nanos.format(it.bestNanos())
              + " carries "
              + Figures.roughly(it.bestToFloor().orElseThrow())
              + " the packets of no coalescing; the run is too noisy to choose an interval";
      case LOSS ->
          "every interval carries fewer packets than no coalescing, at best "
              + Figures.roughly(it.bestToFloor().orElseThrow());
      case NONE -> "no interval carries measurably more packets than no coalescing";
      case UNKNOWN -> "the plateau begins at " + interval;
    };
  }

  /**
   * For merge factor and delay of a workload.
   *
   * @param rows not empty
   * @param recommended in ns; without one the longest is told
   */
  static String mergeAndDelay(List<ReplayRow> rows, OptionalLong recommended) {
    long longest = rows.stream().mapToLong(ReplayRow::intervalNanos).max().orElseThrow();
    long told =
        rows.stream()
            .mapToLong(ReplayRow::intervalNanos)
            .filter(nanos -> recommended.isPresent() && nanos == recommended.getAsLong())
            .findFirst()
            .orElse(longest);
    List<ReplayRow> at = rows.stream().filter(row -> row.intervalNanos() == told).toList();
    return "%s: at %s a delivery carries %s packets, and 99 %% of them wait no longer than %s"
        .formatted(
            rows.getFirst().workload(),
            Nanos.format(told),
            byFamily(at, row -> Figures.number(row.mergeFactor())),
            byFamily(at, row -> Nanos.approximate((double) row.delayP99Nanos())));
  }

  private static String byFamily(List<ReplayRow> rows, Function<ReplayRow, String> figure) {
    List<String> texts = rows.stream().map(figure).distinct().toList();
    return texts.size() == 1
        ? texts.getFirst()
        : rows.stream()
            .map(row -> figure.apply(row) + " (" + Condition.familyName(row.family()) + ")")
            .collect(Collectors.joining(" and "));
  }

  /** For time per packet against flows. */
  static String flowScaling(List<FlowScaling> studies) {
    if (studies.stream().anyMatch(study -> study.copy().isEmpty())) {
      return "Time per packet against the number of flows";
    }
    List<String> kinds =
        studies.stream().flatMap(study -> study.judgedKinds().stream()).distinct().toList();
    List<String> met = new ArrayList<>();
    List<String> notMet = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (String kind : kinds) {
      Verdict verdict = overall(kind, studies);
      (verdict == Verdict.MET ? met : verdict == Verdict.NOT_MET ? notMet : open)
          .add(ChartStyle.label(kind));
    }
    List<String> parts = new ArrayList<>();
    if (!met.isEmpty()) {
      parts.add("within " + FlowScaling.BOUND + " at every flow count: " + list(met));
    }
    if (!notMet.isEmpty()) {
      parts.add("above " + FlowScaling.BOUND + " somewhere: " + list(notMet));
    }
    if (!open.isEmpty()) {
      parts.add("not decided: " + list(open));
    }
    String title = String.join("; ", parts);
    return title.isEmpty()
        ? "Time per packet against the number of flows"
        : title.substring(0, 1).toUpperCase(Locale.ROOT) + title.substring(1);
  }

  /** Not met if so anywhere; met if so everywhere; else open. */
  static Verdict overall(String kind, List<FlowScaling> studies) {
    List<Verdict> verdicts =
        studies.stream()
            .filter(study -> study.curves().containsKey(kind))
            .flatMap(study ->
                study.curves().get(kind).keySet().stream().map(flows -> study.verdict(kind, flows)))
            .toList();
    if (verdicts.contains(Verdict.NOT_MET)) {
      return Verdict.NOT_MET;
    }
    return verdicts.stream().allMatch(Verdict.MET::equals) ? Verdict.MET : Verdict.OPEN;
  }

  private static String list(List<String> names) {
    return String.join(", ", names);
  }
}
