package dev.rsclab.coalesce;

/**
 * The numbers of the flush strategies that wait for a flow's next packet.
 *
 * @param idleGapDivisor {@link FlushStrategy#IDLE_GAP} waits an interval divided by this, rounded
 *     down: 1 to 1000
 * @param leastWaitNanos {@link FlushStrategy#ADAPTIVE} waits at least so long, in ns: {@value
 *     #LOWEST_LEAST_WAIT_NANOS} to 2^32 - 1
 * @param gapsWaited {@link FlushStrategy#ADAPTIVE} waits so many of the flow's usual gaps: 1 to 100
 */
public record WaitTimes(int idleGapDivisor, long leastWaitNanos, int gapsWaited) {

  /** The smallest {@link #leastWaitNanos}. */
  public static final long LOWEST_LEAST_WAIT_NANOS = 100;

  /** The defaults, chosen by replays; see {@code docs/policies.md}, section 9. */
  public static final WaitTimes DEFAULT = new WaitTimes(4, 10_000, 2);

  /** Checks the ranges. */
  public WaitTimes {
    requireRange("idleGapDivisor", idleGapDivisor, 1, 1000);
    requireRange(
        "leastWaitNanos", leastWaitNanos, LOWEST_LEAST_WAIT_NANOS, RscPolicy.MAX_INTERVAL_NANOS);
    requireRange("gapsWaited", gapsWaited, 1, 100);
  }

  private static void requireRange(String name, long value, long lowest, long highest) {
    if (value < lowest || value > highest) {
      throw new IllegalArgumentException(
          name + " is " + value + "; allowed: " + lowest + " to " + highest);
    }
  }
}
