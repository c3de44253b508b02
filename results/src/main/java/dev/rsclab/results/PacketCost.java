package dev.rsclab.results;

/**
 * What a packet costs device and guest together, if they share one processor: the model behind a
 * prediction.
 *
 * @param deviceNanos what the device spends on each packet, in ns
 * @param guest what the guest spends on each delivery, and on each byte
 */
public record PacketCost(double deviceNanos, GuestCost guest) {

  /**
   * Where {@link #MEASURED_DEVICE_NANOS} comes from: {@code results/runs/2026-11-26-record}, the
   * rows {@code FlowScalingBenchmark.offer} (OPEN_ADDRESSING, 64 flows, 1448 bytes: 131 ns) and
   * {@code BaselineBenchmark.copyPayload} (67 ns).
   */
  public static final String SOURCE =
      "131 ns to coalesce a 1448-byte packet and 67 ns to copy it to the guest, in the run"
          + " 2026-11-26-record";

  /** What the device spent on a packet of 1448 bytes payload, in ns, rounded. */
  public static final String MEASURED_DEVICE_NANOS = "200";

  /** The formula in words, for reports. */
  public static final String IN_WORDS =
      "predicted packets/s = 1 / (device + guest per delivery / packets per delivery"
          + " + guest per byte x bytes delivered per packet)";

  /** The cost of the measured device and a guest. */
  public static PacketCost ofMeasuredDevice(GuestCost guest) {
    return new PacketCost(Double.parseDouble(MEASURED_DEVICE_NANOS), guest);
  }

  /** What so many packets cost together, in ns. */
  public double nanos(long packets, long deliveries, long deliveredBytes) {
    return deviceNanos * packets + guest.nanos(deliveries, deliveredBytes);
  }

  /**
   * What a packet costs, in ns.
   *
   * @param mergeFactor packets per delivery
   * @param deliveredBytes that the guest is given for it
   */
  public double nanosPerPacket(double mergeFactor, double deliveredBytes) {
    return deviceNanos
        + guest.perDelivery().doubleValue() / mergeFactor
        + guest.perByte().doubleValue() * deliveredBytes;
  }
}
