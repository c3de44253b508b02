package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Time per packet of each kind against one of them, at every number of flows.
 *
 * <p>Differences are claimed by {@link Comparisons}, two-sided, 5 % for all kinds at all numbers of
 * flows of the condition together. Intervals of the ratios stand each for itself.
 */
public final class KindComparison {
  private final FlowScaling study;
  private final String reference;
  private final Comparisons together;

  /** What is shown of a kind at a number of flows. */
  public enum Verdict {
    /** It takes less time than the reference. */
    FASTER("faster"),
    /** It takes more. */
    SLOWER("slower"),
    /** Neither is shown. */
    OPEN("cannot be told");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** As it stands in tables. */
    public String text() {
      return text;
    }
  }

  private KindComparison(FlowScaling study, String reference, Comparisons together) {
    this.study = study;
    this.reference = reference;
    this.together = together;
  }

  /**
   * Compares all kinds of a study but the floor with one of them.
   *
   * @param reference for instance {@code "LINKED_LIST"}
   * @return nothing if the reference was not measured
   */
  public static Optional<KindComparison> of(FlowScaling study, String reference) {
    NavigableMap<Integer, Estimate> own = study.staged(reference);
    if (own.isEmpty()) {
      return Optional.empty();
    }
    List<Comparisons.Pair> pairs = new ArrayList<>();
    for (String kind : study.judgedKinds()) {
      study
          .staged(kind)
          .forEach((flows, cell) -> {
            if (!kind.equals(reference) && own.containsKey(flows)) {
              pairs.add(new Comparisons.Pair(cell, own.get(flows)));
            }
          });
    }
    return Optional.of(
        new KindComparison(study, reference, Comparisons.of(pairs, study.noiseFloor())));
  }

  /** The kinds that are compared, in chart order. */
  public List<String> kinds() {
    return study.judgedKinds().stream().filter(kind -> !kind.equals(reference)).toList();
  }

  /** Time per packet of a kind over that of the reference; nothing if either is not known. */
  public Optional<Ratio> ratio(String kind, int flows) {
    Estimate own = study.staged(kind).get(flows);
    Estimate other = study.staged(reference).get(flows);
    return own == null || other == null ? Optional.empty() : Optional.of(own.over(other));
  }

  /** What is shown of a kind at a number of flows. */
  public Verdict verdict(String kind, int flows) {
    Estimate own = study.staged(kind).get(flows);
    Estimate other = study.staged(reference).get(flows);
    if (own == null || other == null || !together.differ(own, other)) {
      return Verdict.OPEN;
    }
    return own.logMean() < other.logMean() ? Verdict.FASTER : Verdict.SLOWER;
  }

  /** The smallest number of flows from which on a kind is shown to be faster at all measured. */
  public OptionalInt fasterFrom(String kind) {
    OptionalInt from = OptionalInt.empty();
    for (int flows : study.flows().reversed()) {
      if (verdict(kind, flows) != Verdict.FASTER) {
        break;
      }
      from = OptionalInt.of(flows);
    }
    return from;
  }

  /** What is shown of a kind, in a sentence. */
  public String inWords(String kind) {
    List<Integer> slower = at(kind, Verdict.SLOWER);
    OptionalInt from = fasterFrom(kind);
    String text = kind + ": ";
    text +=
        from.isPresent()
            ? "shown to be faster than %s from %s on"
                .formatted(reference, Figures.count(from.getAsInt(), "flow"))
            : "not shown to be faster than %s at %s"
                .formatted(reference, Figures.count(study.flows().getLast(), "flow"));
    return text + (slower.isEmpty() ? "." : ", and to be slower at " + listed(slower) + ".");
  }

  private List<Integer> at(String kind, Verdict verdict) {
    return study.flows().stream().filter(flows -> verdict(kind, flows) == verdict).toList();
  }

  private static String listed(List<Integer> flows) {
    List<String> texts = flows.stream().map(String::valueOf).toList();
    String last = texts.getLast() + (flows.getLast() == 1 ? " flow" : " flows");
    return texts.size() == 1
        ? last
        : String.join(", ", texts.subList(0, texts.size() - 1)) + " and " + last;
  }
}
