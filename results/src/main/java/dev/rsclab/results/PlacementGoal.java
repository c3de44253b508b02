package dev.rsclab.results;

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

  /** All goals in a sentence. */
  static String inWords() {
    return "Goals: GATHERED at most %s x %s and faster than every peer, DIRECT at most %s x %s."
        .formatted(OVER_HEADERS, HEADER_ONLY, OVER_COPY, PLAIN_COPY);
  }
}
