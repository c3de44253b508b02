package dev.rsclab.coalesce;

import static dev.rsclab.coalesce.PolicyBench.ack;
import static dev.rsclab.coalesce.PolicyBench.data;
import static dev.rsclab.coalesce.PolicyBench.payload;
import static dev.rsclab.coalesce.PolicyBench.qemu;
import static dev.rsclab.coalesce.PolicyBench.with;
import static dev.rsclab.coalesce.RscSwitch.ACK_FORWARD_ONLY;
import static dev.rsclab.coalesce.RscSwitch.COMPLETE_HEADERS;
import static dev.rsclab.coalesce.RscSwitch.COUNT_DUPLICATE_ACKS;
import static dev.rsclab.coalesce.RscSwitch.KEEP_PURE_ACKS;
import static dev.rsclab.coalesce.RscSwitch.KEEP_RETRANSMITTED_DATA;
import static dev.rsclab.coalesce.RscSwitch.PASS_PURE_ACKS;
import static dev.rsclab.coalesce.RscSwitch.RESTART_AFTER_FINAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.VnetHeader;

/**
 * Defects of the reference with sequence numbers, ACKs and windows: see {@link HardenedPolicyTest}.
 */
class HardenedAcksTest {

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
  void d51ThePacketBehindAGapStartsTheNextUnit(Subject subject) {
    TcpFrame[] frames = {data(1000, 100), data(2000, 100), data(2100, 100)};
    assertThat(qemu(subject).offerAll(frames).allPayloads()).containsExactly(100, 100, 100);
    PolicyBench restarting = with(subject, RESTART_AFTER_FINAL).offerAll(frames);
    assertThat(restarting.allPayloads()).containsExactly(100, 200);
    assertThat(restarting.count(Counter.RESTARTED)).isEqualTo(1);
    assertThat(restarting.count(Counter.RECEIVED)).isEqualTo(3);
    assertThat(restarting.count(Counter.CACHE)).isEqualTo(2);
  }
}
