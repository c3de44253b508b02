package dev.rsclab.coalesce;

import static dev.rsclab.coalesce.PolicyBench.ack;
import static dev.rsclab.coalesce.PolicyBench.data6;
import static dev.rsclab.coalesce.PolicyBench.data;
import static dev.rsclab.coalesce.PolicyBench.qemu;
import static dev.rsclab.coalesce.PolicyBench.with;
import static dev.rsclab.coalesce.RscSwitch.CANCEL_IDLE_TIMER;
import static dev.rsclab.coalesce.RscSwitch.COMPARE_HEADERS;
import static dev.rsclab.coalesce.RscSwitch.FIT_OLD_GUESTS;
import static dev.rsclab.coalesce.RscSwitch.FLUSH_ON_CHANGE;
import static dev.rsclab.coalesce.RscSwitch.FLUSH_ON_PUSH;
import static dev.rsclab.coalesce.RscSwitch.FOLLOW_CLOCK;
import static dev.rsclab.coalesce.RscSwitch.FULL_IPV4_LENGTH;
import static dev.rsclab.coalesce.RscSwitch.KEEP_REFUSED;
import static dev.rsclab.coalesce.RscSwitch.LIMIT_SEGMENT_COUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.util.List;

/**
 * One test for each defect of the reference that a switch mends, named by the defect's number in
 * the contract (section 5): what qemu() does first, then what the switch makes of it.
 *
 * <p>Here are those of delivery: the bounds of a unit and of a chain, refusal, and timers. The
 * others are in {@link HardenedAdmissionTest}, {@link HardenedHeadersTest} and {@link
 * HardenedAcksTest}.
 */
class HardenedPolicyTest {

  private static final int VNET = PolicyBench.VNET;
  private static final long INTERVAL = RscPolicy.DEFAULT_INTERVAL_NANOS;

  @EachSubject
  void d52PushedDataIsNotDelayed(Subject subject) {
    TcpFrame pushed = data(1100, 100).flags(TcpFlags.ACK | TcpFlags.PSH);
    TcpFrame[] frames = {data(1000, 100), pushed, pushed};
    assertThat(qemu(subject).offerAll(data(1000, 100), pushed).payloads()).isEmpty();
    PolicyBench flushing = with(subject, FLUSH_ON_PUSH).offerAll(frames);
    assertThat(flushing.payloads()).containsExactly(200, 100);
    assertThat(flushing.count(Counter.PUSH)).isEqualTo(1);
    assertThat(flushing.held()).isZero();
  }

  @EachSubject
  void d54Ipv4UnitsAreAsLongAsAPacketCanBe(Subject subject) {
    TcpFrame[] frames = {data(1000, 65_000), data(66_000, 495)};
    assertThat(qemu(subject).offerAll(frames).count(Counter.OVER_SIZE)).isEqualTo(1);
    byte[] full = with(subject, FULL_IPV4_LENGTH).offerAll(frames).only();
    assertThat(PolicyBench.view(full).ipLength()).isEqualTo(65_535);
    PolicyBench over = with(subject, FULL_IPV4_LENGTH);
    over.offerAll(data(1000, 65_000), data(66_000, 496));
    assertThat(over.count(Counter.OVER_SIZE)).isEqualTo(1);
  }

  @EachSubject
  void d22Ipv6UnitsFitTheBuffersOfOldGuests(Subject subject) {
    TcpFrame[] frames = {data6(1000, 65_000), data6(66_000, 476)};
    assertThat(qemu(subject).offerAll(frames).only()).hasSize(VNET + 65_550);
    PolicyBench fitting = with(subject, FIT_OLD_GUESTS).offerAll(frames);
    assertThat(fitting.count(Counter.OVER_SIZE)).isEqualTo(1);
    PolicyBench full = with(subject, FIT_OLD_GUESTS);
    assertThat(full.offerAll(data6(1000, 65_000), data6(66_000, 475)).only())
        .hasSize(VNET + 65_549);
  }

  @EachSubject
  void d37AUnitEndsBeforeItsCountWrapsAround(Subject subject) {
    PolicyBench qemu = qemu(subject);
    PolicyBench comparing = with(subject, COMPARE_HEADERS);
    PolicyBench limited = with(subject, LIMIT_SEGMENT_COUNT);
    byte[] ack = ack(1010).build();
    for (PolicyBench bench : List.of(qemu, comparing, limited)) {
      bench.offer(data(1000, 10));
      for (int i = 0; i < 65_535; i++) {
        bench.offer(ack);
      }
    }
    assertThat(PolicyBench.segments(qemu.only())).isZero();
    assertThat(PolicyBench.segments(comparing.only())).isZero();
    assertThat(limited.payloads()).containsExactly(10, 0);
    assertThat(PolicyBench.segments(limited.delivered(0))).isEqualTo(65_535);
    assertThat(limited.count(Counter.SEGMENT_COUNT)).isEqualTo(1);
  }

  @EachSubject
  void d20WhatTheGuestRefusesStaysHeld(Subject subject) {
    TcpFrame gap = data(2000, 100);
    PolicyBench qemu = qemu(subject).offerAll(data(1000, 100)).refuse(GuestReceiver.NO_ROOM);
    assertThat(qemu.offer(gap)).isZero();
    assertThat(qemu.held()).as("lost").isZero();
    for (int refusal : new int[] {GuestReceiver.NO_ROOM, GuestReceiver.CANNOT_RECEIVE}) {
      PolicyBench keeping = with(subject, KEEP_REFUSED).offerAll(data(1000, 100)).refuse(refusal);
      assertThat(keeping.offer(gap)).isEqualTo(refusal);
      assertThat(keeping.offer(data(1100, 0).flags(TcpFlags.FIN))).isEqualTo(refusal);
      assertThat(keeping.held()).isEqualTo(1);
      keeping.accept().offer(gap);
      assertThat(keeping.delivered()).containsExactly(data(1000, 100).build(), gap.build());
      long counted = refusal == GuestReceiver.NO_ROOM ? 1 : 0;
      assertThat(keeping.count(Counter.FINAL_FAILED)).isEqualTo(counted);
      assertThat(keeping.count(Counter.DRAIN_FAILED)).isEqualTo(counted);
    }
  }

  @EachSubject
  void d20ARefusedEvictionRefusesThePacket(Subject subject) {
    RscPolicy qemuOfOne = RscPolicy.qemu().withMaxHeldSegments(1);
    TcpFrame other = data(1000, 50).flow(2);
    PolicyBench qemu = new PolicyBench(subject, qemuOfOne).offerAll(data(1000, 100));
    assertThat(qemu.refuse(GuestReceiver.NO_ROOM).offer(other)).isPositive();
    assertThat(qemu.accept().allPayloads()).as("100 bytes lost").containsExactly(50);
    PolicyBench keeping = new PolicyBench(subject, qemuOfOne.with(KEEP_REFUSED));
    keeping.offerAll(data(1000, 100)).refuse(GuestReceiver.NO_ROOM);
    assertThat(keeping.offer(other)).isZero();
    assertThat(keeping.count(Counter.PURGE_FAILED)).isEqualTo(1);
    assertThat(keeping.accept().offer(other)).isPositive();
    assertThat(keeping.allPayloads()).containsExactly(100, 50);
  }

  @EachSubject
  void d20TheTimerGoesOnWhereTheGuestStoppedIt(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(1000, 50).flow(2), data6(1000, 10)};
    PolicyBench qemu = qemu(subject).offerAll(frames).refuse(GuestReceiver.NO_ROOM);
    qemu.device.advance(INTERVAL);
    assertThat(qemu.held()).as("lost").isZero();
    PolicyBench keeping = with(subject, KEEP_REFUSED).offerAll(frames);
    keeping.refuse(GuestReceiver.NO_ROOM).device.advance(INTERVAL);
    assertThat(keeping.held()).isEqualTo(3);
    assertThat(keeping.device.nextDeadline()).isEqualTo(INTERVAL);
    assertThat(keeping.count(Counter.PURGE_FAILED)).as("one each chain").isEqualTo(2);
    assertThat(keeping.count(Counter.TIMER)).isZero();
    keeping.accept().device.advance(INTERVAL + 1);
    assertThat(keeping.payloads()).containsExactly(100, 50, 10);
    assertThat(keeping.count(Counter.TIMER)).isEqualTo(2);
    assertThat(keeping.device.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
  }

  @EachSubject
  void d20PushedDataThatIsRefusedStaysHeld(Subject subject) {
    PolicyBench keeping = with(subject, KEEP_REFUSED, FLUSH_ON_PUSH).offerAll(data(1000, 100));
    keeping.refuse(GuestReceiver.NO_ROOM);
    TcpFrame pushed = data(1100, 100).flags(TcpFlags.ACK | TcpFlags.PSH);
    assertThat(keeping.offer(pushed)).isPositive();
    assertThat(keeping.accept().allPayloads()).containsExactly(200);
  }

  @EachSubject
  void d24ARenegotiationDeliversWhatIsHeld(Subject subject) {
    PolicyBench qemu = qemu(subject).offerAll(data(1000, 100));
    qemu.device.negotiate(10, true, true);
    assertThat(qemu.held()).isEqualTo(1);
    PolicyBench flushing = with(subject, FLUSH_ON_CHANGE).offerAll(data(1000, 100));
    flushing.device.negotiate(10, true, true);
    assertThat(flushing.delivered()).containsExactly(data(1000, 100).build());
  }

  @EachSubject
  void d55TheTimerOfAnEmptyChainIsCancelled(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(2000, 100)};
    PolicyBench qemu = qemu(subject).offerAll(frames);
    assertThat(qemu.device.nextDeadline()).isEqualTo(INTERVAL);
    PolicyBench cancelling = with(subject, CANCEL_IDLE_TIMER).offerAll(frames);
    assertThat(cancelling.held()).isZero();
    assertThat(cancelling.device.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
  }

  @EachSubject
  void d60TheTimerFollowsAClockThatGoesBack(Subject subject) {
    long hour = 3_600_000_000_000L;
    for (boolean following : new boolean[] {false, true}) {
      PolicyBench bench = following ? with(subject, FOLLOW_CLOCK) : qemu(subject);
      bench.now = hour;
      bench.offer(data(1000, 100));
      bench.now = 5;
      bench.offer(data(1000, 100).flow(2));
      assertThat(bench.device.deadline(IpFamily.IPV4)).isEqualTo((following ? 5 : hour) + INTERVAL);
    }
  }

  @EachSubject
  void d04TheMemoryOfAChainIsBounded(Subject subject) {
    RscPolicy small = RscPolicy.qemu().withMaxHeldBytes(RscPolicy.LEAST_MAX_HELD_BYTES);
    PolicyBench bench = new PolicyBench(subject, small);
    for (int flow = 0; flow < 44; flow++) {
      bench.offer(data(1000, 100).flow(flow));
    }
    assertThat(bench.held()).as("44 of 1600 bytes").isEqualTo(44);
    bench.offer(data(1000, 100).flow(44));
    assertThat(bench.count(Counter.EVICTED)).isEqualTo(1);
    bench.offer(data(1100, 1500).flow(44));
    assertThat(bench.count(Counter.OVER_SIZE)).as("would outgrow 1580 bytes").isEqualTo(1);
    bench.offer(data(1000, 1527).flow(50));
    assertThat(bench.held()).as("a long one takes all there is").isEqualTo(1);
  }

  /** The default has all of it at once: an ordinary stream with timestamps on a VLAN. */
  @EachSubject
  void theDefaultMergesAStreamAndPassesItsAcks(Subject subject) {
    PolicyBench hardened = new PolicyBench(subject, RscPolicy.hardened());
    for (int i = 0; i < 10; i++) {
      hardened.offer(data(1000 + 1448 * i, 1448).vlan(7).timestamps(i, 0).serviceClass(2));
    }
    hardened.offer(ack(15_480).vlan(7).timestamps(10, 0).ack(6000));
    assertThat(hardened.payloads()).containsExactly(14_480, 0);
    byte[] unit = hardened.delivered(0);
    assertThat(PolicyBench.segments(unit)).isEqualTo(10);
    assertThat(PolicyBench.gsoSize(unit)).isEqualTo(1448);
    assertThat(PolicyBench.headerBytes(unit)).isEqualTo(14 + 4 + 20 + 32);
  }
}
