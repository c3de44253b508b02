package dev.rsclab.results;

import dev.rsclab.results.Recommendation.Effect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the pictures show, in one sentence each, computed from the data: their titles. */
final class Findings {
  /** So many lines have room in a title, each with its range. */
  private static final int MOST_NAMED = 6;

  private Findings() {}

  /** What is said of one study. */
  private record Finding(IntervalStudy study, Recommendation recommendation) {
    String family() {
      return study.condition().family();
    }

    /** No longer interval may be recommended, since all of them break the budget. */
    boolean endsAtBudget() {
      return recommendation.longestMeasured()
          && study.intervals().getLast() > recommendation.intervalNanos();
    }

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
      SmallestOnPlateau.of(study).ifPresent(it -> findings.add(new Finding(study, it)));
    }
    Optional<DelayBudget> budget = studies.getFirst().budget();
    String workload =
        studies.getFirst().condition().workload()
            + budget.map(it -> ", " + it.inWords()).orElse("");
    if (findings.isEmpty()) {
      return studies.stream().allMatch(study -> study.curves().isEmpty())
          ? workload + ": only the floor was measured"
          : workload + ": no interval measured is known to meet it";
    }
    String kind = kind(findings);
    if (findings.stream().map(Finding::effect).distinct().count() == 1) {
      return workload + ": " + sentence(findings, kind) + without(studies, findings);
    }
    return findings.stream()
        .map(finding -> finding.family() + " " + phrase(finding))
        .collect(Collectors.joining("; ", workload + ", " + kind + " against no coalescing: ", ""));
  }

  /** The families that a budget leaves no interval: the sentence is of the others. */
  private static String without(List<IntervalStudy> studies, List<Finding> findings) {
    List<String> families =
        studies.stream()
            .filter(study -> study.budget().isPresent())
            .filter(study -> findings.stream().noneMatch(it -> it.study().equals(study)))
            .map(study -> study.condition().family())
            .toList();
    return families.isEmpty()
        ? ""
        : "; no interval is known to meet it over " + String.join(" and ", families);
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
            .map(finding -> text.apply(finding) + " (" + finding.family() + ")")
            .collect(Collectors.joining(" and "));
  }

  /** No longer interval is shown to be better than a recommended one: that is the rule. */
  private static String beyond(List<Finding> findings) {
    if (findings.stream().anyMatch(finding -> !finding.recommendation.resolved())) {
      return "; the run is too noisy to see more";
    }
    if (findings.stream().anyMatch(Finding::endsAtBudget)) {
      return "; longer intervals exceed the delay budget";
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
   * For time per packet against flows: the range of each line, in the condition of the largest
   * payload where flows take turns. Of many lines the fastest of each placement and the slowest of
   * all. Whether a time is shown to be above or below the target is said in the table.
   */
  static String flowScaling(List<FlowScaling> studies) {
    FlowScaling study =
        studies.reversed().stream()
            .filter(it -> it.condition().order().equals("in turn"))
            .findFirst()
            .orElse(studies.getLast());
    List<FlowLine> lines =
        study.curves().keySet().stream()
            .filter(line -> !study.kinds().isFloor(line.kind()))
            .sorted(Comparator.comparingDouble(line -> slowest(study, line)))
            .toList();
    List<Integer> flows = study.flows();
    if (lines.isEmpty() || flows.size() < 2) {
      return "Time per packet against the number of flows";
    }
    String payload = study.condition().get(Condition.PAYLOAD_BYTES);
    String opening = payload.isEmpty() ? "" : payload + "-byte payload, ";
    return opening
        + flows.getFirst()
        + " to "
        + flows.getLast()
        + " flows: "
        + toName(lines).stream()
            .map(line -> line.label() + " " + range(study, line))
            .collect(Collectors.joining(lines.size() > MOST_NAMED ? "; " : ", "))
        + " ns per packet";
  }

  /** The fastest of each placement and way to offer, and the slowest of all, if there are many. */
  private static List<FlowLine> toName(List<FlowLine> fastestFirst) {
    if (fastestFirst.size() <= MOST_NAMED) {
      return fastestFirst;
    }
    Set<Integer> ways = new HashSet<>();
    return fastestFirst.stream()
        .filter(line -> ways.add(line.rank()) || line.equals(fastestFirst.getLast()))
        .toList();
  }

  private static String range(FlowScaling study, FlowLine line) {
    double fastest =
        study.curves().get(line).values().stream().mapToDouble(Estimate::value).min().orElseThrow();
    long low = Math.round(fastest);
    long high = Math.round(slowest(study, line));
    return low == high ? Long.toString(low) : low + " to " + high;
  }

  private static double slowest(FlowScaling study, FlowLine line) {
    return study.curves().get(line).values().stream()
        .mapToDouble(Estimate::value)
        .max()
        .orElseThrow();
  }
}
