package dev.rsclab.workload;

/**
 * Few flows carry most of the bytes: a busy server's mixture.
 *
 * <p><b>Models.</b> The flow of each burst is drawn from a Zipf distribution over all flows with
 * exponent {@value #EXPONENT}. The most popular sixteenth of the flows (at least one) are
 * elephants: bursts of 8 to {@value BulkTransfer#TSO_SEGMENTS} full segments, or exactly
 * burstSegments; the last has PSH in 1 burst of {@value BulkTransfer#BURSTS_PER_PUSH}. All others
 * are mice: 1 to 3 segments, the last one of any length up to a full one, as likely as another, and
 * with PSH. Frames of a burst follow back to back; between bursts the link is idle for an
 * exponentially distributed time, on average two thirds of what the burst took, so it is busy six
 * tenths of the time.
 *
 * <p><b>Leaves out.</b> Flows that begin and end, correlation in time (draws are independent),
 * several senders at once. The exponent and the split are common assumptions, not fitted.
 */
final class ElephantsAndMice extends TrafficPattern {

  private static final double EXPONENT = 1.1;
  private static final int FLOWS_PER_ELEPHANT = 16;
  private static final double IDLE_PER_BUSY = 2.0 / 3;

  ElephantsAndMice() {
    super(
        "elephants-and-mice",
        "Zipf-distributed flows: few send long bursts, many send 1 to 3 segments",
        WorkloadOptions.BASE.withFlows(512).withFamily(FamilyMix.MIXED));
  }

  @Override
  void fill(WorkloadOptions options, Traffic traffic) {
    SeededRandom random = traffic.random();
    Connections connections = traffic.connections();
    ZipfChoice choice = new ZipfChoice(options.flows(), EXPONENT);
    int elephants = Math.max(1, options.flows() / FLOWS_PER_ELEPHANT);
    long notBefore = 0;
    while (traffic.remaining() > 0) {
      int rank = choice.draw(random);
      int number = connections.open(rank);
      long start = Math.max(notBefore, traffic.nanos());
      if (rank < elephants) {
        BulkTransfer.beginBurst(random, connections, number);
        int segments = burst(options, random, 8, BulkTransfer.TSO_SEGMENTS);
        boolean push = random.oneIn(BulkTransfer.BURSTS_PER_PUSH);
        send(traffic, number, segments, connections.fullPayload(number), push, notBefore);
      } else {
        int lastPayload = random.between(1, connections.fullPayload(number));
        send(traffic, number, random.between(1, 3), lastPayload, true, notBefore);
      }
      long busy = traffic.nanos() - start;
      notBefore = traffic.nanos() + random.exponential(IDLE_PER_BUSY * busy);
    }
  }

  private static void send(
      Traffic traffic, int number, int segments, int lastPayload, boolean push, long notBefore) {
    int fullPayload = traffic.connections().fullPayload(number);
    for (int left = segments; left > 0 && traffic.remaining() > 0; left--) {
      traffic.data(number, left == 1 ? lastPayload : fullPayload, push && left == 1, notBefore);
    }
  }
}
