package dev.rsclab.workload;

/**
 * Many connections with small requests to the guest and the acknowledgements of its answers: what a
 * web or database server receives.
 *
 * <p><b>Models.</b> Requests of each connection are a Poisson process. A request is 1 or 2
 * segments, each as likely (or exactly burstSegments), each of 64 to 1400 bytes, each length as
 * likely (or exactly payloadBytes), each with PSH because each is a write of its own. The guest's
 * answer has 64 bytes to 16 KB, small ones more often (its logarithm is uniform). The first pure
 * ACK follows the request after an exponentially distributed time of 100 us on average, and further
 * ones, one for two full segments, 2 to 6 us apart. A request acknowledges what was acknowledged so
 * far. The mean time between requests of a connection is 1 ms, or as much more as it takes to keep
 * the link's mean load at about half of its rate.
 *
 * <p><b>Leaves out.</b> Waiting for the answer before asking again (arrivals do not slow down with
 * the guest: an open loop), connections that open and close, delayed ACKs, think times with a long
 * tail.
 */
final class RequestResponse extends TrafficPattern {

  private static final double MOST_LOAD = 0.5;

  RequestResponse() {
    super(
        "request-response",
        "many connections send small requests and acknowledge the answers, Poisson arrivals",
        WorkloadOptions.BASE.withFlows(256));
  }

  @Override
  int largestPayload(WorkloadOptions options) {
    return options.payloadBytes() == WorkloadOptions.PAYLOAD_FROM_MTU
        ? Exchanges.MOST_REQUEST_BYTES
        : options.payloadBytes();
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    Exchanges exchanges = new Exchanges(options, traffic, 0, options.flows(), MOST_LOAD);
    while (traffic.remaining() > 0) {
      exchanges.next();
    }
  }
}
