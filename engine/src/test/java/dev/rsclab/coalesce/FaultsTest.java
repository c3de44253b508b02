package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** What goes wrong around a coalescer: a full ring, a clock that is none, floods. */
class FaultsTest {

  private static final int VNET = 12;
  private static final int FLOWS = 4;
  private static final int FRAMES = 60;

  /** Data with some control packets among it, of flows that all have IPv4. */
  private static List<byte[]> frames() {
    RandomGenerator random = CoalescerContractTest.random(3);
    int[] next = new int[FLOWS];
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      int flow = random.nextInt(FLOWS);
      int payload = random.nextInt(1, 1449);
      int flags = TcpFlags.ACK | (i % 11 == 10 ? TcpFlags.URG : 0);
      frames.add(TcpFrame.ipv4().flow(flow).seq(next[flow]).payload(payload).flags(flags).build());
      next[flow] += payload;
    }
    return frames;
  }

  private static Map<Integer, ByteArrayOutputStream> streams(List<byte[]> frames) {
    Map<Integer, ByteArrayOutputStream> streams = new TreeMap<>();
    for (byte[] b : frames) {
      int ip = VNET + Headers.ETHERNET_BYTES;
      int tcp = ip + Headers.IPV4_BYTES;
      int end = ip + Bytes.u16Be(b, ip + Headers.IPV4_TOTAL_LENGTH);
      int data = tcp + Headers.TCP_BYTES;
      streams
          .computeIfAbsent(Bytes.u16Be(b, tcp), f -> new ByteArrayOutputStream())
          .write(b, data, end - data);
    }
    return streams;
  }

  /**
   * The ring has room for a few deliveries, runs full at every possible step, and is refilled only
   * when a frame or the timer has been refused: nothing is lost, and nothing overtakes.
   */
  @EachCoalescer
  void aRingThatRunsFullAtAnyStepLosesNothing(CoalescerKind kind) {
    for (FlushStrategy strategy : FlushStrategy.values()) {
      loseNothing(kind, strategy);
    }
  }

  private static void loseNothing(CoalescerKind kind, FlushStrategy strategy) {
    RscPolicy policy = RscPolicy.hardened().withMaxHeldSegments(3).withFlush(strategy);
    List<byte[]> frames = frames();
    Map<Integer, ByteArrayOutputStream> expected = streams(frames);
    for (int room = 0; room < 30; room++) {
      for (int refill = 1; refill <= 3; refill++) {
        RecordingReceiver guest = new RecordingReceiver();
        Coalescer coalescer = kind.create(policy, guest);
        guest.room(room);
        long now = 0;
        for (byte[] frame : frames) {
          now += 40_000;
          coalescer.advance(now);
          while (coalescer.nextDeadline() <= now) {
            guest.room(refill);
            coalescer.advance(now);
          }
          while (coalescer.offer(0, frame, 0, frame.length, now) == GuestReceiver.NO_ROOM) {
            guest.room(refill);
          }
          if (frame.length % 5 == 0) {
            coalescer.endOfBatch(now);
          }
        }
        for (int i = 0; i <= FLOWS; i++) {
          guest.room(refill);
          coalescer.flush();
        }
        assertThat(coalescer.held(IpFamily.IPV4)).isZero();
        Map<Integer, ByteArrayOutputStream> actual =
            streams(guest.received().stream().map(RecordingReceiver.Received::bytes).toList());
        String what = strategy + ", room " + room + ", then " + refill;
        assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((flow, bytes) ->
            assertThat(actual.get(flow).toByteArray()).as(what).isEqualTo(bytes.toByteArray()));
      }
    }
  }

  /** No interval and no clock keeps a segment for ever, or makes {@code advance} run for ever. */
  @EachCoalescer
  void everyClockEmptiesTheChain(CoalescerKind kind) {
    long[] steps = {0, 1, 1_000_000_000_000L, -1_000_000_000_000L};
    for (FlushStrategy strategy : FlushStrategy.values()) {
      for (long interval : new long[] {0, 300_000, RscPolicy.MAX_INTERVAL_NANOS}) {
        RscPolicy policy = RscPolicy.hardened().withIntervalNanos(interval).withFlush(strategy);
        for (long step : steps) {
          assertEmptied(kind, policy, step);
        }
      }
    }
  }

  private static void assertEmptied(CoalescerKind kind, RscPolicy policy, long step) {
    Coalescer c = kind.create(policy, new RecordingReceiver());
    long now = 1L << 52;
    for (byte[] frame : frames()) {
      now += step;
      c.advance(now);
      c.offer(0, frame, 0, frame.length, now);
    }
    c.advance(Math.max(now, 1L << 52) + policy.intervalNanos());
    assertThat(c.held(IpFamily.IPV4)).as(policy + ", step " + step).isZero();
    assertThat(c.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
  }

  /** A lone segment each of a million flows: both bounds hold, and every one is delivered. */
  @EachCoalescer
  void aMillionFlowsStayWithinTheBounds(CoalescerKind kind) {
    int bound = 64; // the linked list walks them all
    long[] delivered = {0};
    RscPolicy policy = RscPolicy.hardened().withMaxHeldSegments(bound);
    Coalescer c =
        kind.create(
            policy,
            d -> {
              delivered[0]++;
              return d.length();
            });
    byte[] frame = TcpFrame.ipv4().payload(100).build();
    frame[0] = 2; // checksums have been verified
    int ip = VNET + Headers.ETHERNET_BYTES;
    for (int flow = 0; flow < 1_000_000; flow++) {
      Bytes.putI32Be(frame, ip + Headers.IPV4_SOURCE, flow);
      c.offer(0, frame, 0, frame.length, flow);
      if (c.held(IpFamily.IPV4) > bound) {
        throw new AssertionError("holds " + c.held(IpFamily.IPV4) + " after flow " + flow);
      }
    }
    c.flush();
    assertThat(delivered[0]).isEqualTo(1_000_000);
  }
}
