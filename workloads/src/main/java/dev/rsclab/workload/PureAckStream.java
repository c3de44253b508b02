package dev.rsclab.workload;

import dev.rsclab.packet.IpFamily;

/**
 * What a guest receives that sends at line rate: acknowledgements and nothing else.
 *
 * <p><b>Models.</b> Each ACK acknowledges two full segments (RFC 9293 section 3.8.6.3), and ACKs
 * start as far apart as two full segments take on the link, give or take half of that, each spacing
 * as likely. Connections take turns in an order drawn for each round, with 1 to {@value #MOST_ACKS}
 * ACKs at a turn (the answer to an offloaded send of up to 64 KB) or exactly burstSegments, what
 * follows counted in. 1 ACK in {@value #ACKS_PER_WINDOW_UPDATE} is a window update instead: the
 * acknowledgement of the one before with another window. 1 in {@value #ACKS_PER_LOSS} is followed
 * by 3 to 6 duplicates, one segment's time apart, as if a segment of the guest had been lost.
 *
 * <p><b>Leaves out.</b> SACK blocks, which real duplicate ACKs carry where they were negotiated;
 * receivers that coalesce and so acknowledge more at a time; delayed ACKs; any effect of the loss
 * on what the guest sends. The option payloadBytes is the size of the segments acknowledged.
 */
final class PureAckStream extends TrafficPattern {

  private static final int MOST_ACKS = 22;
  private static final int ACKS_PER_WINDOW_UPDATE = 16;
  private static final int ACKS_PER_LOSS = 64;

  PureAckStream() {
    super(
        "pure-acks",
        "acknowledgements to a guest that sends, with duplicates and window updates",
        WorkloadOptions.BASE);
  }

  @Override
  int largestPayload(WorkloadOptions options) {
    return 0;
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    SeededRandom random = traffic.random();
    Connections connections = traffic.connections();
    ShuffledRounds rounds = new ShuffledRounds(options.flows(), random);
    int sentBytes = HEADER_BYTES + options.fullPayload(IpFamily.IPV6);
    int pairNanos = (int) (2 * options.lineRate().wireNanos(sentBytes));
    long due = 0;
    while (traffic.remaining() > 0) {
      int number = connections.open(rounds.next());
      int duplicates = 0;
      for (int left = burst(options, random, 1, MOST_ACKS); left > 0; left--) {
        if (traffic.remaining() == 0) {
          return;
        }
        if (duplicates > 0) {
          duplicates--;
          due += spacing(random, pairNanos / 2);
        } else {
          duplicates = advance(random, connections, number);
          due += spacing(random, pairNanos);
        }
        traffic.pureAck(number, due);
      }
    }
  }

  /** Moves acknowledgement or window and returns how many duplicates are to follow. */
  private static int advance(SeededRandom random, Connections connections, int number) {
    if (random.oneIn(ACKS_PER_WINDOW_UPDATE)) {
      connections.changeWindow(number);
      return 0;
    }
    connections.acknowledge(number, 2 * connections.fullPayload(number));
    return random.oneIn(ACKS_PER_LOSS) ? random.between(3, 6) : 0;
  }

  private static long spacing(SeededRandom random, int meanNanos) {
    return random.between(meanNanos / 2, meanNanos / 2 * 3);
  }
}
