package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import java.util.stream.Stream;

/** What every kind promises. A new kind is tested by being in {@link CoalescerKind}. */
@Isolated(
    "what a thread allocates depends on code that another class may just have made the JVM throw away")
class CoalescerContractTest {

  private static final int VNET = 12;
  private static final long INTERVAL = RscPolicy.DEFAULT_INTERVAL_NANOS;

  static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  static Stream<Arguments> kindsAndBounds() {
    return CoalescerKind.available().stream()
        .flatMap(k -> Stream.of(1, 2, 7, 64, 4096).map(bound -> Arguments.of(k, bound)));
  }

  /** The bytes that each flow delivered, in the order of delivery. */
  private static Map<String, ByteArrayOutputStream> streams(
      List<RecordingReceiver.Received> deliveries) {
    Map<String, ByteArrayOutputStream> streams = new TreeMap<>();
    for (RecordingReceiver.Received r : deliveries) {
      byte[] b = r.bytes();
      int ip = VNET + Headers.ETHERNET_BYTES;
      boolean v4 = Bytes.u16Be(b, ip - 2) == IpFamily.IPV4.etherType();
      int tcp = ip + (v4 ? Headers.IPV4_BYTES : Headers.IPV6_BYTES);
      int end =
          v4
              ? ip + Bytes.u16Be(b, ip + Headers.IPV4_TOTAL_LENGTH)
              : tcp + Bytes.u16Be(b, ip + Headers.IPV6_PAYLOAD_LENGTH);
      int data = tcp + TcpFlags.headerBytes(Bytes.u16Be(b, tcp + Headers.TCP_OFFSET_AND_FLAGS));
      String flow = HexFormat.of().formatHex(b, ip + (v4 ? 12 : 8), tcp + 4);
      streams.computeIfAbsent(flow, f -> new ByteArrayOutputStream()).write(b, data, end - data);
    }
    return streams;
  }

  @ParameterizedTest
  @MethodSource("kindsAndBounds")
  void deliversEveryFlowsBytesInOrder(CoalescerKind kind, int bound) {
    for (long interval : new long[] {0, 50_000, INTERVAL, RscPolicy.MAX_INTERVAL_NANOS}) {
      RecordingReceiver guest = new RecordingReceiver();
      RscPolicy policy = RscPolicy.qemu().withIntervalNanos(interval).withMaxHeldSegments(bound);
      Coalescer coalescer = kind.create(policy, guest);
      RandomGenerator random = random(bound + interval);
      int[] next = new int[40];
      Arrays.setAll(next, i -> random.nextInt());
      List<RecordingReceiver.Received> direct = new ArrayList<>();
      long now = 0;
      for (int i = 0; i < 3000; i++) {
        int flow = random.nextInt(next.length);
        int payload = random.nextInt(10) == 0 ? 1 : random.nextInt(1, 1449);
        byte[] frame =
            TcpFrame.of(flow % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6)
                .flow(flow)
                .seq(next[flow])
                .payload(payload)
                .flags(TcpFlags.ACK | (random.nextInt(8) == 0 ? TcpFlags.PSH : 0))
                .build();
        next[flow] += payload;
        direct.add(new RecordingReceiver.Received(0, false, 1, frame));
        now += random.nextInt(20_000);
        coalescer.advance(now);
        assertThat(coalescer.offer(0, frame, 0, frame.length, now)).isEqualTo(frame.length);
        assertThat(coalescer.held(IpFamily.IPV4)).isLessThanOrEqualTo(bound);
        assertThat(coalescer.held(IpFamily.IPV6)).isLessThanOrEqualTo(bound);
      }
      coalescer.flush();
      assertThat(coalescer.held(IpFamily.IPV4) + coalescer.held(IpFamily.IPV6)).isZero();
      Map<String, ByteArrayOutputStream> expected = streams(direct);
      Map<String, ByteArrayOutputStream> actual = streams(guest.received());
      assertThat(actual.keySet()).isEqualTo(expected.keySet());
      expected.forEach((flow, bytes) ->
          assertThat(actual.get(flow).toByteArray()).as(flow).isEqualTo(bytes.toByteArray()));
      assertThat(guest.received().stream().mapToInt(r -> r.frames()).sum()).isEqualTo(3000);
      if (kind.coalesces() && bound == 4096 && interval == INTERVAL) {
        assertThat(guest.received()).hasSizeLessThan(3000);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndBounds")
  void allKindsDeliverTheSameAtTheSameTime(CoalescerKind kind, int bound) {
    if (!kind.coalesces()) {
      return; // The floor holds nothing: everything is delivered at once, as the test above shows.
    }
    for (int seed = 0; seed < 4; seed++) {
      assertThat(script(kind, bound, seed))
          .isEqualTo(script(CoalescerKind.LINKED_LIST, bound, seed));
    }
  }

  /**
   * What happens to a hostile stream: well-formed segments, mutated ones, a ring that fills, a
   * clock that jumps.
   */
  private static List<String> script(CoalescerKind kind, int bound, long seed) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu().withMaxHeldSegments(bound), guest);
    RandomGenerator random = random(seed);
    List<String> events = new ArrayList<>();
    int[] next = new int[100];
    long now = 0;
    for (int i = 0; i < 2500; i++) {
      byte[] frame = hostileFrame(random, next);
      now += random.nextInt(50) == 0 ? random.nextLong(-400_000, 800_000) : random.nextInt(4000);
      if (random.nextInt(3) > 0) {
        c.advance(now);
      }
      guest.room(random.nextInt(20) == 0 ? random.nextInt(3) : RecordingReceiver.UNLIMITED);
      guest.canReceive(random.nextInt(50) != 0);
      int result = c.offer(random.nextInt(2), frame, 0, frame.length, now);
      events.add(
          result
              + " "
              + c.held(IpFamily.IPV4)
              + " "
              + c.held(IpFamily.IPV6)
              + " "
              + c.nextDeadline());
      guest
          .drain()
          .forEach(
              r -> events.add(r.queue() + " " + r.frames() + " " + Arrays.hashCode(r.bytes())));
    }
    c.flush();
    guest.drain().forEach(r -> events.add(r.queue() + " " + Arrays.hashCode(r.bytes())));
    events.add(c.stats(IpFamily.IPV4).nonZero().toString());
    events.add(c.stats(IpFamily.IPV6).nonZero().toString());
    return events;
  }

  private static byte[] hostileFrame(RandomGenerator random, int[] next) {
    int flow = random.nextInt(next.length);
    int payload = random.nextInt(4) == 0 ? 0 : random.nextInt(400);
    int shift = random.nextInt(10) == 0 ? random.nextInt(-200, 200) : 0;
    byte[] frame =
        TcpFrame.of(flow % 3 == 0 ? IpFamily.IPV6 : IpFamily.IPV4)
            .flow(flow)
            .seq(next[flow] + shift)
            .ack(5000 + random.nextInt(2))
            .window(100 + random.nextInt(2))
            .flags(random.nextInt(12) == 0 ? random.nextInt(256) : TcpFlags.ACK)
            .payload(payload)
            .trailing(random.nextInt(8) == 0 ? random.nextInt(10) : 0)
            .build();
    next[flow] += shift == 0 ? payload : 0;
    if (random.nextInt(6) == 0) {
      frame[random.nextInt(VNET + 12, Math.min(frame.length, 90))] = (byte) random.nextInt();
    }
    return random.nextInt(40) == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
  }

  @EachCoalescer
  void noInputThrows(CoalescerKind kind) {
    RandomGenerator random = random(7);
    for (int vnet : new int[] {10, 12, 20}) {
      RecordingReceiver guest = new RecordingReceiver();
      Coalescer c = kind.create(RscPolicy.qemu().withVnetHeaderBytes(vnet), guest);
      for (int i = 0; i < 20_000; i++) {
        byte[] frame = new byte[random.nextInt(130)];
        random.nextBytes(frame);
        if (frame.length > vnet + 14) {
          Bytes.putU16Be(frame, vnet + 12, random.nextBoolean() ? 0x0800 : 0x86DD);
          frame[vnet + 14] = (byte) (random.nextBoolean() ? 0x45 : 0x60 | random.nextInt(16));
        }
        assertThat(c.offer(0, frame, 0, frame.length, i)).isEqualTo(frame.length);
      }
      c.flush();
      assertThat(guest.received().stream().mapToInt(r -> r.frames()).sum()).isEqualTo(20_000);
    }
  }

  @EachCoalescer
  void refusesARangeOutsideTheBufferBeforeTouchingAnything(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    assertThatThrownBy(() -> c.offer(0, new byte[10], 5, 6, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(guest.received()).isEmpty();
  }

  @EachCoalescer
  void aFrameLargerThanAnyHeldSegmentIsDeliveredAtOnce(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    byte[] giant = TcpFrame.ipv4().payload(1000).trailing(70_000).build();
    assertThat(c.offer(0, giant, 0, giant.length, 0)).isEqualTo(giant.length);
    assertThat(guest.received()).hasSize(1);
    assertThat(guest.received().getFirst().bytes()).isEqualTo(giant);
    if (kind.coalesces()) {
      assertThat(c.stats(IpFamily.IPV4).nonZero())
          .isEqualTo(Map.of(Counter.RECEIVED, 1L, Counter.NOT_HELD, 1L));
    }
  }

  @EachCoalescer
  void trailingBytesNeverCarryAMergePastTheBuffer(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    byte[] first = TcpFrame.ipv4().payload(1000).trailing(64_000).build();
    byte[] second = TcpFrame.ipv4().seq(2000).payload(1000).build();
    c.offer(0, first, 0, first.length, 0);
    c.offer(0, second, 0, second.length, 0);
    c.flush();
    assertThat(guest.received()).hasSize(2);
    assertThat(guest.received().get(1).bytes()).isEqualTo(second);
    if (kind.coalesces()) {
      assertThat(c.stats(IpFamily.IPV4).get(Counter.OVER_SIZE)).isEqualTo(1);
    }
  }

  @EachCoalescer
  void dataBehindAPureAckThatWouldBeTooLongIsCountedTwice(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    byte[] ack = TcpFrame.ipv4().payload(0).build();
    byte[] data = TcpFrame.ipv4().payload(65_476).build();
    c.offer(0, ack, 0, ack.length, 0);
    c.offer(0, data, 0, data.length, 0);
    assertThat(guest.received()).hasSize(2);
    if (kind.coalesces()) {
      assertThat(c.stats(IpFamily.IPV4).get(Decision.OVER_SIZE_AFTER_PURE_ACK)).isEqualTo(1);
    }
  }

  @EachCoalescer
  void shortAndForeignFramesAreNotTouched(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    byte[] whole = TcpFrame.ipv4().build();
    byte[] cut = Arrays.copyOf(whole, VNET + 53);
    byte[] version = TcpFrame.ipv6().build();
    version[VNET + Headers.ETHERNET_BYTES] = 0x40;
    byte[] arp = TcpFrame.ipv4().build();
    Bytes.putU16Be(arp, VNET + 12, 0x0806);
    List<byte[]> frames = List.of(new byte[0], new byte[VNET + 13], cut, version, arp);
    for (byte[] frame : frames) {
      assertThat(c.offer(3, frame, 0, frame.length, 0)).isEqualTo(frame.length);
    }
    assertThat(guest.received().stream().map(r -> r.bytes())).containsExactlyElementsOf(frames);
    assertThat(guest.received()).allMatch(r -> r.queue() == 3 && !r.held());
    if (kind.coalesces()) {
      assertThat(c.stats(IpFamily.IPV4).get(Decision.IPV4_TOO_SHORT)).isEqualTo(1);
      assertThat(c.stats(IpFamily.IPV6).get(Decision.IPV6_VERSION)).isEqualTo(1);
    }
  }

  @EachCoalescer
  void theOldestMakesRoomWhenTheBoundIsReached(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu().withMaxHeldSegments(3), guest);
    List<byte[]> frames = new ArrayList<>();
    for (int flow = 0; flow < 5; flow++) {
      byte[] frame = TcpFrame.ipv4().flow(flow).build();
      frames.add(frame);
      c.offer(0, frame, 0, frame.length, 0);
    }
    if (kind.coalesces()) {
      assertThat(guest.received().stream().map(r -> r.bytes()))
          .containsExactlyElementsOf(frames.subList(0, 2));
      assertThat(c.stats(IpFamily.IPV4).get(Counter.EVICTED)).isEqualTo(2);
    }
    c.flush();
    assertThat(guest.received().stream().map(r -> r.bytes())).containsExactlyElementsOf(frames);
  }

  @EachCoalescer
  void chainsHaveTheirOwnTimers(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    byte[] v6 = TcpFrame.ipv6().build();
    byte[] v4 = TcpFrame.ipv4().build();
    c.offer(0, v6, 0, v6.length, 10);
    c.offer(0, v4, 0, v4.length, 10);
    if (!kind.coalesces()) {
      assertThat(c.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
      return;
    }
    assertThat(c.deadline(IpFamily.IPV4)).isEqualTo(10 + INTERVAL);
    c.advance(9 + INTERVAL);
    assertThat(guest.received()).isEmpty();
    c.advance(10 + INTERVAL);
    // Equal deadlines: in the order of arming.
    assertThat(guest.received().stream().map(r -> r.bytes())).containsExactly(v6, v4);
    assertThat(c.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
  }

  @EachCoalescer
  void aClockAtTheEndOfItsRangeHarmsNothing(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    byte[] frame = TcpFrame.ipv4().build();
    c.offer(0, frame, 0, frame.length, Long.MAX_VALUE - 5);
    c.advance(Long.MAX_VALUE - 2);
    c.advance(Long.MIN_VALUE);
    c.flush();
    assertThat(guest.received()).hasSize(1);
    for (long now : new long[] {Long.MAX_VALUE - INTERVAL, Long.MAX_VALUE - 1, Long.MAX_VALUE}) {
      Coalescer late = kind.create(RscPolicy.qemu(), guest);
      late.advance(Long.MAX_VALUE);
      late.offer(0, frame, 0, frame.length, now);
      assertThat(late.nextDeadline() == Coalescer.NO_DEADLINE).isEqualTo(!kind.coalesces());
      late.advance(Long.MAX_VALUE);
      assertThat(late.held(IpFamily.IPV4)).isZero();
      assertThat(late.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
    }
    assertThat(guest.received()).hasSize(4);
  }

  /**
   * Contract 7.2, S105: the held segment is lost, the packet refused, and taken when there is room.
   */
  @EachCoalescer
  void aDrainIntoAFullRingLosesTheHeldSegment(CoalescerKind kind) {
    if (!kind.coalesces()) {
      return; // Holds nothing.
    }
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), guest);
    byte[] data = TcpFrame.ipv4().build();
    byte[] fin = TcpFrame.ipv4().seq(1100).payload(0).flags(TcpFlags.FIN | TcpFlags.ACK).build();
    c.offer(0, data, 0, data.length, 0);
    guest.room(0);
    assertThat(c.offer(0, fin, 0, fin.length, 1)).isEqualTo(GuestReceiver.NO_ROOM);
    assertThat(c.held(IpFamily.IPV4)).isZero();
    guest.room(RecordingReceiver.UNLIMITED);
    assertThat(c.offer(0, fin, 0, fin.length, 2)).isEqualTo(fin.length);
    assertThat(guest.received().stream().map(r -> r.bytes())).containsExactly(fin);
    assertThat(c.stats(IpFamily.IPV4).get(Counter.DRAIN_FAILED)).isEqualTo(1);
    assertThat(c.stats(IpFamily.IPV4).get(Counter.TCP_CTRL_DRAIN)).isEqualTo(2);
  }

  /** D20 for the bound of ours: what has to make room is lost if the guest has none. */
  @EachCoalescer
  void anEvictionIntoAFullRingLosesTheOldest(CoalescerKind kind) {
    if (!kind.coalesces()) {
      return; // Holds nothing.
    }
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu().withMaxHeldSegments(1), guest);
    byte[] first = TcpFrame.ipv4().flow(1).build();
    byte[] second = TcpFrame.ipv4().flow(2).build();
    c.offer(0, first, 0, first.length, 0);
    guest.room(0);
    assertThat(c.offer(0, second, 0, second.length, 0)).isEqualTo(second.length);
    assertThat(c.held(IpFamily.IPV4)).isEqualTo(1);
    assertThat(c.stats(IpFamily.IPV4).get(Counter.EVICTED)).isEqualTo(1);
    assertThat(c.stats(IpFamily.IPV4).get(Counter.PURGE_FAILED)).isEqualTo(1);
    guest.room(RecordingReceiver.UNLIMITED);
    c.flush();
    assertThat(guest.received().stream().map(r -> r.bytes())).containsExactly(second);
  }

  /** Contract 7.3, X16: the segment count is 16 bits wide. */
  @EachCoalescer
  void theSegmentCountWrapsAround(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu(), kind.coalesces() ? guest : d -> d.length());
    byte[] data = TcpFrame.ipv4().payload(10).build();
    byte[] ack = TcpFrame.ipv4().seq(1010).payload(0).build();
    c.offer(0, data, 0, data.length, 0);
    for (int i = 0; i < 65_535; i++) {
      c.offer(0, ack, 0, ack.length, 0);
    }
    c.flush();
    if (kind.coalesces()) {
      assertThat(guest.received()).hasSize(1);
      assertThat(Bytes.u16Le(guest.received().getFirst().bytes(), 6)).isZero();
      assertThat(c.stats(IpFamily.IPV4).get(Counter.COALESCED)).isEqualTo(65_535);
    }
  }

  /** Contract 7.3, X17: comparisons are counted as the reference walks, whatever the table does. */
  @EachCoalescer
  void aFloodOfFlowsIsHeldAndCounted(CoalescerKind kind) {
    Coalescer c = kind.create(RscPolicy.qemu(), d -> d.length());
    for (int flow = 0; flow < 1000; flow++) {
      byte[] frame = TcpFrame.ipv4().flow(flow).build();
      c.offer(0, frame, 0, frame.length, 0);
    }
    if (kind.coalesces()) {
      assertThat(c.held(IpFamily.IPV4)).isEqualTo(1000);
      assertThat(c.stats(IpFamily.IPV4).get(Counter.NO_MATCH)).isEqualTo(499_500);
    }
  }

  @EachCoalescer
  void nothingIsAllocatedFromOfferToDeliveryAfterWarmUp(CoalescerKind kind) {
    if (kind == CoalescerKind.HASH_MAP) {
      return; // Its garbage is what the kind is there to show; the benchmarks report it in bytes
      // per packet.
    }
    for (int bound : new int[] {3, 64, 4096}) {
      assertNothingIsAllocated(kind, RscPolicy.qemu().withMaxHeldSegments(bound));
    }
    for (FlushStrategy strategy : FlushStrategy.values()) {
      if (strategy.timesSegments()) {
        RscPolicy policy = RscPolicy.qemu().withMaxHeldSegments(64).withFlush(strategy);
        assertNothingIsAllocated(kind, policy);
      }
    }
  }

  private static void assertNothingIsAllocated(CoalescerKind kind, RscPolicy policy) {
    long[] sum = new long[1];
    assertNothingIsAllocated(
        kind,
        policy,
        d -> {
          sum[0] += d.length();
          return d.length();
        });
    assertThat(sum[0]).isPositive();
  }

  static void assertNothingIsAllocated(CoalescerKind kind, RscPolicy policy, GuestReceiver guest) {
    Coalescer c = kind.create(policy, guest);
    byte[][] frames = new byte[3000][];
    int[] next = new int[300];
    RandomGenerator random = random(3);
    Arrays.setAll(frames, i -> hostileFrame(random, next));
    for (int i = 0; i < frames.length; i += 50) {
      // Does not fit a head: a tail is taken at once.
      frames[i] = TcpFrame.ipv4().flow(i).payload(3000).build();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = 0;
    for (int round = 0; round < 60; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < frames.length; i++) {
        long now = (round * 3000L + i) * 3000;
        c.advance(now);
        c.offer(0, frames[i], 0, frames[i].length, now);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      allocated += round < 40 ? 0 : bytes;
    }
    assertThat(allocated).as("bytes in 20 rounds of 3000 frames, %s", policy).isZero();
  }

  @EachCoalescer
  void everyPacketOfAChainEndsInOneDecision(CoalescerKind kind) {
    if (!kind.coalesces()) {
      return; // Has no chains.
    }
    Coalescer c = kind.create(RscPolicy.qemu(), d -> d.length());
    RandomGenerator random = random(11);
    int[] next = new int[20];
    for (int i = 0; i < 5000; i++) {
      byte[] frame = hostileFrame(random, next);
      c.advance(i * 2000L);
      c.offer(0, frame, 0, frame.length, i * 2000L);
    }
    for (IpFamily family : IpFamily.values()) {
      CoalescerStats stats = c.stats(family);
      long decided = Arrays.stream(Decision.values()).mapToLong(stats::get).sum();
      assertThat(stats.get(Counter.RECEIVED)).isEqualTo(decided);
      assertThat(stats.get(Counter.CACHE))
          .isEqualTo(stats.get(Counter.EMPTY_CACHE) + stats.get(Counter.NO_MATCH_CACHE));
      assertThat(stats.get(Decision.CANDIDATE)).isZero();
    }
  }

  @EachCoalescer
  void settingsOutOfRangeAreNamed(CoalescerKind kind) {
    RscPolicy qemu = RscPolicy.qemu();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> qemu.withIntervalNanos(1L << 32))
        .withMessageContaining("rsc_interval")
        .withMessageContaining("4294967295");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> kind.create(qemu, d -> 0).negotiate(11, true, true))
        .withMessageContaining("10, 12 or 20");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> qemu.withMaxHeldSegments(0))
        .withMessageContaining("maxHeldSegments");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CoalescerKind.named("fast"))
        .withMessageContaining("fast")
        .withMessageContaining("LINKED_LIST");
    assertThat(
            CoalescerKind.named(kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')))
        .isEqualTo(kind);
  }
}
