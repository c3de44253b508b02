package dev.rsclab.replay;

import dev.rsclab.coalesce.Counter;
import dev.rsclab.packet.IpFamily;
import java.util.Map;

/**
 * What a replay found.
 *
 * @param frames frames offered
 * @param deliveries frames delivered
 * @param frameBytes bytes of the frames offered, without virtio-net headers
 * @param deliveredBytes bytes of what was delivered, virtio-net headers included: what a guest
 *     takes
 * @param durationNanos virtual time from the first arrival to the last delivery
 * @param backwardTimestamps frames whose time stamp was before that of the frame before; they were
 *     taken as simultaneous
 * @param counters the counters of each chain that are not zero
 * @param delays added delay of the frames, delivery less arrival
 * @param messageDelays the same of segments with payload and PSH alone, which end a message: what
 *     an exchange of requests and responses waits for
 */
public record ReplayReport(
    long frames,
    long deliveries,
    long frameBytes,
    long deliveredBytes,
    long durationNanos,
    long backwardTimestamps,
    Map<IpFamily, Map<Counter, Long>> counters,
    Delays delays,
    Delays messageDelays) {

  /** Frames per delivery; 1 if there were none. */
  public double mergeFactor() {
    return deliveries == 0 ? 1 : (double) frames / deliveries;
  }

  /** The added delay that {@code percent} of the frames did not exceed, in nanoseconds. */
  public long delayPercentile(double percent) {
    return delays.percentile(percent);
  }

  /** The mean added delay in nanoseconds. */
  public double meanDelay() {
    return delays.mean();
  }
}
