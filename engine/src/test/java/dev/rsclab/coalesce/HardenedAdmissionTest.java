package dev.rsclab.coalesce;

import static dev.rsclab.coalesce.PolicyBench.data6;
import static dev.rsclab.coalesce.PolicyBench.data;
import static dev.rsclab.coalesce.PolicyBench.payload;
import static dev.rsclab.coalesce.PolicyBench.qemu;
import static dev.rsclab.coalesce.PolicyBench.with;
import static dev.rsclab.coalesce.RscSwitch.DRAIN_BEFORE_BYPASS;
import static dev.rsclab.coalesce.RscSwitch.MERGE_TIMESTAMPS;
import static dev.rsclab.coalesce.RscSwitch.MERGE_WITHOUT_DF;
import static dev.rsclab.coalesce.RscSwitch.PASS_OFFLOADED;
import static dev.rsclab.coalesce.RscSwitch.REFUSE_FRAGMENTS;
import static dev.rsclab.coalesce.RscSwitch.REQUIRE_TCP_HEADER;
import static dev.rsclab.coalesce.RscSwitch.TRIM_TO_IP_LENGTH;
import static dev.rsclab.coalesce.RscSwitch.VERIFY_CHECKSUMS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.List;

/**
 * Defects of the reference in what may merge at all and what overtakes: see {@link
 * HardenedPolicyTest}.
 */
class HardenedAdmissionTest {

  private static final int VNET = PolicyBench.VNET;
  private static final int DF = Headers.IPV4_DONT_FRAGMENT;

  private static byte[] stream(int from, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = TcpFrame.streamByte(1000, from + i);
    }
    return bytes;
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
}
