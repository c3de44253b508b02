package dev.rsclab.workload;

/**
 * Connections that send without end, at line rate: what a guest sees that downloads.
 *
 * <p><b>Models.</b> Frames back to back on the link. Connections take turns in an order drawn anew
 * for each round; at its turn a connection sends a burst of full segments as segmentation offload
 * in its sender would make them: 1 to {@value #TSO_SEGMENTS} segments ({@value #TSO_SEGMENTS} of
 * 1448 bytes are the 64 KB that one offloaded send carries), each length as likely, or exactly
 * burstSegments. With burstSegments 1 the connections take turns segment by segment, still in an
 * order drawn for each round, so that a branch predictor cannot learn it. The last segment of 1
 * burst in {@value #BURSTS_PER_PUSH} has PSH. Before 1 burst in {@value #BURSTS_PER_WINDOW} the
 * window changes; before 1 in {@value #BURSTS_PER_ACKNOWLEDGEMENT} the acknowledgement advances by
 * 64 to 512 bytes, as if the guest had sent something small.
 *
 * <p><b>Leaves out.</b> Slow start, congestion control, pacing, loss, short last segments, bursts
 * of several senders mixed by a switch, idle links. The burst lengths are not fitted to a
 * measurement.
 */
final class BulkTransfer extends TrafficPattern {

  static final int TSO_SEGMENTS = 44;
  static final int BURSTS_PER_PUSH = 8;
  private static final int BURSTS_PER_WINDOW = 64;
  private static final int BURSTS_PER_ACKNOWLEDGEMENT = 256;

  BulkTransfer() {
    super(
        "bulk",
        "connections send without end at line rate, in bursts of 1 to 44 segments",
        WorkloadOptions.BASE);
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    SeededRandom random = traffic.random();
    Connections connections = traffic.connections();
    ShuffledRounds rounds = new ShuffledRounds(options.flows(), random);
    while (traffic.remaining() > 0) {
      int number = connections.open(rounds.next());
      beginBurst(random, connections, number);
      boolean push = random.oneIn(BURSTS_PER_PUSH);
      int segments = burst(options, random, 1, TSO_SEGMENTS);
      for (int left = segments; left > 0 && traffic.remaining() > 0; left--) {
        traffic.data(number, connections.fullPayload(number), push && left == 1, 0);
      }
    }
  }

  /** The rare changes of window and acknowledgement. */
  static void beginBurst(SeededRandom random, Connections connections, int number) {
    if (random.oneIn(BURSTS_PER_WINDOW)) {
      connections.changeWindow(number);
    }
    if (random.oneIn(BURSTS_PER_ACKNOWLEDGEMENT)) {
      connections.acknowledge(number, random.between(64, 512));
    }
  }
}
