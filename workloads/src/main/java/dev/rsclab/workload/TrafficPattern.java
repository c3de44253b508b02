package dev.rsclab.workload;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;

/**
 * What all synthetic workloads have in common: checks first, then frames until the trace is full.
 */
abstract class TrafficPattern implements Workload {

  /** Most bytes of headers in front of the payload: Ethernet, IPv6, TCP without options. */
  static final int HEADER_BYTES = Headers.ETHERNET_BYTES + Headers.IPV6_BYTES + Headers.TCP_BYTES;

  private final String name;
  private final String description;
  private final WorkloadOptions defaults;

  TrafficPattern(String name, String description, WorkloadOptions defaults) {
    this.name = name;
    this.description = description;
    this.defaults = defaults;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String description() {
    return description;
  }

  @Override
  public final WorkloadOptions defaults() {
    return defaults;
  }

  @Override
  public final PacketTrace generate(WorkloadOptions options) {
    if (options.family() == FamilyMix.MIXED && options.flows() < 2) {
      throw WorkloadOptions.refused("family", options.family(), "ipv4 or ipv6 with one flow");
    }
    requireRoom(options);
    check(options);
    Traffic traffic = new Traffic(options);
    fill(options, traffic);
    return traffic.freeze();
  }

  private void requireRoom(WorkloadOptions options) {
    int frameBytes = largestFrame(options);
    long most = PacketTrace.Builder.DEFAULT_MAX_STORED_BYTES / frameBytes;
    if (options.packets() > most) {
      String allowed = "1 to " + most + " with frames of up to " + frameBytes + " bytes (1 GiB)";
      throw WorkloadOptions.refused("packets", options.packets(), allowed);
    }
  }

  /** Upper bound of a frame in bytes. */
  final int largestFrame(WorkloadOptions options) {
    return HEADER_BYTES + largestPayload(options);
  }

  /** Upper bound of a segment's payload in bytes. */
  int largestPayload(WorkloadOptions options) {
    return options.fullPayload(IpFamily.IPV4);
  }

  /** Throws OptionRefusedException for options that the pattern cannot honour. */
  void check(WorkloadOptions options) {}

  /** Sends until nothing remains. */
  abstract void fill(WorkloadOptions options, Traffic traffic);

  /** Refuses a burst length other than one segment, for patterns without bursts. */
  final void requireSingleSegments(WorkloadOptions options) {
    if (options.burstSegments() > 1) {
      throw WorkloadOptions.refused(
          "burstSegments", options.burstSegments(), "0 or 1 for workload " + name);
    }
  }

  /** The length of a burst: as the options say, or else drawn, each value as likely. */
  static int burst(WorkloadOptions options, SeededRandom random, int low, int high) {
    return options.burstSegments() == WorkloadOptions.BURST_FROM_WORKLOAD
        ? random.between(low, high)
        : options.burstSegments();
  }
}
