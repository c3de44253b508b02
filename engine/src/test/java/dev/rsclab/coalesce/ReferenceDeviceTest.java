package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind against {@link ReferenceDevice}, event by event: hostile frames, a guest that refuses
 * in the middle, tables of a few places, header lengths and feature switches that change while
 * segments are held, a clock that jumps.
 */
class ReferenceDeviceTest {

  private static final int[] VNET = {10, 12, 20};
  private static final long[] INTERVALS = {0, 1_000, 50_000, 300_000, RscPolicy.MAX_INTERVAL_NANOS};
  private static final int[] BOUNDS = {1, 2, 3, 7, 64, 129, 4096};
  private static final int SEEDS = 70;

  static Stream<Arguments> kindsAndSeeds() {
    return Stream.of(CoalescerKind.values())
        .filter(CoalescerKind::coalesces)
        .flatMap(kind -> IntStream.range(0, SEEDS).mapToObj(seed -> Arguments.of(kind, seed)));
  }

  /** A guest that refuses now and then, the same way for model and device. */
  private static final class MoodyGuest {
    final List<String> taken = new ArrayList<>();
    private RandomGenerator mood;
    private int refusals;
    private boolean stopped;

    void mood(long seed, int refusalsInTen, boolean stop) {
      mood = CoalescerContractTest.random(seed);
      refusals = refusalsInTen;
      stopped = stop;
    }

    int take(int queue, byte[] bytes) {
      if (stopped) {
        return GuestReceiver.CANNOT_RECEIVE;
      }
      if (mood.nextInt(10) < refusals) {
        return GuestReceiver.NO_ROOM;
      }
      taken.add(queue + ":" + bytes.length + ":" + Arrays.hashCode(bytes));
      return bytes.length;
    }
  }

  @ParameterizedTest
  @MethodSource("kindsAndSeeds")
  void doesWhatTheReferenceDoes(CoalescerKind kind, int seed) {
    RandomGenerator random = CoalescerContractTest.random(seed);
    boolean large = seed % 5 == 0;
    int bound = BOUNDS[seed % BOUNDS.length];
    int[] next = new int[random.nextInt(1, bound < 10 ? 15 : 400)];
    Arrays.setAll(next, i -> random.nextInt());
    int vnet = VNET[random.nextInt(VNET.length)];
    RscPolicy policy =
        RscPolicy.qemu()
            .withIntervalNanos(INTERVALS[random.nextInt(INTERVALS.length)])
            .withVnetHeaderBytes(vnet)
            .withMaxHeldSegments(bound);
    MoodyGuest expected = new MoodyGuest();
    MoodyGuest actual = new MoodyGuest();
    ReferenceDevice reference = new ReferenceDevice(policy, expected::take);
    Coalescer device = kind.create(policy, d -> actual.take(d.queue(), d.toByteArray()));
    byte[] buffer = new byte[200_000];
    long now = random.nextLong(1L << 50);
    for (int i = 0; i < (large ? 300 : 1200); i++) {
      now += random.nextInt(200) == 0 ? random.nextLong(-500_000, 1_000_000) : random.nextInt(5000);
      if (random.nextInt(60) == 0) {
        vnet = VNET[random.nextInt(VNET.length)];
        boolean v4 = random.nextInt(4) > 0;
        boolean v6 = random.nextInt(4) > 0;
        reference.negotiate(vnet, v4, v6);
        device.negotiate(vnet, v4, v6);
      }
      int refusals = random.nextInt(10) == 0 ? random.nextInt(11) : 0;
      boolean stop = random.nextInt(40) == 0;
      expected.mood(i, refusals, stop);
      actual.mood(i, refusals, stop);
      if (random.nextInt(3) > 0) {
        reference.advance(now);
        device.advance(now);
      }
      byte[] frame = frame(random, next, vnet, large);
      int start = random.nextInt(50);
      System.arraycopy(frame, 0, buffer, start, frame.length);
      int queue = random.nextInt(3);
      String event = "event " + i;
      assertThat(device.offer(queue, buffer, start, frame.length, now))
          .as(event)
          .isEqualTo(reference.offer(queue, frame, now));
      // The buffer is the caller's again: whatever is held must have been copied.
      Arrays.fill(buffer, start, start + frame.length, (byte) 0xEE);
      if (random.nextInt(300) == 0) {
        reference.flush();
        device.flush();
      }
      assertThat(actual.taken).as(event).isEqualTo(expected.taken);
      actual.taken.clear();
      expected.taken.clear();
      assertChain(event, device, IpFamily.IPV4, reference.ipv4);
      assertChain(event, device, IpFamily.IPV6, reference.ipv6);
    }
    assertThat(device.stats(IpFamily.IPV4).nonZero()).isEqualTo(reference.ipv4.counters);
    assertThat(device.stats(IpFamily.IPV6).nonZero()).isEqualTo(reference.ipv6.counters);
  }

  private static void assertChain(
      String event, Coalescer device, IpFamily family, ReferenceDevice.Chain chain) {
    assertThat(device.held(family)).as(event).isEqualTo(chain.held.size());
    assertThat(device.deadline(family)).as(event).isEqualTo(chain.deadline);
  }

  /** The streams above reach every counter: none is compared only as zero. */
  @Test
  void everyCounterIsReached() {
    Set<Counter> reached = EnumSet.noneOf(Counter.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      RandomGenerator random = CoalescerContractTest.random(seed);
      MoodyGuest guest = new MoodyGuest();
      ReferenceDevice reference =
          new ReferenceDevice(
              RscPolicy.qemu().withMaxHeldSegments(BOUNDS[seed % BOUNDS.length]), guest::take);
      int[] next = new int[20];
      for (int i = 0; i < 1200; i++) {
        guest.mood(i, random.nextInt(11), false);
        reference.offer(0, frame(random, next, 12, seed % 5 == 0), i * 10_000L);
        reference.advance(i * 10_000L);
      }
      reached.addAll(reference.ipv4.counters.keySet());
      reached.addAll(reference.ipv6.counters.keySet());
    }
    assertThat(reached).containsExactlyInAnyOrder(Counter.values());
  }

  /** Mostly a segment that follows the flow's last; often with something wrong. */
  private static byte[] frame(RandomGenerator random, int[] next, int vnet, boolean large) {
    int flow = random.nextInt(next.length);
    boolean ipv4 = flow % 2 == 0;
    int payload =
        switch (random.nextInt(large ? 6 : 4)) {
          case 0 -> 0;
          case 1 -> random.nextInt(1, 12);
          case 2 -> random.nextInt(1, 1449);
          case 3 -> 1448;
          default -> random.nextInt(1, ipv4 ? 65_495 : 65_515);
        };
    int shift = oneIn(random, 12) ? oneIn(random, 3) ? random.nextInt() : random.nextInt(-3, 4) : 0;
    int ackShift = oneIn(random, 8) ? random.nextInt(3) * 65_534 : 0;
    int trailing = oneIn(random, 8) ? random.nextInt(oneIn(random, 20) ? 70_000 : 20) : 0;
    byte[] frame =
        TcpFrame.of(ipv4 ? IpFamily.IPV4 : IpFamily.IPV6)
            .vnet(vnet)
            .flow(flow)
            .seq(next[flow] + shift)
            .ack(5000 + ackShift)
            .window(100 + random.nextInt(2))
            .flags(oneIn(random, 15) ? random.nextInt(256) : TcpFlags.ACK)
            .payload(payload)
            .trailing(trailing)
            .build();
    next[flow] += shift == 0 ? payload : 0;
    if (oneIn(random, 10)) {
      frame[vnet + 14 + (ipv4 ? 20 : 40) + 12] = (byte) random.nextInt();
    }
    if (oneIn(random, 15)) {
      frame[random.nextInt(vnet + 12, Math.min(frame.length, vnet + 80))] = (byte) random.nextInt();
    }
    for (int i = 0; i < vnet; i++) {
      frame[i] = (byte) (oneIn(random, 6) ? random.nextInt() : 0);
    }
    return oneIn(random, 60) ? Arrays.copyOf(frame, random.nextInt(120)) : frame;
  }

  private static boolean oneIn(RandomGenerator random, int n) {
    return random.nextInt(n) == 0;
  }
}
