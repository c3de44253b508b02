package dev.rsclab.bench;

import dev.rsclab.packet.VnetHeader;
import dev.rsclab.replay.ReplayReport;
import dev.rsclab.results.GuestCost;

/**
 * What a packet costs device and guest together, if they share one processor: the model behind a
 * prediction.
 *
 * @param deviceNanos what the device spends on each packet, in ns
 * @param guest what the guest spends on each delivery, and on each byte
 */
record PacketCost(double deviceNanos, GuestCost guest) {

  /**
   * Where {@link #MEASURED_DEVICE_NANOS} comes from: {@code results/runs/2026-11-26-record}, the
   * rows {@code FlowScalingBenchmark.offer} (OPEN_ADDRESSING, 64 flows, 1448 bytes: 131 ns) and
   * {@code BaselineBenchmark.copyPayload} (67 ns).
   */
  static final String SOURCE =
      "131 ns to coalesce a 1448-byte packet and 67 ns to copy it to the guest, in the run"
          + " 2026-11-26-record";

  /** What the device spent on a packet of 1448 bytes payload, in ns, rounded. */
  static final String MEASURED_DEVICE_NANOS = "200";

  /** The formula in words, for reports. */
  static final String IN_WORDS =
      "predicted packets/s = 1 / (device + guest per delivery / packets per delivery"
          + " + guest per byte x bytes delivered per packet)";

  /** What so many packets cost together, in ns. */
  double nanos(long packets, long deliveries, long deliveredBytes) {
    return deviceNanos * packets + guest.nanos(deliveries, deliveredBytes);
  }

  /** Packets per second that the traffic of a replay could have had. */
  double packetsPerSecond(ReplayReport replay) {
    long packets = replay.frames();
    return 1e9 * packets / nanos(packets, replay.deliveries(), replay.deliveredBytes());
  }

  /** Packets per second without coalescing. */
  double packetsPerSecondUnmerged(ReplayReport replay) {
    long packets = replay.frames();
    long bytes = replay.frameBytes() + packets * VnetHeader.MERGEABLE_BYTES;
    return 1e9 * packets / nanos(packets, packets, bytes);
  }

  /** Bytes of a frame, without virtio-net header; 0 if there were no frames. */
  static double meanBytes(ReplayReport replay) {
    return replay.frames() == 0 ? 0 : (double) replay.frameBytes() / replay.frames();
  }
}
