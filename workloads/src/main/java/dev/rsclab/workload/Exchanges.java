package dev.rsclab.workload;

import java.util.Arrays;

/**
 * Connections that ask and acknowledge the answers, as {@link RequestResponse} says; each has
 * exactly one event in the queue, its next.
 */
final class Exchanges {

  static final int MOST_REQUEST_BYTES = 1400;

  private static final int LEAST_REQUEST_BYTES = 64;
  private static final double MEAN_REQUEST_NANOS = 1e6;
  private static final double MEAN_ANSWER_NANOS = 1e5;

  /** Pure ACKs for the mean answer, rounded up. */
  private static final int ACKS_PER_REQUEST = 2;

  /** The guest's full segment, for an MTU of 1500 bytes. */
  private static final int ANSWER_SEGMENT_BYTES = 1440;

  private final WorkloadOptions options;
  private final Traffic traffic;
  private final SeededRandom random;
  private final int firstFlow;
  private final double meanRequestNanos;
  private final EventQueue due = new EventQueue();
  private final long[] nextRequest;
  private final long[] nextAck;
  private final int[] unacknowledged;

  /**
   * Draws the first request of each connection.
   *
   * @param firstFlow the pattern's flow that is the first of these connections
   * @param mostLoad the share of the link that they take at most
   */
  Exchanges(WorkloadOptions options, Traffic traffic, int firstFlow, int flows, double mostLoad) {
    this.options = options;
    this.traffic = traffic;
    this.firstFlow = firstFlow;
    random = traffic.random();
    meanRequestNanos = meanRequestNanos(options, flows, mostLoad);
    nextRequest = new long[flows];
    nextAck = new long[flows];
    unacknowledged = new int[flows];
    Arrays.fill(nextAck, Long.MAX_VALUE);
    for (int flow = 0; flow < flows; flow++) {
      nextRequest[flow] = random.exponential(meanRequestNanos);
      due.add(nextRequest[flow], flow);
    }
  }

  /** The mean time between requests of one connection. */
  private static double meanRequestNanos(WorkloadOptions options, int flows, double mostLoad) {
    double segments = options.burstSegments() > 0 ? options.burstSegments() : 1.5;
    int payload =
        options.payloadBytes() > 0
            ? options.payloadBytes()
            : (LEAST_REQUEST_BYTES + MOST_REQUEST_BYTES) / 2;
    double bits =
        segments * LineRate.wireBits(TrafficPattern.HEADER_BYTES + payload)
            + ACKS_PER_REQUEST * LineRate.wireBits(TrafficPattern.HEADER_BYTES);
    double busyNanos = flows * bits * 1e9 / options.lineRate().bitsPerSecond();
    return Math.max(MEAN_REQUEST_NANOS, busyNanos / mostLoad);
  }

  /** When something is sent next, in ns; {@link Long#MAX_VALUE} if there are no connections. */
  long nextNanos() {
    return due.nextNanos();
  }

  /** Sends what is next. */
  void next() {
    int flow = due.remove();
    if (nextAck[flow] < nextRequest[flow]) {
      acknowledge(flow);
    } else {
      request(flow);
    }
    due.add(Math.min(nextAck[flow], nextRequest[flow]), flow);
  }

  private void request(int flow) {
    long now = nextRequest[flow];
    int number = traffic.connections().open(firstFlow + flow);
    int segments = TrafficPattern.burst(options, random, 1, 2);
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
    int number = traffic.connections().open(firstFlow + flow);
    int acknowledged = Math.min(unacknowledged[flow], 2 * ANSWER_SEGMENT_BYTES);
    unacknowledged[flow] -= acknowledged;
    traffic.connections().acknowledge(number, acknowledged);
    traffic.pureAck(number, nextAck[flow]);
    nextAck[flow] =
        unacknowledged[flow] > 0 ? nextAck[flow] + random.between(2_000, 6_000) : Long.MAX_VALUE;
  }
}
