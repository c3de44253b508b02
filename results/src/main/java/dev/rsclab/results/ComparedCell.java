package dev.rsclab.results;

import java.util.Optional;

/**
 * A cell that two runs have measured, and what the second did to it.
 *
 * @param benchmark simple class name and method
 * @param condition its parameters, as the first run names them
 * @param higherIsBetter true for throughput, false for time
 * @param before in the first run
 * @param after in the second run
 * @param ratio after over before
 * @param relative the same, each over the reference of its own run; nothing without a reference
 */
record ComparedCell(
    String benchmark,
    Condition condition,
    boolean higherIsBetter,
    Estimate before,
    Estimate after,
    LogRatio ratio,
    Optional<LogRatio> relative) {

  /** What is shown of a cell. */
  enum Verdict {
    BETTER("better"),
    WORSE("worse"),
    NO_DIFFERENCE("no difference"),
    UNKNOWN("not tested");

    private final String inWords;

    Verdict(String inWords) {
      this.inWords = inWords;
    }

    String inWords() {
      return inWords;
    }
  }

  /** By condition, then along the intervals, padded so that 50us comes before 100us. */
  String order() {
    String interval = condition.get("interval");
    return condition.workload()
        + ' '
        + condition.without(Condition.WORKLOAD, "interval").inWords()
        + ' '
        + "0".repeat(Math.max(0, 12 - interval.length()))
        + interval;
  }

  /**
   * The verdict on a ratio of this cell.
   *
   * @param together how many such ratios are judged together
   * @param floor the logarithm below which nothing is called a difference
   */
  Verdict verdict(LogRatio it, int together, double floor) {
    if (!it.tested()) {
      return Verdict.UNKNOWN;
    }
    boolean above = it.low(together) > 1;
    boolean below = it.high(together) < 1;
    if ((!above && !below) || Math.abs(it.log()) <= floor) {
      return Verdict.NO_DIFFERENCE;
    }
    return above == higherIsBetter ? Verdict.BETTER : Verdict.WORSE;
  }

  /**
   * Whether a ratio is shown to be worse by more than a share: its interval lies wholly beyond. A
   * throughput is worse by 5 % at 0.95 times, a time at 1.05 times.
   */
  boolean worseBy(LogRatio it, double share, int together, double floor) {
    return verdict(it, together, floor) == Verdict.WORSE
        && (higherIsBetter ? it.high(together) < 1 - share : it.low(together) > 1 + share);
  }
}
