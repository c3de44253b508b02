package dev.rsclab.coalesce;

import static dev.rsclab.coalesce.PolicyBench.ack;
import static dev.rsclab.coalesce.PolicyBench.data6;
import static dev.rsclab.coalesce.PolicyBench.data;
import static dev.rsclab.coalesce.PolicyBench.qemu;
import static dev.rsclab.coalesce.PolicyBench.with;
import static dev.rsclab.coalesce.RscSwitch.COMPARE_ECN;
import static dev.rsclab.coalesce.RscSwitch.COMPARE_HEADERS;
import static dev.rsclab.coalesce.RscSwitch.COMPLETE_HEADERS;
import static dev.rsclab.coalesce.RscSwitch.COMPUTE_TCP_CHECKSUM;
import static dev.rsclab.coalesce.RscSwitch.CWR_ALONE;
import static dev.rsclab.coalesce.RscSwitch.LOWEST_HOP_LIMIT;
import static dev.rsclab.coalesce.RscSwitch.MERGE_TIMESTAMPS;
import static dev.rsclab.coalesce.RscSwitch.MERGE_VLAN;
import static dev.rsclab.coalesce.RscSwitch.OR_PUSH;
import static dev.rsclab.coalesce.RscSwitch.RESTART_AFTER_FINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.List;

/**
 * Defects of the reference in the headers of a unit and in which of them may differ: see {@link
 * HardenedPolicyTest}.
 */
class HardenedHeadersTest {

  /** Contract 3.1 to 3.3. */
  @EachSubject
  void c31TheHeadersOfAUnitAreComplete(Subject subject) {
    for (IpFamily family : IpFamily.values()) {
      TcpFrame first = TcpFrame.of(family).payload(100);
      TcpFrame second = TcpFrame.of(family).seq(1100).payload(200);
      byte[] qemu = qemu(subject).offerAll(first, second).only();
      assertThat(PolicyBench.flags(qemu)).isEqualTo(VnetHeader.FLAG_RSC_INFO);
      assertThat(PolicyBench.headerBytes(qemu)).isZero();
      byte[] unit = with(subject, COMPLETE_HEADERS).offerAll(first, second).only();
      assertThat(PolicyBench.flags(unit))
          .isEqualTo(VnetHeader.FLAG_NEEDS_CSUM | VnetHeader.FLAG_RSC_INFO);
      assertThat(PolicyBench.gsoType(unit)).isEqualTo(VnetHeader.gsoType(family));
      assertThat(PolicyBench.headerBytes(unit)).isEqualTo(14 + family.headerBytes() + 20);
      assertThat(PolicyBench.gsoSize(unit)).isEqualTo(200);
      assertThat(PolicyBench.segments(unit)).isEqualTo(2);
      assertThat(PolicyBench.duplicateAcks(unit)).isZero();
      ModelFrame view = PolicyBench.view(unit);
      assertThat(Bytes.u16Be(unit, view.tcp() + Headers.TCP_CHECKSUM))
          .isEqualTo(ModelChecksum.pseudoHeader(view));
      ModelChecksum.writeTcp(view);
      assertThat(ModelChecksum.areRight(view)).as("IPv4 header checksum").isTrue();
    }
  }

  @EachSubject
  void c31WhatWasNotMergedIsDeliveredAsItCame(Subject subject) {
    byte[] frame = data(1000, 100).vnetFlags(VnetHeader.FLAG_DATA_VALID).build();
    PolicyBench qemu = qemu(subject);
    qemu.offer(frame);
    assertThat(PolicyBench.flags(qemu.only())).isZero();
    PolicyBench complete = with(subject, COMPLETE_HEADERS);
    complete.offer(frame);
    assertThat(complete.only()).isEqualTo(frame);
  }

  @EachSubject
  void c31CongestionWindowReducedShowsInTheGsoType(Subject subject) {
    PolicyBench complete = with(subject, COMPLETE_HEADERS);
    complete.offerAll(data(1000, 100), data(1100, 100).flags(TcpFlags.ACK | TcpFlags.CWR));
    assertThat(PolicyBench.gsoType(complete.only())).isEqualTo(VnetHeader.GSO_TCPV4 | 0x80);
  }

  @EachSubject
  void c32ThePacketOfAWindowUpdateHasRightChecksums(Subject subject) {
    TcpFrame[] frames = {ack(1000), ack(1000).window(200)};
    byte[] qemu = qemu(subject).offerAll(frames).only();
    assertThat(ModelChecksum.areRight(PolicyBench.view(qemu))).isFalse();
    byte[] mended = with(subject, COMPLETE_HEADERS).offerAll(frames).only();
    assertThat(mended).isEqualTo(frames[1].build());
  }

  @EachSubject
  void c32TheWholeTcpChecksumCanBeComputed(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(1100, 101)};
    byte[] qemu = qemu(subject).offerAll(frames).only();
    assertThat(ModelChecksum.areRight(PolicyBench.view(qemu))).isFalse();
    byte[] unit = with(subject, COMPLETE_HEADERS, COMPUTE_TCP_CHECKSUM).offerAll(frames).only();
    assertThat(PolicyBench.flags(unit))
        .isEqualTo(VnetHeader.FLAG_DATA_VALID | VnetHeader.FLAG_RSC_INFO);
    assertThat(ModelChecksum.areRight(PolicyBench.view(unit))).isTrue();
  }

  @EachSubject
  void d31EceAndCwrAreCompared(Subject subject) {
    for (int mark : new int[] {TcpFlags.ECE, TcpFlags.CWR}) {
      TcpFrame[] frames = {
        data(1000, 100).flags(TcpFlags.ACK | mark), data(1100, 100), data(1200, 100)
      };
      byte[] qemu = qemu(subject).offerAll(frames).only();
      assertThat(PolicyBench.view(qemu).word() & mark).as("lost").isZero();
      PolicyBench comparing = with(subject, COMPARE_ECN, RESTART_AFTER_FINAL).offerAll(frames);
      assertThat(comparing.allPayloads()).containsExactly(100, 200);
      assertThat(PolicyBench.view(comparing.delivered(0)).word() & mark).isEqualTo(mark);
      assertThat(comparing.count(Counter.ECN_CHANGED)).isEqualTo(1);
    }
  }

  @EachSubject
  void d31EcnMarkedPacketsMergeWithTheirLike(Subject subject) {
    TcpFrame[] frames = {
      data(1000, 100).serviceClass(2),
      data(1100, 100).serviceClass(2),
      data(1200, 9).serviceClass(3)
    };
    assertThat(qemu(subject).offerAll(frames).count(Counter.IP_ECN)).isEqualTo(3);
    PolicyBench comparing = with(subject, COMPARE_ECN).offerAll(frames);
    assertThat(comparing.payloads()).containsExactly(200, 9);
    assertThat(comparing.count(Counter.ECN_CHANGED)).isEqualTo(1);
  }

  @EachSubject
  void d31CwrStaysAlone(Subject subject) {
    int reduced = TcpFlags.ACK | TcpFlags.CWR;
    TcpFrame[] frames = {data(1000, 100).flags(reduced), data(1100, 100).flags(reduced)};
    assertThat(with(subject, COMPARE_ECN).offerAll(frames).allPayloads()).containsExactly(200);
    PolicyBench alone = with(subject, COMPARE_ECN, CWR_ALONE).offerAll(frames);
    assertThat(alone.allPayloads()).containsExactly(100, 100);
    assertThat(alone.count(Counter.ECN_CHANGED)).isEqualTo(1);
  }

  @EachSubject
  void d32TheEcnBitsOfIpv6AreTheRightOnes(Subject subject) {
    int assured = 0x28; // DSCP AF11, whose lowest bits the reference takes for ECN
    int congested = 3;
    PolicyBench qemu = qemu(subject);
    qemu.offerAll(data6(1000, 100), data6(1100, 100).serviceClass(congested));
    assertThat(qemu.allPayloads()).containsExactly(200);
    qemu.offer(data6(1200, 100).serviceClass(assured));
    assertThat(qemu.count(Counter.IP_ECN)).isEqualTo(1);
    PolicyBench comparing = with(subject, COMPARE_ECN);
    comparing.offerAll(data6(1000, 100), data6(1100, 100).serviceClass(congested));
    assertThat(comparing.payloads()).containsExactly(100, 100);
    comparing.offerAll(data6(1200, 100).serviceClass(assured));
    comparing.offerAll(data6(1300, 100).serviceClass(assured));
    assertThat(comparing.allPayloads()).containsExactly(100, 100, 200);
  }

  @EachSubject
  void d14HeadersThatDifferEndTheUnit(Subject subject) {
    List<TcpFrame> different =
        List.of(
            data(1100, 100).hopLimit(63),
            data(1100, 100).serviceClass(4),
            data(1100, 100).macs(1, 0),
            data(1100, 100).macs(0, 1));
    for (TcpFrame frame : different) {
      assertThat(qemu(subject).offerAll(data(1000, 100), frame).allPayloads()).containsExactly(200);
      PolicyBench comparing = with(subject, COMPARE_HEADERS).offerAll(data(1000, 100), frame);
      assertThat(comparing.delivered()).containsExactly(data(1000, 100).build(), frame.build());
      assertThat(comparing.count(Counter.HEADER_CHANGED)).isEqualTo(1);
    }
  }

  @EachSubject
  void d14FlowLabelAndHopLimitOfIpv6AreCompared(Subject subject) {
    for (TcpFrame frame : List.of(data6(1100, 100).flowLabel(1), data6(1100, 100).hopLimit(63))) {
      assertThat(qemu(subject).offerAll(data6(1000, 100), frame).allPayloads())
          .containsExactly(200);
      PolicyBench comparing = with(subject, COMPARE_HEADERS).offerAll(data6(1000, 100), frame);
      assertThat(comparing.payloads()).containsExactly(100, 100);
    }
  }

  @EachSubject
  void d38ReservedBitsAreComparedAndTheUrgentPointerIsNot(Subject subject) {
    TcpFrame reserved = data(1100, 100).flags(TcpFlags.ACK | 0x200);
    byte[] qemu = qemu(subject).offerAll(data(1000, 100), reserved).only();
    assertThat(PolicyBench.view(qemu).word() & 0x200).isEqualTo(0x200);
    PolicyBench comparing = with(subject, COMPARE_HEADERS).offerAll(data(1000, 100), reserved);
    assertThat(comparing.payloads()).containsExactly(100, 100);
    PolicyBench urgent = with(subject, COMPARE_HEADERS);
    urgent.offerAll(data(1000, 100).urgentPointer(5), data(1100, 100).urgentPointer(7));
    byte[] unit = urgent.only();
    assertThat(Bytes.u16Be(unit, PolicyBench.view(unit).tcp() + Headers.TCP_URGENT)).isEqualTo(5);
  }

  @EachSubject
  void theLowestHopLimitIsTaken(Subject subject) {
    PolicyBench lowest = with(subject, COMPARE_HEADERS, LOWEST_HOP_LIMIT);
    lowest.offerAll(data(1000, 100), data(1100, 100).hopLimit(60), data(1200, 9).hopLimit(70));
    assertThat(PolicyBench.view(lowest.only()).hopLimit()).isEqualTo(60);
  }

  @EachSubject
  void d33PushOfAnySegmentIsKept(Subject subject) {
    TcpFrame[] frames = {data(1000, 100).flags(TcpFlags.ACK | TcpFlags.PSH), data(1100, 100)};
    assertThat(PolicyBench.view(qemu(subject).offerAll(frames).only()).push()).isFalse();
    assertThat(PolicyBench.view(with(subject, OR_PUSH).offerAll(frames).only()).push()).isTrue();
  }

  @EachSubject
  void d50SegmentsWithTimestampsMerge(Subject subject) {
    TcpFrame[] frames = {
      data(1000, 100).timestamps(-1, 5), data(1100, 100).timestamps(-1, 6),
      data(1200, 100).timestamps(2, 7), data(1300, 100).timestamps(1, 8)
    };
    assertThat(qemu(subject).offerAll(frames).count(Counter.TCP_ALL_OPT)).isEqualTo(4);
    PolicyBench merging = with(subject, MERGE_TIMESTAMPS).offerAll(frames);
    assertThat(merging.payloads()).containsExactly(300, 100);
    assertThat(merging.count(Counter.TIMESTAMP_BACK)).isEqualTo(1);
    ModelFrame unit = PolicyBench.view(merging.delivered(0));
    assertThat(unit.timestamp()).isEqualTo(2);
    assertThat(Bytes.i32Be(unit.bytes, unit.tcp() + 28)).isEqualTo(7);
  }

  @EachSubject
  void d50NothingMergesWithTimestampsThatHasNone(Subject subject) {
    PolicyBench merging = with(subject, MERGE_TIMESTAMPS);
    merging.offerAll(data(1000, 100).timestamps(1, 1), data(1100, 100));
    assertThat(merging.payloads()).containsExactly(100, 100);
    assertThat(merging.count(Counter.HEADER_CHANGED)).isEqualTo(1);
  }

  @EachSubject
  void framesOfAVlanMergeWithinIt(Subject subject) {
    TcpFrame[] frames = {
      data(1000, 100).vlan(7), data(1000, 50).vlan(8), data(1100, 100).vlan(7), data(1000, 10)
    };
    assertThat(qemu(subject).offerAll(frames).payloads()).containsExactly(100, 50, 100);
    PolicyBench merging = with(subject, MERGE_VLAN, COMPLETE_HEADERS).offerAll(frames);
    assertThat(merging.allPayloads()).containsExactly(200, 50, 10);
    assertThat(PolicyBench.headerBytes(merging.delivered(0))).isEqualTo(58);
  }
}
