package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.PollBatch;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a message suffers, and the strategies in a replay: the same for all kinds, in bounds. */
class MessageDelaysTest {

  private static final PacketTrace MIXED =
      WorkloadKind.MIXED.generate(WorkloadKind.MIXED.defaults().withPackets(8000));

  private static ReplayReport replay(PacketTrace trace, CoalescerKind kind, RscPolicy policy)
      throws IOException {
    return Replay.run(FrameSource.of(trace), kind, policy, (nanos, delivery) -> {});
  }

  @ParameterizedTest
  @EnumSource(FlushStrategy.class)
  void everyKindGivesTheSameUnderEveryStrategy(FlushStrategy strategy) throws IOException {
    RscPolicy policy = RscPolicy.hardened().withIntervalNanos(100_000).withFlush(strategy);
    ReplayReport expected = replay(MIXED, CoalescerKind.LINKED_LIST, policy);
    assertThat(expected.delayPercentile(100)).isBetween(1L, 100_000L);
    for (CoalescerKind kind : CoalescerKind.available()) {
      if (kind.coalesces()) {
        ReplayReport report = replay(MIXED, kind, policy);
        assertThat(report.deliveries()).isEqualTo(expected.deliveries());
        assertThat(report.counters()).isEqualTo(expected.counters());
        assertThat(report.meanDelay()).isEqualTo(expected.meanDelay());
        assertThat(report.messageDelays().mean()).isEqualTo(expected.messageDelays().mean());
      }
    }
  }

  @Test
  void allRequestsEndMessagesAndPureAcksNone() throws IOException {
    PacketTrace acks =
        WorkloadKind.PURE_ACKS.generate(WorkloadKind.PURE_ACKS.defaults().withPackets(500));
    assertThat(replay(acks, CoalescerKind.HASH_MAP, RscPolicy.qemu()).messageDelays().count())
        .isZero();
    ReplayReport floor = replay(MIXED, CoalescerKind.PASS_THROUGH, RscPolicy.qemu());
    assertThat(floor.messageDelays().count()).isBetween(2000L, 4000L);
    assertThat(floor.messageDelays().percentile(100)).isZero();
  }

  @Test
  void pushDelaysNoMessage() throws IOException {
    RscPolicy policy = RscPolicy.hardened();
    ReplayReport timer = replay(MIXED, CoalescerKind.OPEN_ADDRESSING, policy);
    ReplayReport push =
        replay(MIXED, CoalescerKind.OPEN_ADDRESSING, policy.withFlush(FlushStrategy.PUSH));
    assertThat(push.messageDelays().count()).isEqualTo(timer.messageDelays().count());
    assertThat(push.messageDelays().percentile(100)).isZero();
    assertThat(timer.messageDelays().percentile(50)).isGreaterThan(10_000);
    assertThat(push.delayPercentile(99)).isPositive();
  }

  /** At line rate a batch of 64 full frames takes 79 us. */
  @Test
  void batchesEndAtTheBudget() throws IOException {
    PacketTrace bulk = WorkloadKind.BULK.generate(WorkloadKind.BULK.defaults().withPackets(6400));
    RscPolicy policy = RscPolicy.hardened().withFlush(FlushStrategy.END_OF_BATCH);
    ReplayReport report =
        replay(bulk, CoalescerKind.OPEN_ADDRESSING, policy.withIntervalNanos(1_000_000));
    assertThat(report.delayPercentile(100)).isBetween(63 * 1230L, PollBatch.BUDGET * 1231L);
    ReplayReport moderated =
        replay(bulk, CoalescerKind.OPEN_ADDRESSING, policy.withIntervalNanos(20_000));
    assertThat(moderated.delayPercentile(100)).isBetween(18_000L, 20_000L);
  }

  /** The claim of the strategy, on the traffic that it is for. */
  @Test
  void adaptingMergesAsMuchAsALongerTimerWithLessDelay() throws IOException {
    PacketTrace trace =
        WorkloadKind.MIXED.generate(WorkloadKind.MIXED.defaults().withPackets(65_536));
    RscPolicy policy = RscPolicy.hardened().withHashKey(1).withIntervalNanos(100_000);
    ReplayReport timer = replay(trace, CoalescerKind.OPEN_ADDRESSING, policy);
    ReplayReport adaptive =
        replay(trace, CoalescerKind.OPEN_ADDRESSING, policy.withFlush(FlushStrategy.ADAPTIVE));
    assertThat(adaptive.deliveries()).isLessThanOrEqualTo(timer.deliveries());
    assertThat(adaptive.delayPercentile(99)).isLessThan(timer.delayPercentile(99));
    assertThat(adaptive.messageDelays().percentile(99))
        .isLessThan(timer.messageDelays().percentile(99) * 3 / 4);
  }
}
