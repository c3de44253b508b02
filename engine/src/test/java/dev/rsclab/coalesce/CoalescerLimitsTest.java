package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What every kind does at its limits: the length of a unit, the bounds of a chain, a full ring, the
 * ends of the clock.
 */
class CoalescerLimitsTest {
  private static final long INTERVAL = RscPolicy.DEFAULT_INTERVAL_NANOS;

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
}
