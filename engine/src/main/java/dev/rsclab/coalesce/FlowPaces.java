package dev.rsclab.coalesce;

/**
 * How fast the packets of recent flows follow each other: a direct-mapped memory of a fixed size,
 * indexed by the keyed hash of the flow.
 *
 * <p>Two flows in one place drive each other out, which makes both unknown and does no harm. O(1),
 * allocation-free after construction.
 */
final class FlowPaces {

  /** Flows that are remembered at most. */
  static final int FLOWS = 4096;

  /** What {@link #meet} says of a flow that it does not know, or of which it knows no gap. */
  static final long UNKNOWN = -1;

  /** A new gap counts for 1/8, as a new round-trip time does in RFC 6298. */
  static final int SMOOTHING_SHIFT = 3;

  private final long longestNanos;
  private final int[] hash = new int[FLOWS];
  private final boolean[] known = new boolean[FLOWS];
  private final long[] last = new long[FLOWS];
  private final long[] gap = new long[FLOWS];

  /**
   * Knows no flow.
   *
   * @param longestNanos a longer gap, in ns, is none: the flow was silent and begins anew
   */
  FlowPaces(long longestNanos) {
    this.longestNanos = longestNanos;
  }

  /** Takes note of a packet of a flow and returns the smoothed gap before its packets, in ns. */
  long meet(int flowHash, long nowNanos) {
    int at = flowHash & FLOWS - 1;
    long silence = nowNanos - last[at];
    last[at] = nowNanos;
    if (!known[at] || hash[at] != flowHash) {
      known[at] = true;
      hash[at] = flowHash;
      gap[at] = UNKNOWN;
    } else if (silence >= 0 && silence <= longestNanos) {
      long smoothed = gap[at];
      gap[at] =
          smoothed == UNKNOWN ? silence : smoothed + ((silence - smoothed) >> SMOOTHING_SHIFT);
    }
    return gap[at];
  }
}
