package dev.rsclab.replay;

import dev.rsclab.coalesce.Counter;
import dev.rsclab.packet.IpFamily;
import java.util.Arrays;
import java.util.Map;

/**
 * What a replay found.
 *
 * @param frames frames offered
 * @param deliveries frames delivered
 * @param frameBytes bytes of the frames offered, without virtio-net headers
 * @param durationNanos virtual time from the first arrival to the last delivery
 * @param backwardTimestamps frames whose time stamp was before that of the frame before; they were
 *     taken as simultaneous
 * @param counters the counters of each chain that are not zero
 * @param delays added delay of each frame, delivery less arrival, in nanoseconds, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // millions of values; never compared
public record ReplayReport(
    long frames,
    long deliveries,
    long frameBytes,
    long durationNanos,
    long backwardTimestamps,
    Map<IpFamily, Map<Counter, Long>> counters,
    long[] delays) {

  /** Frames per delivery; 1 if there were none. */
  public double mergeFactor() {
    return deliveries == 0 ? 1 : (double) frames / deliveries;
  }

  /**
   * The added delay that {@code percent} of the frames did not exceed, in nanoseconds: the nearest
   * rank, a value that did occur; 0 if there were no frames.
   */
  public long delayPercentile(double percent) {
    if (delays.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(percent / 100 * delays.length);
    return delays[Math.clamp(rank, 1, delays.length) - 1];
  }

  /** The mean added delay in nanoseconds; 0 if there were no frames. */
  public double meanDelay() {
    return Arrays.stream(delays).asDoubleStream().average().orElse(0);
  }
}
