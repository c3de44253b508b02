package dev.rsclab.coalesce;

import static dev.rsclab.coalesce.PolicyBench.ack;
import static dev.rsclab.coalesce.PolicyBench.data;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.List;

/**
 * The rules that Windows states for RSC (contract 6.1): its four examples, the rows of its state
 * table, its exceptions, and how it wants the headers of a unit.
 */
class WindowsRulesTest {

  private static final int DF = Headers.IPV4_DONT_FRAGMENT;

  /** Left padding and a SACK option with one block. */
  private static final byte[] SACK = {1, 1, 5, 10, 0, 0, 9, 9, 0, 0, 10, 10};

  private static PolicyBench windows(Subject subject) {
    return new PolicyBench(subject, RscPolicy.windows());
  }

  /** Segments of 100 bytes, from {@code sequence} on. */
  private static PolicyBench offerData(PolicyBench bench, int sequence, int count) {
    for (int i = 0; i < count; i++) {
      bench.offer(data(sequence + 100 * i, 100));
    }
    return bench;
  }

  private static void assertUnit(byte[] delivered, int segments, int payload) {
    assertThat(PolicyBench.flags(delivered) & VnetHeader.FLAG_RSC_INFO)
        .isEqualTo(VnetHeader.FLAG_RSC_INFO);
    assertThat(PolicyBench.segments(delivered)).isEqualTo(segments);
    assertThat(PolicyBench.duplicateAcks(delivered)).isZero();
    assertThat(PolicyBench.view(delivered).payloadBytes()).isEqualTo(payload);
  }

  @EachSubject
  void example1TenDataSegmentsAreOneUnit(Subject subject) {
    assertUnit(offerData(windows(subject), 1000, 10).only(), 10, 1000);
  }

  @EachSubject
  void example2ADuplicateAckWithSackStandsBetweenTwoUnits(Subject subject) {
    PolicyBench bench = offerData(windows(subject), 1000, 5);
    byte[] duplicate = ack(1500).options(SACK).build();
    bench.offer(duplicate);
    offerData(bench, 1500, 2);
    assertThat(bench.allPayloads()).containsExactly(500, 0, 200);
    assertUnit(bench.delivered(0), 5, 500);
    assertThat(bench.delivered(1)).isEqualTo(duplicate);
    assertUnit(bench.delivered(2), 2, 200);
  }

  @EachSubject
  void example3WindowUpdatesAreTakenOverAndNotCounted(Subject subject) {
    PolicyBench bench = offerData(windows(subject), 1000, 5);
    bench.offerAll(ack(1500).window(200), ack(1500).window(300));
    byte[] unit = bench.only();
    assertUnit(unit, 5, 500);
    assertThat(PolicyBench.view(unit).window()).isEqualTo(300);
  }

  @EachSubject
  void example4TheUnitHasTheLastOfPiggybackedAcks(Subject subject) {
    PolicyBench bench = offerData(windows(subject), 1000, 3);
    bench.offerAll(data(1300, 100).ack(6000), data(1400, 100).ack(7000));
    byte[] unit = bench.only();
    assertUnit(unit, 5, 500);
    assertThat(PolicyBench.view(unit).acknowledgement()).isEqualTo(7000);
  }

  @EachSubject
  void w1ExceptionsSevenAndEightStartTheNextUnit(Subject subject) {
    PolicyBench large = windows(subject);
    large.offerAll(data(1000, 65_000), data(66_000, 500), data(66_500, 100));
    assertThat(large.allPayloads()).containsExactly(65_000, 600);
    assertThat(large.count(Counter.OVER_SIZE)).isEqualTo(1);
    PolicyBench marked = windows(subject);
    marked.offerAll(
        data(1000, 100),
        data(1100, 100).flags(TcpFlags.ACK | TcpFlags.ECE),
        data(1200, 100).flags(TcpFlags.ACK | TcpFlags.ECE));
    assertThat(marked.allPayloads()).containsExactly(100, 200);
  }

  @EachSubject
  void w2AfterAnotherExceptionNothingIsTracked(Subject subject) {
    PolicyBench bench = offerData(windows(subject), 1000, 2);
    bench.offer(data(1200, 100).flags(TcpFlags.ACK | TcpFlags.URG));
    assertThat(bench.payloads()).containsExactly(200, 100);
    assertThat(bench.held()).isZero();
    offerData(bench, 1300, 2);
    assertThat(bench.allPayloads()).containsExactly(200, 100, 200);
  }

  @EachSubject
  void w3AnySegmentStartsAUnit(Subject subject) {
    assertThat(windows(subject).offerAll(data(1000, 100)).held()).isEqualTo(1);
    assertThat(windows(subject).offerAll(ack(1000)).held()).isEqualTo(1);
  }

  @EachSubject
  void w4AWindowUpdateToAPureAckIsTakenOver(Subject subject) {
    PolicyBench bench = windows(subject).offerAll(ack(1000), ack(1000).window(200));
    assertThat(bench.only()).as("checksums, too").isEqualTo(ack(1000).window(200).build());
    assertThat(bench.count(Counter.WIN_UPDATE)).isEqualTo(1);
  }

  /** Windows asks for a count here and then says why not to: they are pure ACKs like others. */
  @EachSubject
  void w5ADuplicateAckIsIndicatedAlone(Subject subject) {
    PolicyBench bench = offerData(windows(subject), 1000, 2);
    bench.offerAll(ack(1200), ack(1200), ack(1200));
    assertThat(bench.allPayloads()).containsExactly(200, 0, 0, 0);
    bench.delivered().forEach(b -> assertThat(PolicyBench.duplicateAcks(b)).isZero());
    assertThat(bench.count(Counter.DUP_ACK)).isEqualTo(3);
  }

  @EachSubject
  void w5DuplicateAcksCanBeCountedAsTheTableSays(Subject subject) {
    PolicyBench bench =
        new PolicyBench(subject, RscPolicy.windows().with(RscSwitch.COUNT_DUPLICATE_ACKS));
    offerData(bench, 1000, 2).offerAll(ack(1200), ack(1200));
    byte[] unit = bench.only();
    assertThat(PolicyBench.segments(unit)).isEqualTo(2);
    assertThat(PolicyBench.duplicateAcks(unit)).isEqualTo(2);
  }

  @EachSubject
  void w6AnotherPureAckStartsTheNextUnit(Subject subject) {
    PolicyBench bench = offerData(windows(subject), 1000, 2);
    bench.offer(ack(1200).ack(6000));
    assertThat(bench.payloads()).containsExactly(200);
    assertThat(bench.held()).isEqualTo(1);
    bench.offer(ack(1200).ack(6000).window(200));
    assertThat(bench.last()).isEqualTo(ack(1200).ack(6000).window(200).build());
    assertThat(bench.payloads()).containsExactly(200, 0);
  }

  @EachSubject
  void w7DataThatDoesNotFollowStartsTheNextUnit(Subject subject) {
    for (int sequence : new int[] {1300, 1150, 1000, 900, 1000 + (1 << 30)}) {
      PolicyBench bench = offerData(windows(subject), 1000, 2);
      offerData(bench, sequence, 2);
      assertThat(bench.allPayloads()).as("sequence %s", sequence).containsExactly(200, 200);
    }
  }

  @EachSubject
  void w8DataDoesNotMergeWithAPureAck(Subject subject) {
    PolicyBench bench = offerData(windows(subject).offerAll(ack(1000)), 1000, 2);
    assertThat(bench.allPayloads()).containsExactly(0, 200);
    assertThat(bench.delivered(0)).isEqualTo(ack(1000).build());
  }

  @EachSubject
  void w8DataDoesNotMergeBehindCountedDuplicateAcks(Subject subject) {
    PolicyBench bench =
        new PolicyBench(subject, RscPolicy.windows().with(RscSwitch.COUNT_DUPLICATE_ACKS));
    offerData(bench, 1000, 2).offer(ack(1200));
    offerData(bench, 1200, 2);
    assertThat(bench.allPayloads()).containsExactly(200, 200);
    assertThat(PolicyBench.duplicateAcks(bench.delivered(0))).isEqualTo(1);
  }

  @EachSubject
  void w9DataThatFollowsIsAppended(Subject subject) {
    PolicyBench bench = windows(subject);
    bench.offerAll(data(1000, 100), data(1100, 50).ack(5001).window(7));
    byte[] unit = bench.only();
    assertUnit(unit, 2, 150);
    assertThat(PolicyBench.view(unit).acknowledgement()).isEqualTo(5001);
    assertThat(PolicyBench.view(unit).window()).isEqualTo(7);
  }

  @EachSubject
  void exception1TheOldestMakesRoom(Subject subject) {
    PolicyBench bench = new PolicyBench(subject, RscPolicy.windows().withMaxHeldSegments(1));
    bench.offerAll(data(1000, 100), data(1100, 100), data(1000, 50).flow(2));
    assertThat(bench.payloads()).containsExactly(200);
    assertThat(bench.count(Counter.EVICTED)).isEqualTo(1);
  }

  /** The unit so far, the exception as it came, and no unit begun with it. */
  private static void assertException(Subject subject, TcpFrame exception) {
    PolicyBench bench = offerData(windows(subject), 1000, 2);
    bench.offer(exception);
    assertThat(bench.delivered()).hasSize(2);
    assertUnit(bench.delivered(0), 2, 200);
    assertThat(bench.delivered(1)).isEqualTo(exception.build());
    assertThat(bench.held()).isZero();
  }

  @EachSubject
  void exception2AWrongChecksum(Subject subject) {
    assertException(subject, data(1200, 100).wrongTcpChecksum());
    assertException(subject, data(1200, 100).wrongIpChecksum());
  }

  @EachSubject
  void exception3AnyFlagButPushAndAck(Subject subject) {
    for (int flag : new int[] {TcpFlags.SYN, TcpFlags.FIN, TcpFlags.RST, TcpFlags.URG}) {
      assertException(subject, data(1200, 100).flags(TcpFlags.ACK | flag));
    }
  }

  @EachSubject
  void exception4AnyOptionButTimestamps(Subject subject) {
    assertException(subject, data(1200, 100).options(SACK));
    PolicyBench bench = windows(subject);
    bench.offerAll(data(1000, 100).timestamps(1, 1), data(1100, 100).timestamps(2, 1));
    assertUnit(bench.only(), 2, 200);
  }

  @EachSubject
  void exception5Ipv4OptionsAndIpv6ExtensionHeaders(Subject subject) {
    assertException(subject, data(1200, 100).ipOptions(1));
    PolicyBench bench = windows(subject);
    TcpFrame extended = TcpFrame.ipv6().seq(1200).extensions(60);
    bench.offerAll(TcpFrame.ipv6(), TcpFrame.ipv6().seq(1100), extended);
    assertUnit(bench.delivered(0), 2, 200);
    assertThat(bench.delivered(1)).isEqualTo(extended.build());
    assertThat(bench.held()).isZero();
  }

  @EachSubject
  void exception6AFragment(Subject subject) {
    assertException(subject, data(1200, 100).fragmentWord(TcpFrame.MORE_FRAGMENTS));
    PolicyBench bench = windows(subject).offerAll(data(1200, 100).fragmentWord(DF | 185));
    assertThat(bench.held()).as("a later fragment has no ports").isZero();
  }

  @EachSubject
  void exception7AUnitIsNoLongerThanAPacketCanBe(Subject subject) {
    PolicyBench bench = windows(subject).offerAll(data(1000, 65_000), data(66_000, 495));
    assertThat(PolicyBench.view(bench.only()).ipLength()).isEqualTo(65_535);
  }

  @EachSubject
  void exception8EcnMarksThatChange(Subject subject) {
    for (TcpFrame changed :
        List.of(
            data(1200, 100).serviceClass(3),
            data(1200, 100).flags(TcpFlags.ACK | TcpFlags.ECE),
            data(1200, 100).flags(TcpFlags.ACK | TcpFlags.CWR))) {
      PolicyBench bench = offerData(windows(subject), 1000, 2);
      bench.offer(changed);
      assertThat(bench.allPayloads()).containsExactly(200, 100);
      assertThat(bench.count(Counter.ECN_CHANGED)).isEqualTo(1);
    }
  }

  @EachSubject
  void timestampsDoNotGoBackAndTheUnitHasTheLatest(Subject subject) {
    PolicyBench bench = windows(subject);
    bench.offerAll(
        data(1000, 100).timestamps(5, 1),
        data(1100, 100).timestamps(5, 2),
        data(1200, 100).timestamps(9, 3),
        data(1300, 100).timestamps(8, 4));
    assertThat(bench.allPayloads()).containsExactly(300, 100);
    ModelFrame unit = PolicyBench.view(bench.delivered(0));
    assertThat(unit.timestamp()).isEqualTo(9);
    assertThat(Bytes.i32Be(unit.bytes, unit.tcp() + 28)).isEqualTo(3);
  }

  @EachSubject
  void pushOfAnySegmentIsKept(Subject subject) {
    PolicyBench bench = windows(subject);
    bench.offerAll(data(1000, 100).flags(TcpFlags.ACK | TcpFlags.PSH), data(1100, 100));
    assertThat(PolicyBench.view(bench.only()).push()).isTrue();
  }

  @EachSubject
  void theIpv4HeaderOfAUnitIsMadeAsAsked(Subject subject) {
    PolicyBench bench = windows(subject);
    bench.offerAll(
        data(1000, 100).identification(3).fragmentWord(0).hopLimit(64),
        data(1100, 100).identification(9).fragmentWord(0).hopLimit(60));
    byte[] unit = bench.only();
    ModelFrame view = PolicyBench.view(unit);
    assertThat(Bytes.u16Be(unit, view.ip + Headers.IPV4_IDENTIFICATION)).isEqualTo(3);
    assertThat(view.hopLimit()).isEqualTo(60);
    assertThat(view.fragmentWord()).isZero();
    ModelChecksum.writeTcp(view);
    assertThat(ModelChecksum.areRight(view)).as("IPv4 header checksum").isTrue();
  }

  @EachSubject
  void headersThatDifferDoNotMerge(Subject subject) {
    for (TcpFrame different :
        List.of(data(1100, 100).serviceClass(4), data(1100, 100).fragmentWord(0))) {
      PolicyBench bench = windows(subject).offerAll(data(1000, 100), different);
      assertThat(bench.allPayloads()).containsExactly(100, 100);
    }
    PolicyBench ipv6 = windows(subject);
    ipv6.offerAll(TcpFrame.ipv6(), TcpFrame.ipv6().seq(1100).flowLabel(1));
    assertThat(ipv6.allPayloads()).containsExactly(100, 100);
  }

  @EachSubject
  void onlyEthernetWithoutTagsIsCoalesced(Subject subject) {
    PolicyBench bench = windows(subject).offerAll(data(1000, 100).vlan(7), data(1100, 1).vlan(7));
    assertThat(bench.payloads()).containsExactly(100, 1);
  }
}
