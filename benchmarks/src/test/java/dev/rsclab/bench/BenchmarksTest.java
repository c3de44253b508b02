package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.Placement;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.results.GuestCost;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Param;

/** The benchmarks do what they say, over their parameters: each is called as JMH would call it. */
class BenchmarksTest {

  private static final int INVOCATIONS = 40;

  private static long run(CoalescerKind kind, String interval, IpFamily family, String workload)
      throws IOException {
    IntervalBenchmark benchmark = new IntervalBenchmark();
    benchmark.kind = kind;
    benchmark.interval = interval;
    benchmark.family = family;
    benchmark.workload = workload;
    return run(benchmark);
  }

  private static long run(GuestPathBenchmark benchmark) throws IOException {
    benchmark.guest = "ZERO";
    benchmark.ringFrames = 1024;
    benchmark.refill = Refill.HEADERS;
    benchmark.setUp();
    long digest = 0;
    for (int i = 0; i < INVOCATIONS; i++) {
      benchmark.receive();
      digest = benchmark.packets();
    }
    benchmark.checkThatNothingWasRefused();
    return digest;
  }

  private static long run(FlushStrategy flush, String interval) throws IOException {
    return run(flush, interval, "qemu");
  }

  private static long run(FlushStrategy flush, String interval, String policy) throws IOException {
    FlushStrategyBenchmark benchmark = new FlushStrategyBenchmark();
    benchmark.policy = policy;
    benchmark.kind = CoalescerKind.OPEN_ADDRESSING;
    benchmark.flush = flush.toString();
    benchmark.interval = interval;
    benchmark.family = IpFamily.IPV4;
    benchmark.workload = "mixed";
    return run(benchmark);
  }

  @ParameterizedTest
  @CsvSource({
    "0us, bulk",
    "50us, bulk",
    "1000us, elephants-and-mice",
    "300us, request-response",
    "300us, tap-v4-8flows"
  })
  void allKindsGiveTheGuestTheSame(String interval, String workload) throws IOException {
    Map<Boolean, Long> digests = new HashMap<>();
    for (CoalescerKind kind : CoalescerKind.available()) {
      long digest = run(kind, interval, IpFamily.IPV4, workload);
      Long other = digests.putIfAbsent(kind.coalesces(), digest);
      assertThat(digest).as(kind.name()).isEqualTo(other == null ? digest : other);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bulk",
        "request-response",
        "incast",
        "elephants-and-mice",
        "mixed",
        "certification",
        "lossy",
        "pure-acks",
        "flow-flood"
      })
  void everyWorkloadRunsInBothFamilies(String workload) throws IOException {
    for (IpFamily family : IpFamily.values()) {
      assertThat(run(CoalescerKind.PER_FLOW_ARRAYS, "200us", family, workload)).isNotZero();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.rsclab.coalesce.CoalescerKind#available")
  void flowScalingRunsForEveryKind(CoalescerKind kind) {
    for (int flows : new int[] {1, 8, 4096}) {
      FlowScalingBenchmark benchmark = new FlowScalingBenchmark();
      benchmark.placement = flows == 8 ? Placement.DIRECT : Placement.GATHERED;
      benchmark.burst = 1;
      benchmark.batch = 1;
      benchmark.kind = kind;
      benchmark.flows = flows;
      benchmark.payloadBytes = 64;
      benchmark.family = IpFamily.IPV6;
      benchmark.ringFrames = 2048;
      benchmark.refill = Refill.FRAMES;
      benchmark.setUp();
      long digest = 0;
      for (int i = 0; i < INVOCATIONS; i++) {
        benchmark.receive();
        digest = benchmark.offer();
      }
      assertThat(digest).isNotZero();
    }
  }

  @ParameterizedTest
  @EnumSource(LargeScaleBenchmark.Drain.class)
  void aBatchGivesTheGuestWhatItsFramesDo(LargeScaleBenchmark.Drain drain) {
    Set<Long> digests = new HashSet<>();
    for (int batch : new int[] {1, 32}) {
      LargeScaleBenchmark benchmark = new LargeScaleBenchmark();
      benchmark.kind = CoalescerKind.TAGGED_BUCKETS;
      benchmark.flows = 8192;
      benchmark.drain = drain;
      benchmark.batch = batch;
      benchmark.payloadBytes = 64;
      benchmark.policy = "hardened";
      benchmark.family = IpFamily.IPV4;
      benchmark.setUp();
      for (int i = 0; i < INVOCATIONS; i++) {
        benchmark.receive();
        digests.add(i * 31L + benchmark.offer());
      }
    }
    assertThat(digests).hasSize(INVOCATIONS);
  }

  @Test
  void baselinesCopyAndWalk() {
    BaselineBenchmark benchmark = new BaselineBenchmark();
    benchmark.payloadBytes = 1448;
    benchmark.family = IpFamily.IPV4;
    benchmark.ringFrames = 1024;
    benchmark.refill = Refill.HEADERS;
    benchmark.setUp();
    benchmark.receive();
    assertThat(benchmark.walkTrace()).isNotZero();
    assertThat(benchmark.copyPayload()).hasSize(1 << 16).contains(1, 2, 3);
    assertThat(benchmark.copyPayloadSpread()).hasSize(300 * 1448).contains(1, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "HEAVY, 1000, 4900",
    "LIGHT, 1000, 1100",
    "ZERO, 1000, 0",
    "1500ns+0.2ns/B, 10, 1502"
  })
  void aDeliveryCostsWhatTheParameterSays(String guest, long bytes, long nanos) {
    InlineGuest receiver = new InlineGuest(12, GuestCost.parse(guest).orElseThrow());
    assertThat(receiver.nanos(bytes)).isEqualTo(nanos);
  }

  /** With no interval to wait, a batch is one frame: nothing is left for the next one to meet. */
  @Test
  void flushStrategiesGiveTheGuestWhatTheyPromise() throws IOException {
    Set<Long> digests = new HashSet<>();
    for (FlushStrategy flush : FlushStrategy.values()) {
      digests.add(run(flush, "100us"));
    }
    assertThat(digests).as("each hands over at other times").hasSize(6);
    assertThat(run(FlushStrategy.CHAIN_TIMER, "100us"))
        .isEqualTo(run(CoalescerKind.LINKED_LIST, "100us", IpFamily.IPV4, "mixed"));
    assertThat(run(FlushStrategy.END_OF_BATCH, "0us"))
        .isEqualTo(run(FlushStrategy.SEGMENT_DEADLINE, "0us"));
    assertThat(run(FlushStrategy.CHAIN_TIMER, "100us", "hardened"))
        .isNotEqualTo(run(FlushStrategy.CHAIN_TIMER, "100us"));
  }

  @Test
  void everyFlushStrategyIsMeasured() throws NoSuchFieldException {
    assertThat(FlushStrategyBenchmark.class.getField("flush").getAnnotation(Param.class).value())
        .containsExactly(
            Stream.of(FlushStrategy.values()).map(FlushStrategy::toString).toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource(Refill.class)
  void theRingGoesRoundAndTheTraceGoesOn(Refill refill) {
    NicRing ring = new NicRing(FlowScalingBenchmark.trace(8, 64, IpFamily.IPV4), 12, 2048, refill);
    RingCursor cursor = new RingCursor(ring);
    long last = -1;
    for (int batch = 0; batch < 100; batch++) {
      cursor.advance();
      for (int slot = cursor.from(); slot < cursor.from() + RingCursor.BATCH; slot++) {
        assertThat(ring.arrivalNanos(slot)).isGreaterThan(last);
        last = ring.arrivalNanos(slot);
        assertThat(ring.length(slot)).isEqualTo(12 + 14 + 40 + 64);
      }
    }
  }

  @Test
  void placementsGiveTheGuestTheSame() {
    for (int burst : new int[] {1, 16}) {
      assertThat(Stream.of(Placement.values()).map(placement -> placed(placement, burst)))
          .as("bursts of %d", burst)
          .containsOnly(placed(Placement.STAGED, burst));
    }
  }

  private static long placed(Placement placement, int burst) {
    PlacementBenchmark benchmark = new PlacementBenchmark();
    benchmark.kind = CoalescerKind.OPEN_ADDRESSING;
    benchmark.placement = placement;
    benchmark.flows = 64;
    benchmark.burst = burst;
    benchmark.payloadBytes = 1448;
    benchmark.copies = true;
    benchmark.ringFrames = 1024;
    benchmark.refill = Refill.FRAMES;
    benchmark.setUp();
    long digest = 0;
    for (int i = 0; i < INVOCATIONS; i++) {
      benchmark.receive();
      digest = benchmark.packets();
    }
    benchmark.checkThatNothingWasRefused();
    return digest;
  }
}
