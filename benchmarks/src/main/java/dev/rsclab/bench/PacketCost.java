package dev.rsclab.bench;

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
   * Where {@link #MEASURED_DEVICE_NANOS} comes from: {@code results/runs/2026-11-25-baseline}, the
   * rows {@code FlowScalingBenchmark.offer} (OPEN_ADDRESSING, 64 flows, 1448 bytes: 92 ns) and
   * {@code BaselineBenchmark.copyPayload} (56 ns).
   */
  static final String SOURCE =
      "92 ns to coalesce a 1448-byte packet and 56 ns to copy it to the guest, in the run"
          + " 2026-11-25-baseline";

  /** What the device spent on a packet of 1448 bytes payload, in ns, rounded. */
  static final String MEASURED_DEVICE_NANOS = "150";

  /** The formula in words, for reports. */
  static final String IN_WORDS =
      "predicted packets/s = 1 / (device + guest per delivery / packets per delivery"
          + " + guest per byte x mean bytes of a frame)";

  /** The cost of a packet, in ns, where a delivery carries {@code mergeFactor} of them. */
  double nanos(double mergeFactor, double meanBytes) {
    return deviceNanos
        + guest.perDelivery().doubleValue() / mergeFactor
        + guest.perByte().doubleValue() * meanBytes;
  }

  /** Packets per second that the traffic of a replay could have had. */
  double packetsPerSecond(ReplayReport replay) {
    return 1e9 / nanos(replay.mergeFactor(), meanBytes(replay));
  }

  /** Packets per second without coalescing. */
  double packetsPerSecondUnmerged(ReplayReport replay) {
    return 1e9 / nanos(1, meanBytes(replay));
  }

  /** Bytes of a frame, without virtio-net header; 0 if there were no frames. */
  static double meanBytes(ReplayReport replay) {
    return replay.frames() == 0 ? 0 : (double) replay.frameBytes() / replay.frames();
  }
}
