package dev.rsclab.replay;

/** How long the frames of a replay waited: each different delay and how many frames had it. */
public final class Delays {

  private final long[] nanos;
  private final long[] ranks;
  private final double sum;
  private final long unitNanos;

  /**
   * Takes the arrays as they are.
   *
   * @param nanos the different delays, ascending
   * @param ranks for each, how many frames waited no longer
   * @param sum of the delays of all frames, in nanoseconds
   * @param unitNanos what the delays are rounded down to multiples of
   */
  Delays(long[] nanos, long[] ranks, double sum, long unitNanos) {
    this.nanos = nanos;
    this.ranks = ranks;
    this.sum = sum;
    this.unitNanos = unitNanos;
  }

  /** How many frames there were. */
  public long count() {
    return ranks.length == 0 ? 0 : ranks[ranks.length - 1];
  }

  /**
   * The delay that {@code percent} of the frames did not exceed, in nanoseconds: the nearest rank,
   * a value that did occur; 0 if there were no frames.
   */
  public long percentile(double percent) {
    if (count() == 0) {
      return 0;
    }
    long rank = Math.clamp((long) Math.ceil(percent / 100 * count()), 1, count());
    int low = 0;
    for (int high = ranks.length - 1; low < high; ) {
      int middle = (low + high) >>> 1;
      if (ranks[middle] < rank) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return nanos[low];
  }

  /** The mean delay in nanoseconds, never rounded to the unit; 0 if there were no frames. */
  public double mean() {
    return count() == 0 ? 0 : sum / count();
  }

  /**
   * What {@link #percentile} is rounded down to a multiple of, in nanoseconds: 1, so that it is
   * exact, unless there were millions of different delays.
   */
  public long unitNanos() {
    return unitNanos;
  }
}
