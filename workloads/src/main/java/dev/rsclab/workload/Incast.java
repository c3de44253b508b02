package dev.rsclab.workload;

/**
 * Many senders answer the same query at the same moment, over and over: the fan-in of a partitioned
 * search or of a striped file system.
 *
 * <p><b>Models.</b> Each flow is a sender. In answer to a query all of them send 16 to 64 KB, each
 * its own length, drawn for each query. The frames of all answers share the guest's link back to
 * back; at each step any sender that has something left is as likely as another to be next, with
 * one segment or with burstSegments. The last segment of an answer is as short as it comes out, and
 * has PSH. Then the link is idle for 1 ms, the guest asks again with 64 to 256 bytes, and the next
 * answers acknowledge that.
 *
 * <p><b>Leaves out.</b> What makes incast notorious: overflow of the switch, loss, and the timeouts
 * after it. Also senders that start late, congestion windows (each answer is sent at once), and the
 * query's own acknowledgements.
 */
final class Incast extends TrafficPattern {

  private static final int LEAST_ANSWER_BYTES = 16 << 10;
  private static final int MOST_ANSWER_BYTES = 64 << 10;
  private static final long IDLE_NANOS = 1_000_000;

  Incast() {
    super(
        "incast",
        "all flows answer a query at the same moment with 16 to 64 KB, then 1 ms of silence",
        WorkloadOptions.BASE.withFlows(32));
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    SeededRandom random = traffic.random();
    int[] active = new int[options.flows()];
    int[] left = new int[options.flows()];
    boolean first = true;
    while (traffic.remaining() > 0) {
      for (int flow = 0; flow < options.flows(); flow++) {
        active[flow] = flow;
        left[flow] = random.between(LEAST_ANSWER_BYTES, MOST_ANSWER_BYTES);
      }
      long notBefore = first ? 0 : traffic.nanos() + IDLE_NANOS;
      answer(options, traffic, active, left, notBefore);
      first = false;
    }
  }

  /** One query's answers: {@code left} bytes of each flow in {@code active}. */
  private static void answer(
      WorkloadOptions options, Traffic traffic, int[] active, int[] left, long notBefore) {
    SeededRandom random = traffic.random();
    Connections connections = traffic.connections();
    for (int senders = active.length; senders > 0; ) {
      int at = random.below(senders);
      int flow = active[at];
      for (int more = burst(options, random, 1, 1); more > 0 && left[flow] > 0; more--) {
        if (traffic.remaining() == 0) {
          return;
        }
        int number = connections.open(flow);
        int payload = Math.min(left[flow], connections.fullPayload(number));
        left[flow] -= payload;
        traffic.data(number, payload, left[flow] == 0, notBefore);
      }
      if (left[flow] == 0) {
        // What the guest asks next is acknowledged from the next answer on.
        connections.acknowledge(connections.open(flow), random.between(64, 256));
        active[at] = active[--senders];
      }
    }
  }
}
