package dev.rsclab.workload;

/**
 * One connection that sends one full segment every 100 microseconds, to the nanosecond: the pacing
 * of the Windows certification test for RSC, for which the reference's default interval of 300 us
 * was chosen (contract 6.2).
 *
 * <p><b>Models.</b> Only the pacing. No PSH, constant acknowledgement and window.
 *
 * <p><b>Leaves out.</b> Everything else about that test, which is not public: its segment sizes,
 * its exception packets, and the jitter of a real sender. With an interval that is a multiple of
 * 100 us packet and timer fall on the same nanosecond, and whatever goes first decides how much
 * merges.
 */
final class CertificationPacing extends TrafficPattern {

  private static final long GAP_NANOS = 100_000;

  CertificationPacing() {
    super(
        "certification",
        "one connection, one segment every 100 us, as in the Windows certification test",
        WorkloadOptions.BASE.withFlows(1));
  }

  @Override
  void check(WorkloadOptions options) {
    if (options.flows() != 1) {
      throw WorkloadOptions.refused("flows", options.flows(), "1 for workload " + name());
    }
    requireSingleSegments(options);
    int frameBytes = largestFrame(options);
    if (options.lineRate().wireNanos(frameBytes) >= GAP_NANOS) {
      throw WorkloadOptions.refused(
          "lineRate",
          options.lineRate(),
          "one that carries a frame of " + frameBytes + " bytes in less than 100 us");
    }
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    int number = traffic.connections().open(0);
    int payload = traffic.connections().fullPayload(number);
    for (int packet = 0; packet < options.packets(); packet++) {
      traffic.data(number, payload, false, packet * GAP_NANOS);
    }
  }
}
