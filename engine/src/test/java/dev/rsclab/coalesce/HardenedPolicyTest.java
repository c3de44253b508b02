package dev.rsclab.coalesce;

import static dev.rsclab.coalesce.RscSwitch.ACK_FORWARD_ONLY;
import static dev.rsclab.coalesce.RscSwitch.CANCEL_IDLE_TIMER;
import static dev.rsclab.coalesce.RscSwitch.COMPARE_ECN;
import static dev.rsclab.coalesce.RscSwitch.COMPARE_HEADERS;
import static dev.rsclab.coalesce.RscSwitch.COMPLETE_HEADERS;
import static dev.rsclab.coalesce.RscSwitch.COMPUTE_TCP_CHECKSUM;
import static dev.rsclab.coalesce.RscSwitch.COUNT_DUPLICATE_ACKS;
import static dev.rsclab.coalesce.RscSwitch.CWR_ALONE;
import static dev.rsclab.coalesce.RscSwitch.DRAIN_BEFORE_BYPASS;
import static dev.rsclab.coalesce.RscSwitch.FIT_OLD_GUESTS;
import static dev.rsclab.coalesce.RscSwitch.FLUSH_ON_CHANGE;
import static dev.rsclab.coalesce.RscSwitch.FLUSH_ON_PUSH;
import static dev.rsclab.coalesce.RscSwitch.FOLLOW_CLOCK;
import static dev.rsclab.coalesce.RscSwitch.FULL_IPV4_LENGTH;
import static dev.rsclab.coalesce.RscSwitch.KEEP_PURE_ACKS;
import static dev.rsclab.coalesce.RscSwitch.KEEP_REFUSED;
import static dev.rsclab.coalesce.RscSwitch.KEEP_RETRANSMITTED_DATA;
import static dev.rsclab.coalesce.RscSwitch.LIMIT_SEGMENT_COUNT;
import static dev.rsclab.coalesce.RscSwitch.LOWEST_HOP_LIMIT;
import static dev.rsclab.coalesce.RscSwitch.MERGE_TIMESTAMPS;
import static dev.rsclab.coalesce.RscSwitch.MERGE_VLAN;
import static dev.rsclab.coalesce.RscSwitch.MERGE_WITHOUT_DF;
import static dev.rsclab.coalesce.RscSwitch.OR_PUSH;
import static dev.rsclab.coalesce.RscSwitch.PASS_OFFLOADED;
import static dev.rsclab.coalesce.RscSwitch.PASS_PURE_ACKS;
import static dev.rsclab.coalesce.RscSwitch.REFUSE_FRAGMENTS;
import static dev.rsclab.coalesce.RscSwitch.REQUIRE_TCP_HEADER;
import static dev.rsclab.coalesce.RscSwitch.RESTART_AFTER_FINAL;
import static dev.rsclab.coalesce.RscSwitch.TRIM_TO_IP_LENGTH;
import static dev.rsclab.coalesce.RscSwitch.VERIFY_CHECKSUMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.List;

/**
 * One test for each defect of the reference that a switch mends, named by the defect's number in
 * the contract (section 5): what qemu() does first, then what the switch makes of it.
 */
class HardenedPolicyTest {

  private static final int VNET = PolicyBench.VNET;
  private static final long INTERVAL = RscPolicy.DEFAULT_INTERVAL_NANOS;
  private static final int DF = Headers.IPV4_DONT_FRAGMENT;

  private static PolicyBench qemu(Subject subject) {
    return new PolicyBench(subject, RscPolicy.qemu());
  }

  /** The reference with these switches on. */
  private static PolicyBench with(Subject subject, RscSwitch... switches) {
    RscPolicy policy = RscPolicy.qemu();
    for (RscSwitch each : switches) {
      policy = policy.with(each);
    }
    return new PolicyBench(subject, policy);
  }

  private static TcpFrame data(int sequence, int payload) {
    return TcpFrame.ipv4().seq(sequence).payload(payload);
  }

  private static TcpFrame data6(int sequence, int payload) {
    return TcpFrame.ipv6().seq(sequence).payload(payload);
  }

  /** A pure ACK behind data up to {@code sequence}. */
  private static TcpFrame ack(int sequence) {
    return data(sequence, 0);
  }

  private static byte[] stream(int from, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = TcpFrame.streamByte(1000, from + i);
    }
    return bytes;
  }

  private static byte[] payload(byte[] delivered) {
    return PolicyBench.view(delivered).payload();
  }

  @EachSubject
  void d01TrailingBytesDoNotFillTheBuffer(Subject subject) {
    TcpFrame[] frames = {data(1000, 1000).trailing(64_000), data(2000, 1000)};
    PolicyBench qemu = qemu(subject).offerAll(frames);
    assertThat(qemu.count(Counter.OVER_SIZE)).isEqualTo(1);
    PolicyBench trimmed = with(subject, TRIM_TO_IP_LENGTH).offerAll(frames);
    assertThat(payload(trimmed.only())).isEqualTo(stream(1000, 2000));
  }

  @EachSubject
  void d10TrailingBytesAreNotHeld(Subject subject) {
    TcpFrame[] frames = {data(1000, 1).trailing(5), data(1001, 100)};
    byte[] qemu = qemu(subject).offerAll(frames).only();
    assertThat(qemu).hasSize(VNET + 54 + 1 + 5 + 100);
    assertThat(payload(qemu)).isNotEqualTo(stream(1000, 101));
    byte[] trimmed = with(subject, TRIM_TO_IP_LENGTH).offerAll(frames).only();
    assertThat(trimmed).hasSize(VNET + 54 + 101);
    assertThat(payload(trimmed)).isEqualTo(stream(1000, 101));
  }

  @EachSubject
  void d12ATcpHeaderThatCannotBeIsNoCandidate(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(1100, 100).dataOffset(0)};
    byte[] qemu = qemu(subject).offerAll(frames).only();
    assertThat(PolicyBench.view(qemu).tcpHeaderBytes()).isZero();
    PolicyBench strict = with(subject, REQUIRE_TCP_HEADER).offerAll(frames);
    assertThat(strict.delivered()).containsExactly(frames[0].build(), frames[1].build());
    assertThat(strict.count(Counter.TCP_HEADER)).isEqualTo(1);
  }

  @EachSubject
  void d12ATcpHeaderBeyondThePacketIsNoCandidate(Subject subject) {
    TcpFrame beyond = data(1100, 0).dataOffset(8);
    PolicyBench qemu = qemu(subject).offerAll(data(1000, 100), beyond);
    assertThat(qemu.count(Counter.TCP_ALL_OPT)).isEqualTo(1);
    PolicyBench strict = with(subject, REQUIRE_TCP_HEADER, MERGE_TIMESTAMPS);
    strict.offerAll(data(1000, 100), beyond);
    assertThat(strict.payloads()).containsExactly(100, -12);
    assertThat(strict.count(Counter.TCP_HEADER)).isEqualTo(1);
  }

  /** The bytes of a timestamp option that stand behind the packet's end are none of it. */
  @EachSubject
  void d50TimestampsBehindThePacketAreNone(Subject subject) {
    byte[] beyond = data(1000, 0).dataOffset(8).trailing(12).build();
    Bytes.putI32Be(beyond, beyond.length - 12, 0x0101080A);
    PolicyBench merging = with(subject, MERGE_TIMESTAMPS);
    merging.offer(beyond);
    assertThat(merging.held()).isZero();
    assertThat(merging.count(Counter.TCP_ALL_OPT)).isEqualTo(1);
  }

  @EachSubject
  void d13FragmentsAreNoCandidates(Subject subject) {
    for (int fragment : new int[] {DF | TcpFrame.MORE_FRAGMENTS, DF | 185}) {
      TcpFrame[] frames = {data(1000, 100), data(1100, 100).fragmentWord(fragment)};
      assertThat(qemu(subject).offerAll(frames).allPayloads()).containsExactly(200);
      PolicyBench strict = with(subject, REFUSE_FRAGMENTS).offerAll(frames);
      assertThat(strict.delivered()).containsExactly(frames[1].build());
      assertThat(strict.count(Counter.IP_FRAG)).isEqualTo(1);
    }
  }

  @EachSubject
  void packetsWithoutDfMayMerge(Subject subject) {
    TcpFrame[] frames = {data(1000, 100).fragmentWord(0), data(1100, 100).fragmentWord(0)};
    assertThat(qemu(subject).offerAll(frames).payloads()).containsExactly(100, 100);
    assertThat(with(subject, MERGE_WITHOUT_DF).offerAll(frames).allPayloads()).containsExactly(200);
  }

  @EachSubject
  void d11AWrongChecksumIsNotMerged(Subject subject) {
    for (TcpFrame wrong :
        List.of(data(1100, 100).wrongTcpChecksum(), data(1100, 100).wrongIpChecksum())) {
      TcpFrame[] frames = {data(1000, 100), wrong};
      assertThat(qemu(subject).offerAll(frames).allPayloads()).containsExactly(200);
      PolicyBench verifying = with(subject, VERIFY_CHECKSUMS).offerAll(frames);
      assertThat(verifying.delivered()).containsExactly(frames[0].build(), wrong.build());
      assertThat(verifying.count(Counter.BAD_CHECKSUM)).isEqualTo(1);
    }
  }

  @EachSubject
  void d11AChecksumThatTheHostHasVerifiedIsNotVerifiedAgain(Subject subject) {
    PolicyBench verifying = with(subject, VERIFY_CHECKSUMS);
    TcpFrame verified = data(1100, 100).wrongTcpChecksum().vnetFlags(VnetHeader.FLAG_DATA_VALID);
    assertThat(verifying.offerAll(data(1000, 100), verified).allPayloads()).containsExactly(200);
  }

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
  void d26OffloadedFramesArePassedAsTheyCame(Subject subject) {
    for (TcpFrame offloaded :
        List.of(
            data(1100, 100).vnetFlags(VnetHeader.FLAG_NEEDS_CSUM),
            data(1100, 5000).gso(VnetHeader.GSO_TCPV4, 1448))) {
      byte[] frame = offloaded.build();
      PolicyBench qemu = qemu(subject);
      qemu.offer(frame);
      assertThat(Bytes.u16Le(qemu.only(), VnetHeader.FLAGS)).as("flags and GSO type").isZero();
      PolicyBench passing = with(subject, PASS_OFFLOADED);
      passing.offer(data(1000, 100));
      passing.offer(frame);
      assertThat(passing.payloads()).startsWith(100);
      assertThat(passing.delivered(1)).isEqualTo(frame);
      assertThat(passing.count(Counter.OFFLOADED)).isEqualTo(1);
    }
  }

  @EachSubject
  void d40NothingOvertakesWhatIsHeldOfItsFlow(Subject subject) {
    List<TcpFrame> passed =
        List.of(
            data(1100, 7).serviceClass(2),
            data(1100, 7).fragmentWord(0),
            data(1100, 7).vlan(0),
            data(1100, 7).ipOptions(2),
            data(1100, 7).flags(TcpFlags.SYN));
    for (TcpFrame frame : passed) {
      PolicyBench qemu = qemu(subject).offerAll(data(1000, 100), frame);
      assertThat(qemu.delivered()).as("overtakes").containsExactly(frame.build());
      PolicyBench draining = with(subject, DRAIN_BEFORE_BYPASS).offerAll(data(1000, 100), frame);
      assertThat(draining.delivered()).containsExactly(data(1000, 100).build(), frame.build());
    }
  }

  @EachSubject
  void d40TheFlowIsToldBehindIpv6ExtensionHeaders(Subject subject) {
    TcpFrame behind = data6(1100, 7).extensions(0, 43, 60, 44, 0, 0, 0, 0);
    TcpFrame tooMany = data6(1100, 7).extensions(0, 0, 0, 0, 0, 0, 0, 0, 0);
    TcpFrame unknown = data6(1100, 7).extensions(51);
    PolicyBench qemu = qemu(subject).offerAll(data6(1000, 100), behind);
    assertThat(qemu.delivered()).containsExactly(behind.build());
    PolicyBench draining = with(subject, DRAIN_BEFORE_BYPASS);
    draining.offerAll(data6(1000, 100), tooMany, unknown);
    assertThat(draining.held()).isEqualTo(1);
    draining.offer(behind);
    assertThat(draining.held()).isZero();
    assertThat(draining.delivered().getLast()).isEqualTo(behind.build());
  }

  @EachSubject
  void d40AFragmentWithoutPortsBelongsToNoFlow(Subject subject) {
    PolicyBench draining = with(subject, DRAIN_BEFORE_BYPASS);
    draining.offerAll(data(1000, 100), data(1100, 100).fragmentWord(185));
    assertThat(draining.held()).isEqualTo(1);
  }

  @EachSubject
  void d30PureAcksBehindDataAreDelivered(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), ack(1100), ack(1100), ack(1100)};
    byte[] qemu = qemu(subject).offerAll(frames).only();
    assertThat(PolicyBench.segments(qemu)).isEqualTo(4);
    PolicyBench keeping = with(subject, KEEP_PURE_ACKS).offerAll(frames);
    assertThat(keeping.allPayloads()).containsExactly(100, 0, 0, 0);
    assertThat(keeping.count(Counter.DUP_ACK)).isEqualTo(2);
  }

  @EachSubject
  void d36AnAckBehindDataDoesNotRewriteTheWindow(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), ack(1100).ack(5001).window(0)};
    byte[] qemu = qemu(subject).offerAll(frames).only();
    assertThat(PolicyBench.view(qemu).window()).isZero();
    PolicyBench keeping = with(subject, KEEP_PURE_ACKS).offerAll(frames);
    assertThat(keeping.delivered()).containsExactly(frames[0].build(), frames[1].build());
    assertThat(keeping.count(Counter.PURE_ACK)).isEqualTo(1);
  }

  @EachSubject
  void d30AWindowUpdateAtTheEndOfDataIsTakenOverAndNotCounted(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(1100, 100), ack(1200).window(200)};
    assertThat(PolicyBench.segments(qemu(subject).offerAll(frames).only())).isEqualTo(3);
    byte[] unit = with(subject, KEEP_PURE_ACKS, COMPLETE_HEADERS).offerAll(frames).only();
    assertThat(PolicyBench.segments(unit)).isEqualTo(2);
    assertThat(PolicyBench.view(unit).window()).isEqualTo(200);
  }

  @EachSubject
  void d51PureAcksAreNotDelayed(Subject subject) {
    TcpFrame[] acks = {ack(1000), ack(1000).ack(5001), ack(1000).ack(5002)};
    PolicyBench qemu = qemu(subject).offerAll(acks);
    assertThat(qemu.held()).isEqualTo(1);
    PolicyBench passing = with(subject, PASS_PURE_ACKS).offerAll(acks);
    assertThat(passing.payloads()).containsExactly(0, 0, 0);
    assertThat(passing.count(Counter.PURE_ACK_PASSED)).isEqualTo(3);
    assertThat(passing.count(Counter.CACHE)).isZero();
  }

  @EachSubject
  void d35ACountOfDuplicateAcksDoesNotWrapAround(Subject subject) {
    PolicyBench counting = with(subject, KEEP_PURE_ACKS, COUNT_DUPLICATE_ACKS, COMPLETE_HEADERS);
    counting.offer(data(1000, 100));
    byte[] duplicate = ack(1100).build();
    for (int i = 0; i < 65_536; i++) {
      counting.offer(duplicate);
    }
    assertThat(counting.count(Counter.DUP_ACK_COUNTED)).isEqualTo(65_535);
    assertThat(counting.count(Counter.DUP_ACK)).isEqualTo(1);
    assertThat(PolicyBench.duplicateAcks(counting.delivered(0))).isEqualTo(65_535);
  }

  @EachSubject
  void d35DuplicateAcksCanBeCounted(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), ack(1100), ack(1100)};
    assertThat(PolicyBench.duplicateAcks(qemu(subject).offerAll(frames).only())).isZero();
    PolicyBench counting =
        with(subject, KEEP_PURE_ACKS, COUNT_DUPLICATE_ACKS, COMPLETE_HEADERS).offerAll(frames);
    assertThat(counting.count(Counter.DUP_ACK_COUNTED)).isEqualTo(2);
    byte[] delivered = counting.only();
    assertThat(PolicyBench.flags(delivered))
        .isEqualTo(VnetHeader.FLAG_DATA_VALID | VnetHeader.FLAG_RSC_INFO);
    assertThat(PolicyBench.gsoType(delivered)).isZero();
    assertThat(PolicyBench.segments(delivered)).isEqualTo(1);
    assertThat(PolicyBench.duplicateAcks(delivered)).isEqualTo(2);
  }

  @EachSubject
  void d35DataDoesNotMergeBehindDuplicateAcks(Subject subject) {
    PolicyBench counting = with(subject, KEEP_PURE_ACKS, COUNT_DUPLICATE_ACKS);
    counting.offerAll(data(1000, 100), ack(1100), data(1100, 100));
    assertThat(counting.payloads()).containsExactly(100, 100);
    assertThat(counting.count(Counter.DUP_ACKS_HELD)).isEqualTo(1);
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
  void d15AnAbsurdAckIsNotAppended(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(1100, 100).ack(5000 + (1 << 30))};
    assertThat(qemu(subject).offerAll(frames).allPayloads()).containsExactly(200);
    PolicyBench forward = with(subject, ACK_FORWARD_ONLY).offerAll(frames);
    assertThat(forward.payloads()).containsExactly(100, 100);
    assertThat(forward.count(Counter.ACK_OUT_OF_WIN)).isEqualTo(1);
  }

  @EachSubject
  void d34TheAckOfAUnitDoesNotGoBack(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(1100, 100).ack(4999)};
    byte[] qemu = qemu(subject).offerAll(frames).only();
    assertThat(PolicyBench.view(qemu).acknowledgement()).isEqualTo(4999);
    PolicyBench forward = with(subject, ACK_FORWARD_ONLY).offerAll(frames);
    assertThat(forward.payloads()).containsExactly(100, 100);
    byte[] ahead =
        with(subject, ACK_FORWARD_ONLY)
            .offerAll(data(1000, 100), data(1100, 100).ack(5000 + (1 << 30) - 1))
            .only();
    assertThat(payload(ahead)).hasSize(200);
  }

  @EachSubject
  void d23RetransmittedDataIsNotTakenForAWindowUpdate(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(1000, 150).window(200)};
    assertThat(payload(qemu(subject).offerAll(frames).only())).as("50 bytes lost").hasSize(100);
    PolicyBench keeping = with(subject, KEEP_RETRANSMITTED_DATA).offerAll(frames);
    assertThat(keeping.payloads()).containsExactly(100, 150);
    assertThat(keeping.count(Counter.DATA_OUT_OF_ORDER)).isEqualTo(1);
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
  void d51ThePacketBehindAGapStartsTheNextUnit(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(2000, 100), data(2100, 100)};
    assertThat(qemu(subject).offerAll(frames).allPayloads()).containsExactly(100, 100, 100);
    PolicyBench restarting = with(subject, RESTART_AFTER_FINAL).offerAll(frames);
    assertThat(restarting.allPayloads()).containsExactly(100, 200);
    assertThat(restarting.count(Counter.RESTARTED)).isEqualTo(1);
    assertThat(restarting.count(Counter.RECEIVED)).isEqualTo(3);
    assertThat(restarting.count(Counter.CACHE)).isEqualTo(2);
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
