package dev.rsclab.workload;

import dev.rsclab.packet.IpFamily;

/**
 * Bulk transfers and request-response exchanges on one link: what a server sees that both stores
 * and answers.
 *
 * <p><b>Models.</b> One flow in {@value #FLOWS_PER_BULK} (at least one) sends without end: bursts
 * of 1 to {@value BulkTransfer#TSO_SEGMENTS} full segments, each length as likely, or exactly
 * burstSegments, as {@link BulkTransfer} does, but each from a sender of its own at line rate, so
 * that bursts mix frame by frame where they meet. Between its bursts a sender is silent for an
 * exponentially distributed time, so long that all of them take half of the link. All other flows
 * ask and acknowledge as those of {@link RequestResponse} do, each 1 ms on average, or as much more
 * rarely as it takes to keep them at two fifths of the link; burstSegments and payloadBytes do not
 * change them.
 *
 * <p><b>Leaves out.</b> What both leave out; the two do not react to each other but by waiting for
 * the link.
 */
final class MixedTraffic extends TrafficPattern {

  private static final int FLOWS_PER_BULK = 33;
  private static final double BULK_LOAD = 0.5;
  private static final double MOST_EXCHANGE_LOAD = 0.4;

  MixedTraffic() {
    super(
        "mixed",
        "8 bulk flows take half of the link, 256 connections send small requests beside them",
        WorkloadOptions.BASE.withFlows(8 * FLOWS_PER_BULK));
  }

  @Override
  int largestPayload(WorkloadOptions options) {
    return Math.max(super.largestPayload(options), Exchanges.MOST_REQUEST_BYTES);
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    int bulkFlows = Math.max(1, options.flows() / FLOWS_PER_BULK);
    Bursts bursts = new Bursts(options, traffic, bulkFlows);
    WorkloadOptions small =
        options
            .withPayloadBytes(WorkloadOptions.PAYLOAD_FROM_MTU)
            .withBurstSegments(WorkloadOptions.BURST_FROM_WORKLOAD);
    Exchanges exchanges =
        new Exchanges(small, traffic, bulkFlows, options.flows() - bulkFlows, MOST_EXCHANGE_LOAD);
    while (traffic.remaining() > 0) {
      if (bursts.nextNanos() <= exchanges.nextNanos()) {
        bursts.next();
      } else {
        exchanges.next();
      }
    }
  }

  /** The bulk senders; each has exactly one event in the queue, its next segment. */
  private static final class Bursts {

    private final WorkloadOptions options;
    private final Traffic traffic;
    private final SeededRandom random;
    private final EventQueue due = new EventQueue();
    private final int[] segments;
    private final int[] left;

    Bursts(WorkloadOptions options, Traffic traffic, int flows) {
      this.options = options;
      this.traffic = traffic;
      random = traffic.random();
      segments = new int[flows];
      left = new int[flows];
      for (int flow = 0; flow < flows; flow++) {
        segments[flow] = burst(options, random, 1, BulkTransfer.TSO_SEGMENTS);
        due.add(silence(flow), flow);
      }
    }

    long nextNanos() {
      return due.nextNanos();
    }

    /** Sends the next segment. */
    void next() {
      long now = due.nextNanos();
      int flow = due.remove();
      int number = traffic.connections().open(flow);
      if (left[flow] == 0) {
        BulkTransfer.beginBurst(random, traffic.connections(), number);
        segments[flow] = burst(options, random, 1, BulkTransfer.TSO_SEGMENTS);
        left[flow] = segments[flow];
      }
      boolean last = --left[flow] == 0;
      boolean push = last && random.oneIn(BulkTransfer.BURSTS_PER_PUSH);
      traffic.data(number, traffic.connections().fullPayload(number), push, now);
      due.add(now + wireNanos() + (last ? silence(flow) : 0), flow);
    }

    /** The time between two bursts, in proportion to the one before. */
    private long silence(int flow) {
      double busy = (double) segments[flow] * wireNanos();
      return random.exponential(busy * (segments.length / BULK_LOAD - 1));
    }

    private long wireNanos() {
      return options.lineRate().wireNanos(HEADER_BYTES + options.fullPayload(IpFamily.IPV6));
    }
  }
}
