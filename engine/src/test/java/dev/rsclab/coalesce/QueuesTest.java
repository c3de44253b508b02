package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.queue.CoalescerQueues;
import dev.rsclab.queue.QueuedCoalescer;
import dev.rsclab.queue.ReceiveSideScaling;
import dev.rsclab.queue.ToeplitzHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** Several queues deliver of each flow what one delivers, and threads do not disturb each other. */
class QueuesTest {

  private static final int VNET = 12;
  private static final int PACKETS = 20_000;
  private static final int[] FLOWS = {2, 24, 200};
  private static final List<CoalescerKind> KINDS = CoalescerKind.available();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Arrival(byte[] frame, long now) {}

  private static CoalescerQueues queues(int count, CoalescerKind kind) {
    ReceiveSideScaling steering = ReceiveSideScaling.evenly(count, ToeplitzHash.publishedKey());
    return new CoalescerQueues(steering, kind, RscPolicy.hardened());
  }

  private static List<QueuedCoalescer> open(CoalescerQueues queues, GuestReceiver guest) {
    List<QueuedCoalescer> opened = new ArrayList<>();
    for (int queue = 0; queue < queues.steering().queues(); queue++) {
      opened.add(queues.open(queue, guest));
    }
    return opened;
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.randomValue(random -> random.nextLong());
  }

  /**
   * Packets of a stream into one queue and into several. The ledgers see that each flow delivers
   * its packets in their order; fragments are left out, since they have no flow that all queues
   * could tell.
   */
  @Property(tries = 20, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void eachFlowDeliversTheSameThroughAnyNumberOfQueues(@ForAll("seeds") long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int flows = FLOWS[random.nextInt(FLOWS.length)];
    CoalescerKind kind = KINDS.get(random.nextInt(1, KINDS.size()));
    StreamPackets packets = new StreamPackets(random.nextLong(), flows);
    packets.vnetBytes = VNET;
    FlowLedger alone = ledger(packets, flows);
    FlowLedger shared = ledger(packets, flows);
    List<QueuedCoalescer> one = open(queues(1, kind), alone);
    CoalescerQueues several = queues(random.nextInt(2, 9), kind);
    List<QueuedCoalescer> many = open(several, shared);
    int[] serials = new int[flows];
    CRC32C[] received = new CRC32C[flows];
    Arrays.setAll(received, i -> new CRC32C());
    long now = 0;
    for (int i = 0; i < PACKETS; i++) {
      now += random.nextInt(4000);
      packets.next(serials);
      if (packets.fragment) {
        continue;
      }
      int queue = several.steering().queue(packets.bytes, VNET, packets.length - VNET);
      one.getFirst().offer(packets.bytes, 0, packets.length, now);
      many.get(queue).offer(packets.bytes, 0, packets.length, now);
      if (packets.toldFlow) {
        serials[packets.flow]++;
        received[packets.flow].update(packets.bytes, packets.payloadStart, packets.payload);
      }
    }
    one.getFirst().coalescer().flush();
    many.forEach(queue -> queue.coalescer().flush());
    for (int flow = 0; flow < flows; flow++) {
      assertThat(alone.delivered(flow)).isEqualTo(serials[flow]);
      assertThat(shared.delivered(flow)).isEqualTo(serials[flow]);
      assertThat(alone.payload(flow)).isEqualTo(received[flow].getValue());
      assertThat(shared.payload(flow)).isEqualTo(received[flow].getValue());
    }
  }

  private static FlowLedger ledger(StreamPackets packets, int flows) {
    FlowLedger ledger =
        new FlowLedger(packets, flows, 0, RscPolicy.hardened().has(RscSwitch.MERGE_VLAN));
    ledger.accept(true);
    return ledger;
  }

  /** What a queue delivers does not depend on what other threads do with theirs. */
  @Test
  void threadsDeliverWhatTheyWouldAlone() throws InterruptedException, ExecutionException {
    int count = 4;
    List<Arrival> arrivals = arrivals();
    CoalescerQueues inTurn = queues(count, CoalescerKind.OPEN_ADDRESSING);
    CoalescerQueues atOnce = queues(count, CoalescerKind.OPEN_ADDRESSING);
    List<Future<List<Taken>>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      for (int queue = 0; queue < count; queue++) {
        int own = queue;
        Callable<List<Taken>> task = () -> deliveries(atOnce, own, arrivals);
        results.add(threads.submit(task));
      }
    }
    for (int queue = 0; queue < count; queue++) {
      List<Taken> expected = deliveries(inTurn, queue, arrivals);
      assertThat(results.get(queue).get()).isNotEmpty().isEqualTo(expected);
    }
  }

  private static List<Arrival> arrivals() {
    SplittableRandom random = new SplittableRandom(3);
    RandomFrames frames = new RandomFrames(random, 60, false);
    List<Arrival> arrivals = new ArrayList<>();
    long now = 0;
    for (int i = 0; i < 12_000; i++) {
      now += random.nextInt(3000);
      arrivals.add(new Arrival(frames.next(VNET), now));
    }
    return arrivals;
  }

  private static List<Taken> deliveries(CoalescerQueues queues, int queue, List<Arrival> arrivals) {
    RecordingReceiver guest = new RecordingReceiver();
    QueuedCoalescer own = queues.open(queue, guest);
    for (Arrival arrival : arrivals) {
      byte[] frame = arrival.frame;
      if (queues.steering().queue(frame, VNET, frame.length - VNET) == queue) {
        own.offer(frame, 0, frame.length, arrival.now);
      }
    }
    own.coalescer().flush();
    assertThat(guest.received()).allMatch(it -> it.queue() == queue);
    return guest.received().stream()
        .map(it -> new Taken(it.queue(), it.frames(), it.held(), it.bytes()))
        .toList();
  }

  @Test
  void aQueueHasOneOwner() throws InterruptedException {
    CoalescerQueues queues = queues(2, CoalescerKind.HASH_MAP);
    GuestReceiver guest = new RecordingReceiver();
    QueuedCoalescer own = queues.open(1, guest);
    assertThat(own.queue()).isEqualTo(1);
    assertThatThrownBy(() -> queues.open(1, guest))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("queue 1 has an owner already");
    assertThatThrownBy(() -> queues.open(2, guest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("queue 2; allowed: 0 to 1");
    List<Throwable> thrown = new ArrayList<>();
    byte[] frame = TcpFrame.ipv4().vnet(VNET).build();
    Thread other = new Thread(() -> own.offer(frame, 0, frame.length, 0), "another");
    other.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
    other.start();
    other.join();
    assertThat(thrown)
        .singleElement()
        .isInstanceOfSatisfying(
            AssertionError.class, it -> assertThat(it).hasMessageContaining("not to another"));
  }
}
