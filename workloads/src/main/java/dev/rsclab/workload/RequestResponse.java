package dev.rsclab.workload;

import java.util.Arrays;

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

  private static final int LEAST_REQUEST_BYTES = 64;
  private static final int MOST_REQUEST_BYTES = 1400;
  private static final double MEAN_REQUEST_NANOS = 1e6;
  private static final double MEAN_ANSWER_NANOS = 1e5;
  private static final double MOST_LOAD = 0.5;

  /** Pure ACKs for the mean answer, rounded up. */
  private static final int ACKS_PER_REQUEST = 2;

  /** The guest's full segment, for an MTU of 1500 bytes. */
  private static final int ANSWER_SEGMENT_BYTES = 1440;

  RequestResponse() {
    super(
        "request-response",
        "many connections send small requests and acknowledge the answers, Poisson arrivals",
        WorkloadOptions.BASE.withFlows(256));
  }

  @Override
  int largestPayload(WorkloadOptions options) {
    return options.payloadBytes() == WorkloadOptions.PAYLOAD_FROM_MTU
        ? MOST_REQUEST_BYTES
        : options.payloadBytes();
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    new Exchanges(options, traffic, meanRequestNanos(options)).run();
  }

  /** The mean time between requests of one connection. */
  private static double meanRequestNanos(WorkloadOptions options) {
    double segments = options.burstSegments() > 0 ? options.burstSegments() : 1.5;
    int payload =
        options.payloadBytes() > 0
            ? options.payloadBytes()
            : (LEAST_REQUEST_BYTES + MOST_REQUEST_BYTES) / 2;
    double bits =
        segments * LineRate.wireBits(HEADER_BYTES + payload)
            + ACKS_PER_REQUEST * LineRate.wireBits(HEADER_BYTES);
    double busyNanos = options.flows() * bits * 1e9 / options.lineRate().bitsPerSecond();
    return Math.max(MEAN_REQUEST_NANOS, busyNanos / MOST_LOAD);
  }

  /** All connections; each has exactly one event in the queue, its next. */
  private static final class Exchanges {

    private final WorkloadOptions options;
    private final Traffic traffic;
    private final SeededRandom random;
    private final double meanRequestNanos;
    private final EventQueue due = new EventQueue();
    private final long[] nextRequest;
    private final long[] nextAck;
    private final int[] unacknowledged;

    Exchanges(WorkloadOptions options, Traffic traffic, double meanRequestNanos) {
      this.options = options;
      this.traffic = traffic;
      this.random = traffic.random();
      this.meanRequestNanos = meanRequestNanos;
      nextRequest = new long[options.flows()];
      nextAck = new long[options.flows()];
      unacknowledged = new int[options.flows()];
      Arrays.fill(nextAck, Long.MAX_VALUE);
    }

    void run() {
      for (int flow = 0; flow < nextRequest.length; flow++) {
        nextRequest[flow] = random.exponential(meanRequestNanos);
        due.add(nextRequest[flow], flow);
      }
      while (traffic.remaining() > 0) {
        int flow = due.remove();
        if (nextAck[flow] < nextRequest[flow]) {
          acknowledge(flow);
        } else {
          request(flow);
        }
        due.add(Math.min(nextAck[flow], nextRequest[flow]), flow);
      }
    }

    private void request(int flow) {
      long now = nextRequest[flow];
      int number = traffic.connections().open(flow);
      int segments = burst(options, random, 1, 2);
      for (int left = segments; left > 0 && traffic.remaining() > 0; left--) {
        int drawn = random.between(LEAST_REQUEST_BYTES, MOST_REQUEST_BYTES);
        boolean fixed = options.payloadBytes() != WorkloadOptions.PAYLOAD_FROM_MTU;
        traffic.data(number, fixed ? options.payloadBytes() : drawn, true, now);
      }
      unacknowledged[flow] += answerBytes();
      if (nextAck[flow] == Long.MAX_VALUE) {
        nextAck[flow] = now + random.exponential(MEAN_ANSWER_NANOS);
      }
      nextRequest[flow] = now + random.exponential(meanRequestNanos);
    }

    /** 64 to 16383 bytes: any power of two as likely, any length between two as likely. */
    private int answerBytes() {
      int power = 1 << random.between(6, 13);
      return power + random.below(power);
    }

    private void acknowledge(int flow) {
      int number = traffic.connections().open(flow);
      int acknowledged = Math.min(unacknowledged[flow], 2 * ANSWER_SEGMENT_BYTES);
      unacknowledged[flow] -= acknowledged;
      traffic.connections().acknowledge(number, acknowledged);
      traffic.pureAck(number, nextAck[flow]);
      nextAck[flow] =
          unacknowledged[flow] > 0 ? nextAck[flow] + random.between(2_000, 6_000) : Long.MAX_VALUE;
    }
  }
}
