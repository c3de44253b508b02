package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a placement of payload is held to: a factor that it must stay below, over something that was
 * measured in the same run. They are this project's own goals.
 *
 * @param reference what the time per packet is divided by, in words
 * @param factor the most that the ratio may be
 */
record PlacementGoal(String reference, double factor) {

  /** The bound of a coalescer that touches headers only, by the name of its peer. */
  static final String HEADER_ONLY = "header-only";

  /** The benchmark's plain copy of the same payloads. */
  static final String PLAIN_COPY = "plain copy";

  private static final double OVER_HEADERS = 1.5;
  private static final double OVER_COPY = 1.1;

  /**
   * The goal of a placement against a reference, if it has one.
   *
   * @param bound whether the reference is a bound or a baseline, and no rival
   */
  static Optional<PlacementGoal> of(String placement, String reference, boolean bound) {
    if (placement.equals(FlowLine.DIRECT) && reference.equals(PLAIN_COPY)) {
      return Optional.of(new PlacementGoal(reference, OVER_COPY));
    }
    if (placement.equals(FlowLine.GATHERED) && reference.equals(HEADER_ONLY)) {
      return Optional.of(new PlacementGoal(reference, OVER_HEADERS));
    }
    return placement.equals(FlowLine.GATHERED) && !bound
        ? Optional.of(new PlacementGoal(reference, 1))
        : Optional.empty();
  }

  /** The goals of some placements in a sentence; empty if they have none. */
  static String inWords(Collection<String> placements) {
    List<String> goals = new ArrayList<>();
    if (placements.contains(FlowLine.GATHERED)) {
      goals.add(
          "GATHERED at most %s x %s and faster than every peer"
              .formatted(OVER_HEADERS, HEADER_ONLY));
    }
    if (placements.contains(FlowLine.DIRECT)) {
      goals.add("DIRECT at most %s x %s".formatted(OVER_COPY, PLAIN_COPY));
    }
    return goals.isEmpty()
        ? ""
        : " Goals: "
            + String.join(", ", goals)
            + ". A goal is met (or not met) only where that is shown, by t tests at 5 % for all goals"
            + " of the table together (Bonferroni) and beyond the noise floor; elsewhere it is open.";
  }
}
