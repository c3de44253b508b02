package dev.rsclab.coalesce;

import static dev.rsclab.coalesce.FlowLedger.check;

import dev.rsclab.packet.IpFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * A random stream of packets into all kinds at once: what each flow delivers is what it has
 * received, in order; the bounds hold; the counters balance; and all kinds do the same.
 */
final class PropertyStream {

  private static final int[] VNET = {10, 12, 20};
  private static final int[] FLOWS = {1, 3, 24, 200};
  private static final int[] BOUNDS = {1, 2, 7, 64, 4096};
  private static final long[] MEMORY = {RscPolicy.LEAST_MAX_HELD_BYTES, 200_000, 64L << 20};
  private static final long[] INTERVALS = {0, 20_000, 300_000, RscPolicy.MAX_INTERVAL_NANOS};
  private static final FlushStrategy[] STRATEGIES = FlushStrategy.values();
  private static final Placement[] PLACEMENTS = Placement.values();
  private static final IpFamily[] FAMILIES = IpFamily.values();

  private final SplittableRandom random;
  private final RscPolicy policy;
  private final Consumer<CapturedFrame> recorder;
  private final StreamPackets packets;
  private final List<FlowLedger> ledgers = new ArrayList<>();
  private final List<Coalescer> devices = new ArrayList<>();
  private final List<FrameOwner> owners = new ArrayList<>();
  private final int[] serials;
  private final CRC32C[] received;
  private final long[] offered = new long[2];
  private final long[] refused = new long[2];
  private long now;
  private int lastResult;

  private PropertyStream(long seed, RscPolicy rules, Consumer<CapturedFrame> recorder) {
    this.recorder = recorder;
    random = new SplittableRandom(seed);
    policy =
        rules
            .withIntervalNanos(INTERVALS[random.nextInt(INTERVALS.length)])
            .withVnetHeaderBytes(VNET[random.nextInt(VNET.length)])
            .withMaxHeldSegments(BOUNDS[random.nextInt(BOUNDS.length)])
            .withMaxHeldBytes(MEMORY[random.nextInt(MEMORY.length)])
            .withFlush(STRATEGIES[random.nextInt(STRATEGIES.length)])
            .withPlacement(PLACEMENTS[random.nextInt(PLACEMENTS.length)]);
    int flows = FLOWS[random.nextInt(FLOWS.length)];
    packets = new StreamPackets(random.nextLong(), flows);
    packets.vnetBytes = policy.vnetHeaderBytes();
    serials = new int[flows];
    received = new CRC32C[flows];
    for (int i = 0; i < flows; i++) {
      received[i] = new CRC32C();
    }
    long moods = random.nextLong();
    for (CoalescerKind kind : CoalescerKind.available()) {
      if (kind.coalesces()) {
        FlowLedger ledger = new FlowLedger(packets, flows, moods, policy.has(RscSwitch.MERGE_VLAN));
        ledgers.add(ledger);
        devices.add(kind.create(policy, ledger));
        owners.add(FrameOwner.of(policy));
      }
    }
  }

  /** Tries so many packets. A failure names the seed and the file that holds the packets. */
  static void run(String name, long seed, RscPolicy rules, int count) {
    try {
      new PropertyStream(seed, rules, frame -> {}).play(count);
    } catch (AssertionError | RuntimeException failure) {
      List<CapturedFrame> frames = framesUpToFailure(seed, rules, count);
      Path file = FailureCapture.write(name + "-" + seed, frames);
      throw new AssertionError(
          "%s, seed %d, packet %d: %s%n%s"
              .formatted(name, seed, frames.size(), failure, FailureCapture.advice(file)),
          failure);
    }
  }

  private static List<CapturedFrame> framesUpToFailure(long seed, RscPolicy rules, int count) {
    List<CapturedFrame> frames = new ArrayList<>();
    try {
      new PropertyStream(seed, rules, frames::add).play(count);
    } catch (AssertionError | RuntimeException again) {
      return frames;
    }
    return frames;
  }

  private void play(int count) {
    for (int i = 0; i < count; i++) {
      now += oneIn(500) ? random.nextLong(-400_000, 800_000) : random.nextInt(4000);
      if (oneIn(5000)) {
        negotiate();
      }
      if (oneIn(2)) {
        advance();
      }
      if (oneIn(64)) {
        devices.forEach(device -> device.endOfBatch(now));
      }
      packets.next(serials);
      offer();
      for (int again = 0; again < 2 && lastResult == GuestReceiver.NO_ROOM; again++) {
        offer();
      }
    }
    flush();
    checkFlows();
    for (int i = 0; i < devices.size(); i++) {
      checkCounters(devices.get(i), ledgers.get(i));
    }
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  private void acceptAll(boolean everything) {
    ledgers.forEach(ledger -> ledger.accept(everything));
  }

  private void negotiate() {
    acceptAll(true);
    int vnet = VNET[random.nextInt(VNET.length)];
    int families = random.nextInt(1, 4);
    for (Coalescer device : devices) {
      device.negotiate(vnet, (families & 1) != 0, (families & 2) != 0);
      check(held(device) == 0, "something is held after a renegotiation");
    }
    packets.vnetBytes = vnet;
    acceptAll(false);
  }

  private static int held(Coalescer device) {
    return device.held(IpFamily.IPV4) + device.held(IpFamily.IPV6);
  }

  private void advance() {
    for (int i = 0; i < devices.size(); i++) {
      FlowLedger ledger = ledgers.get(i);
      ledger.refused = false;
      devices.get(i).advance(now);
      check(ledger.refused || devices.get(i).nextDeadline() > now, "a timer that is due remains");
    }
  }

  private void offer() {
    recorder.accept(
        CapturedFrame.of(Math.max(now, 0), packets.bytes, packets.length, packets.vnetBytes));
    lastResult = offer(0);
    for (int i = 1; i < devices.size(); i++) {
      check(offer(i) == lastResult, "two kinds return different results");
    }
    boolean accepted = lastResult == packets.length;
    check(accepted || lastResult <= 0, "neither accepted nor refused");
    if (accepted && packets.toldFlow) {
      serials[packets.flow]++;
      received[packets.flow].update(packets.bytes, packets.payloadStart, packets.payload);
    }
    if (policy.has(RscSwitch.MERGE_VLAN) ? packets.taggedIp : packets.plainIp) {
      int chain = FlowLedger.index(packets.family());
      offered[chain]++;
      refused[chain] += accepted ? 0 : 1;
    }
  }

  private int offer(int index) {
    Coalescer device = devices.get(index);
    int result =
        policy.placement() == Placement.GATHERED
            ? owners.get(index).offer(device, 0, packets.bytes, packets.length, now)
            : device.offer(0, packets.bytes, 0, packets.length, now);
    int bound = policy.maxHeldSegments();
    check(
        device.held(IpFamily.IPV4) <= bound && device.held(IpFamily.IPV6) <= bound,
        "more is held than allowed");
    return result;
  }

  private void flush() {
    acceptAll(true);
    for (Coalescer device : devices) {
      device.flush();
      check(held(device) == 0, "something is held after a flush");
    }
  }

  private void checkFlows() {
    for (FlowLedger ledger : ledgers) {
      for (int flow = 0; flow < serials.length; flow++) {
        check(ledger.delivered(flow) == serials[flow], "packets of a flow are lost or doubled");
        check(
            ledger.payload(flow) == received[flow].getValue(),
            "a flow's payload is not what was received");
      }
      check(ledger.headers() == ledgers.getFirst().headers(), "two kinds deliver other headers");
    }
  }

  private void checkCounters(Coalescer device, FlowLedger ledger) {
    for (IpFamily family : FAMILIES) {
      int chain = FlowLedger.index(family);
      CoalescerStats stats = device.stats(family);
      long cached = stats.get(Counter.CACHE);
      long intoHeld =
          cached
              + stats.get(Counter.COALESCED)
              + stats.get(Counter.WIN_UPDATE)
              + stats.get(Counter.DUP_ACK_COUNTED);
      // A frame that is refused because others cannot go back to their owner was not looked at.
      boolean lends = policy.placement() == Placement.GATHERED;
      long notSeen = offered[chain] - stats.get(Counter.RECEIVED);
      check(
          notSeen >= 0 && notSeen <= (lends ? refused[chain] : 0),
          "received is not what was offered");
      check(intoHeld == ledger.merged[chain], "what went into held segments did not come out");
      check(
          offered[chain] == ledger.passed[chain] + intoHeld + refused[chain],
          "the counters do not balance");
      check(
          cached == stats.get(Counter.EMPTY_CACHE) + stats.get(Counter.NO_MATCH_CACHE),
          "cache is not the sum of its parts");
      check(
          stats.nonZero().equals(devices.getFirst().stats(family).nonZero()),
          "two kinds count differently");
    }
  }
}
