package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every kind promises. A new kind is tested by being in {@link CoalescerKind}.
 *
 * <p>What it does at its limits is in {@link CoalescerLimitsTest}, what it allocates in {@link
 * AllocationTest}.
 */
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
    HostileFrames frames = new HostileFrames(random, 100);
    long now = 0;
    for (int i = 0; i < 2500; i++) {
      byte[] frame = frames.next();
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
  void everyPacketOfAChainEndsInOneDecision(CoalescerKind kind) {
    if (!kind.coalesces()) {
      return; // Has no chains.
    }
    Coalescer c = kind.create(RscPolicy.qemu(), d -> d.length());
    RandomGenerator random = random(11);
    HostileFrames frames = new HostileFrames(random, 20);
    for (int i = 0; i < 5000; i++) {
      byte[] frame = frames.next();
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
