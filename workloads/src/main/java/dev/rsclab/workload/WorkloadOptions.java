package dev.rsclab.workload;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import java.util.Objects;

/**
 * What can be chosen about a workload. Start from {@link WorkloadKind#defaults()} and change with
 * the {@code with} methods; a value out of range throws {@link OptionRefusedException}, which names
 * option, value and allowed values.
 *
 * @param seed of everything irregular; any value
 * @param packets frames in the trace, 1 to 16 777 216; every workload delivers exactly so many
 * @param family IP versions of the flows
 * @param flows connections, 1 to 1 048 576; a short trace need not reach them all
 * @param lineRate of the link that the frames arrive on
 * @param payloadBytes payload of a full segment, 1 to 65 000; 0: what an MTU of 1500 bytes leaves,
 *     1460 over IPv4 and 1440 over IPv6 (there are no TCP options)
 * @param burstSegments segments of one flow that follow each other, 1 to 65 535 (1: flows take
 *     turns); 0: as the workload's description says
 */
public record WorkloadOptions(
    long seed,
    int packets,
    FamilyMix family,
    int flows,
    LineRate lineRate,
    int payloadBytes,
    int burstSegments) {

  /** Most frames that a workload makes. */
  public static final int MAX_PACKETS = 1 << 24;

  /** Most flows that a workload has. */
  public static final int MAX_FLOWS = 1 << 20;

  /** Most payload bytes of a segment; with headers it still fits in an IP datagram. */
  public static final int MAX_PAYLOAD_BYTES = 65_000;

  /** Most segments in a burst. */
  public static final int MAX_BURST_SEGMENTS = 65_535;

  /** Value of payloadBytes that stands for what the MTU leaves. */
  public static final int PAYLOAD_FROM_MTU = 0;

  /** Value of burstSegments that leaves the choice to the workload. */
  public static final int BURST_FROM_WORKLOAD = 0;

  private static final int MTU = 1500;

  /** Where every workload's defaults start: 32 768 frames, IPv4, 64 flows, 10 Gbit/s, seed 1. */
  static final WorkloadOptions BASE =
      new WorkloadOptions(
          1, 32_768, FamilyMix.IPV4, 64, LineRate.GBIT_10, PAYLOAD_FROM_MTU, BURST_FROM_WORKLOAD);

  /**
   * Checks each option for itself; what a workload does not support is found by {@link
   * Workload#generate}.
   */
  public WorkloadOptions {
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(lineRate, "lineRate");
    requireRange("packets", packets, 1, MAX_PACKETS);
    requireRange("flows", flows, 1, MAX_FLOWS);
    requireRange("payloadBytes", payloadBytes, 0, MAX_PAYLOAD_BYTES);
    requireRange("burstSegments", burstSegments, 0, MAX_BURST_SEGMENTS);
  }

  private static void requireRange(String option, int value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw refused(option, value, lowest + " to " + highest);
    }
  }

  static OptionRefusedException refused(String option, Object value, String allowed) {
    return new OptionRefusedException(option, value, allowed);
  }

  /** These options with another seed. */
  public WorkloadOptions withSeed(long newSeed) {
    return new WorkloadOptions(
        newSeed, packets, family, flows, lineRate, payloadBytes, burstSegments);
  }

  /** These options with another number of frames. */
  public WorkloadOptions withPackets(int newPackets) {
    return new WorkloadOptions(
        seed, newPackets, family, flows, lineRate, payloadBytes, burstSegments);
  }

  /** These options with other IP versions. */
  public WorkloadOptions withFamily(FamilyMix newFamily) {
    return new WorkloadOptions(
        seed, packets, newFamily, flows, lineRate, payloadBytes, burstSegments);
  }

  /** These options with another number of flows. */
  public WorkloadOptions withFlows(int newFlows) {
    return new WorkloadOptions(
        seed, packets, family, newFlows, lineRate, payloadBytes, burstSegments);
  }

  /** These options with another line rate. */
  public WorkloadOptions withLineRate(LineRate newLineRate) {
    return new WorkloadOptions(
        seed, packets, family, flows, newLineRate, payloadBytes, burstSegments);
  }

  /** These options with another payload per full segment, in bytes; 0 for the MTU's. */
  public WorkloadOptions withPayloadBytes(int newPayloadBytes) {
    return new WorkloadOptions(
        seed, packets, family, flows, lineRate, newPayloadBytes, burstSegments);
  }

  /** These options with another burst length; 0 for the workload's own. */
  public WorkloadOptions withBurstSegments(int newBurstSegments) {
    return new WorkloadOptions(
        seed, packets, family, flows, lineRate, payloadBytes, newBurstSegments);
  }

  /** Payload bytes of a full segment over {@code ip}, the MTU's share resolved. */
  public int fullPayload(IpFamily ip) {
    return payloadBytes == PAYLOAD_FROM_MTU
        ? MTU - ip.headerBytes() - Headers.TCP_BYTES
        : payloadBytes;
  }
}
