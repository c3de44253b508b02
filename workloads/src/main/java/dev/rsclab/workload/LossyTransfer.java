package dev.rsclab.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * Bulk transfer over a path that loses, reorders and duplicates.
 *
 * <p><b>Models.</b> The bursts of {@link BulkTransfer}, and for each segment, independently: with 1
 * in 200 it is lost, and sent again 200 to 800 us later, never lost twice; with 1 in 100 it arrives
 * 1 to 3 places later among its flow's segments (if none of that flow is late already); with 2 in
 * 1000 the very same packet arrives twice in a row. After 1 burst in {@value
 * #BURSTS_PER_DUPLICATE_ACKS} come 3 to 8 pure ACKs that repeat the flow's acknowledgement, as if
 * the guest had lost a segment, and then it advances. A flow's first segment always arrives, and by
 * the end of the trace everything lost or late has arrived, so a pass leaves no hole in any stream.
 *
 * <p><b>Leaves out.</b> Reaction: the sender keeps its rate, and no other segment is retransmitted
 * than what was lost. Correlated loss, SACK blocks and other options, ECN marks. Where flows take
 * turns, "places" span turns, so a late segment of many flows is later than a network would make
 * it.
 */
final class LossyTransfer extends TrafficPattern {

  private static final int BURSTS_PER_DUPLICATE_ACKS = 20;

  LossyTransfer() {
    super(
        "lossy",
        "bulk transfer with loss, reordering, duplicates, retransmissions and duplicate ACKs",
        WorkloadOptions.BASE.withFlows(16));
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    new Path(options, traffic).run();
  }

  /** A segment that did not arrive when it was sent. */
  private record Segment(int number, long offset, int payload, boolean push, int identification) {}

  /** The network between senders and guest. */
  private static final class Path {

    private static final int PER_MILLE_LOST = 5;
    private static final int PER_MILLE_LATE = 10;
    private static final int PER_MILLE_TWICE = 2;

    private final WorkloadOptions options;
    private final Traffic traffic;
    private final SeededRandom random;
    private final Connections connections;
    private final List<Segment> lost = new ArrayList<>();

    /** Indexes of {@link #lost} by the time at which they are sent again. */
    private final EventQueue retransmissions = new EventQueue();

    /** By connection: the segment that is late, or null, and how many are still to overtake it. */
    private final Segment[] late;

    private final int[] toOvertake;

    /** How many segments are lost or late, and so are still to arrive. */
    private int outstanding;

    Path(WorkloadOptions options, Traffic traffic) {
      this.options = options;
      this.traffic = traffic;
      random = traffic.random();
      connections = traffic.connections();
      late = new Segment[Math.min(options.flows(), options.packets())];
      toOvertake = new int[late.length];
    }

    void run() {
      ShuffledRounds rounds = new ShuffledRounds(options.flows(), random);
      while (room() > 0) {
        sendBurst(connections.open(rounds.next()));
      }
      for (int number = 0; number < late.length; number++) {
        if (late[number] != null) {
          deliverLate(number);
        }
      }
      while (!retransmissions.isEmpty()) {
        retransmit();
      }
    }

    /** Frames that the trace takes besides those that are still to arrive. */
    private int room() {
      return traffic.remaining() - outstanding;
    }

    private void sendBurst(int number) {
      BulkTransfer.beginBurst(random, connections, number);
      boolean push = random.oneIn(BulkTransfer.BURSTS_PER_PUSH);
      int segments = burst(options, random, 1, BulkTransfer.TSO_SEGMENTS);
      for (int left = segments; left > 0 && room() > 0; left--) {
        while (retransmissions.nextNanos() <= traffic.nanos()) {
          retransmit();
        }
        send(number, push && left == 1);
      }
      if (random.oneIn(BURSTS_PER_DUPLICATE_ACKS)) {
        for (int left = random.between(3, 8); left > 0 && room() > 0; left--) {
          traffic.pureAck(number, 0);
        }
        connections.acknowledge(number, random.between(1, 10) * connections.fullPayload(number));
      }
    }

    private void send(int number, boolean push) {
      int payload = connections.fullPayload(number);
      long offset = connections.take(number, payload);
      int identification = connections.nextIdentification(number);
      Segment segment = new Segment(number, offset, payload, push, identification);
      int fate = offset == 0 ? 1000 : random.below(1000);
      if (fate < PER_MILLE_LOST) {
        retransmissions.add(traffic.nanos() + random.between(200_000, 800_000), lost.size());
        lost.add(segment);
        outstanding++;
      } else if (fate < PER_MILLE_LOST + PER_MILLE_LATE && late[number] == null) {
        late[number] = segment;
        toOvertake[number] = random.between(1, 3);
        outstanding++;
      } else {
        boolean twice = fate >= 1000 - PER_MILLE_TWICE && fate < 1000;
        deliver(segment, twice);
      }
    }

    private void deliver(Segment segment, boolean twice) {
      send(segment, segment.identification(), 0);
      if (twice && room() > 0) {
        send(segment, segment.identification(), 0);
      }
      int number = segment.number();
      if (late[number] != null && --toOvertake[number] == 0) {
        deliverLate(number);
      }
    }

    private void deliverLate(int number) {
      Segment segment = late[number];
      late[number] = null;
      outstanding--;
      send(segment, segment.identification(), 0);
    }

    private void retransmit() {
      long due = retransmissions.nextNanos();
      Segment segment = lost.get(retransmissions.remove());
      outstanding--;
      send(segment, connections.nextIdentification(segment.number()), due);
    }

    private void send(Segment segment, int identification, long notBefore) {
      traffic.segment(
          segment.number(),
          segment.offset(),
          segment.payload(),
          segment.push(),
          identification,
          notBefore);
    }
  }
}
