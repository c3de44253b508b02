package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;

/** When each flush strategy hands over what is held: docs/policies.md, section 9. */
class FlushStrategyTest {

  private static final long INTERVAL = 300_000;
  private static final long GAP = INTERVAL / 4;
  private static final long LEAST = WaitTimes.DEFAULT.leastWaitNanos();

  private static PolicyBench bench(Subject subject, FlushStrategy strategy) {
    return new PolicyBench(
        subject, RscPolicy.hardened().withIntervalNanos(INTERVAL).withFlush(strategy));
  }

  private static TcpFrame data(int flow, int sequence) {
    return TcpFrame.ipv4().flow(flow).seq(sequence).payload(100);
  }

  private static void offerAt(PolicyBench bench, long now, TcpFrame frame) {
    bench.now = now;
    bench.offer(frame);
  }

  @EachSubject
  void d53ALateSegmentHasItsWholeInterval(Subject subject) {
    for (FlushStrategy strategy :
        new FlushStrategy[] {FlushStrategy.CHAIN_TIMER, FlushStrategy.SEGMENT_DEADLINE}) {
      PolicyBench bench = bench(subject, strategy);
      offerAt(bench, 0, data(1, 0));
      offerAt(bench, 299_000, data(2, 0));
      bench.device.advance(INTERVAL);
      boolean late = strategy == FlushStrategy.SEGMENT_DEADLINE;
      assertThat(bench.held()).isEqualTo(late ? 1 : 0);
      assertThat(bench.device.nextDeadline())
          .isEqualTo(late ? 299_000 + INTERVAL : Coalescer.NO_DEADLINE);
      assertThat(bench.count(Counter.TIMER)).isEqualTo(1);
    }
  }

  @EachSubject
  void aSilentFlowIsHandedOver(Subject subject) {
    PolicyBench bench = bench(subject, FlushStrategy.IDLE_GAP);
    offerAt(bench, 0, data(1, 0));
    offerAt(bench, 1000, data(2, 0));
    offerAt(bench, 50_000, data(1, 100));
    bench.device.advance(1000 + GAP);
    assertThat(bench.payloads()).containsExactly(100);
    assertThat(bench.device.nextDeadline()).isEqualTo(50_000 + GAP);
    for (int i = 2; i <= 6; i++) {
      offerAt(bench, i * 50_000L, data(1, 100 * i));
    }
    assertThat(bench.device.nextDeadline()).as("an interval after the first").isEqualTo(INTERVAL);
    bench.device.advance(INTERVAL);
    assertThat(bench.payloads()).containsExactly(100, 700);
  }

  @EachSubject
  void theEndOfABatchDeliversUnderItsStrategyAlone(Subject subject) {
    for (FlushStrategy strategy : FlushStrategy.values()) {
      PolicyBench bench = bench(subject, strategy);
      bench.offerAll(data(1, 0), data(2, 0));
      bench.device.endOfBatch(5);
      assertThat(bench.held()).isEqualTo(strategy == FlushStrategy.END_OF_BATCH ? 0 : 2);
    }
    PolicyBench bounded = bench(subject, FlushStrategy.END_OF_BATCH).offerAll(data(1, 0));
    bounded.device.advance(INTERVAL);
    assertThat(bounded.held()).as("nobody says that the batch ends").isZero();
  }

  @EachSubject
  void pushIsTheSwitch(Subject subject) {
    PolicyBench bench = bench(subject, FlushStrategy.PUSH);
    bench.offerAll(data(1, 0), data(1, 100).flags(TcpFlags.ACK | TcpFlags.PSH));
    assertThat(bench.payloads()).containsExactly(200);
    assertThat(RscPolicy.qemu().withFlush(FlushStrategy.PUSH).has(RscSwitch.FLUSH_ON_PUSH))
        .isTrue();
  }

  @EachSubject
  void theWaitFollowsTheGapsOfTheFlow(Subject subject) {
    PolicyBench bench = bench(subject, FlushStrategy.ADAPTIVE);
    offerAt(bench, 0, data(1, 0));
    assertThat(bench.device.nextDeadline()).as("unknown").isEqualTo(LEAST);
    offerAt(bench, 5_000, data(1, 100));
    assertThat(bench.device.nextDeadline()).as("2 gaps of 5 us").isEqualTo(5_000 + LEAST);
    bench.device.advance(15_000);
    assertThat(bench.payloads()).containsExactly(200);
    offerAt(bench, 10_000_000, data(1, 200));
    assertThat(bench.device.nextDeadline()).as("silence is no gap").isEqualTo(10_000_000 + LEAST);
    bench.device.advance(10_010_000);
    offerAt(bench, 10_205_000, data(1, 300));
    assertThat(bench.device.nextDeadline())
        .as("5 us, and an eighth of what 205 us are more: 30 us, so 60 us, so 80")
        .isEqualTo(10_205_000 + 8 * LEAST);
  }

  @EachSubject
  void aFlowTooSlowToMergeIsNotWaitedFor(Subject subject) {
    PolicyBench bench = bench(subject, FlushStrategy.ADAPTIVE);
    offerAt(bench, 0, data(1, 0));
    bench.device.advance(LEAST);
    offerAt(bench, 150_001, data(1, 100));
    assertThat(bench.device.nextDeadline()).as("2 gaps exceed 300 us").isEqualTo(150_001 + LEAST);
    bench = bench(subject, FlushStrategy.ADAPTIVE);
    offerAt(bench, 0, data(1, 0));
    bench.device.advance(LEAST);
    offerAt(bench, 150_000, data(1, 100));
    assertThat(bench.device.nextDeadline()).as("they do not").isEqualTo(150_000 + INTERVAL);
  }

  @EachSubject
  void afterALongPauseEachIsDeliveredOnceInTheOrderOfDeadlines(Subject subject) {
    PolicyBench bench = bench(subject, FlushStrategy.IDLE_GAP);
    offerAt(bench, 0, data(1, 0));
    offerAt(bench, 0, TcpFrame.ipv6().flow(2).payload(50));
    offerAt(bench, 0, data(3, 0).payload(30));
    offerAt(bench, 10, data(1, 100));
    bench.device.advance(Long.MAX_VALUE);
    assertThat(bench.payloads()).containsExactly(50, 30, 200);
    assertThat(bench.count(Counter.TIMER)).isEqualTo(3);
    assertThat(bench.device.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
  }

  @EachSubject
  void whatIsRefusedStaysDue(Subject subject) {
    for (FlushStrategy strategy : FlushStrategy.values()) {
      PolicyBench bench = bench(subject, strategy).offerAll(data(1, 0), data(2, 0));
      bench.refuse(GuestReceiver.NO_ROOM).device.advance(2 * INTERVAL);
      assertThat(bench.held()).isEqualTo(2);
      assertThat(bench.device.nextDeadline()).isLessThanOrEqualTo(INTERVAL);
      bench.accept().device.advance(2 * INTERVAL);
      assertThat(bench.payloads()).containsExactly(100, 100);
    }
  }

  @EachSubject
  void deadlinesFollowAClockThatGoesBack(Subject subject) {
    long hour = 3_600_000_000_000L;
    for (boolean following : new boolean[] {false, true}) {
      RscPolicy policy = RscPolicy.hardened().withFlush(FlushStrategy.SEGMENT_DEADLINE);
      PolicyBench bench =
          new PolicyBench(subject, following ? policy : policy.without(RscSwitch.FOLLOW_CLOCK));
      offerAt(bench, hour, data(1, 0));
      offerAt(bench, 5, data(2, 0));
      assertThat(bench.device.nextDeadline()).isEqualTo((following ? 5 : hour) + INTERVAL);
    }
  }

  /** When the segments of one stream arrive that are held, per flow. */
  private static final class Waiting {
    final Deque<Long> arrivals = new ArrayDeque<>();
    long last;
  }

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.randomValue(random -> random.nextLong());
  }

  /** With a clock that is looked at in time. */
  @Property(tries = 60, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void nothingIsHeldLongerThanAnIntervalNorHandedOverTooEarly(@ForAll("seeds") long seed) {
    for (FlushStrategy strategy : FlushStrategy.values()) {
      new PunctualStream(strategy, seed).play();
    }
  }

  /** Data without gaps, a clock that is never late, and what must hold of each delivery. */
  private static final class PunctualStream {

    private static final int FLOWS = 12;

    private final FlushStrategy strategy;
    private final SplittableRandom random;
    private final Coalescer coalescer;
    private final Waiting[] flows = new Waiting[FLOWS];
    private final int[] next = new int[FLOWS];
    private long now;
    private boolean timeFires;

    PunctualStream(FlushStrategy strategy, long seed) {
      this.strategy = strategy;
      random = new SplittableRandom(seed);
      RscPolicy policy = RscPolicy.hardened().withIntervalNanos(INTERVAL).withFlush(strategy);
      coalescer = CoalescerKind.OPEN_ADDRESSING.create(policy, this::check);
      Arrays.setAll(flows, i -> new Waiting());
    }

    void play() {
      for (int i = 0; i < 2000; i++) {
        long then =
            now + (random.nextInt(20) == 0 ? random.nextInt(400_000) : random.nextInt(9000));
        while (coalescer.nextDeadline() <= then) {
          now = coalescer.nextDeadline();
          timeFires = true;
          coalescer.advance(now);
          timeFires = false;
          assertThat(coalescer.nextDeadline()).isGreaterThan(now);
        }
        now = then;
        int flow = random.nextInt(FLOWS);
        byte[] frame =
            TcpFrame.of(flow % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6)
                .flow(flow)
                .seq(next[flow])
                .payload(100)
                .build();
        frame[0] = 2; // checksums have been verified
        next[flow] += 100;
        flows[flow].arrivals.add(now);
        flows[flow].last = now;
        coalescer.offer(flow, frame, 0, frame.length, now);
      }
    }

    private int check(Delivery d) {
      Waiting waiting = flows[d.queue()];
      long first = waiting.arrivals.getFirst();
      assertThat(now - first).isLessThanOrEqualTo(INTERVAL);
      for (int i = 0; i < d.frames(); i++) {
        waiting.arrivals.removeFirst();
      }
      if (timeFires && strategy != FlushStrategy.CHAIN_TIMER) {
        checkDue(first, waiting.last);
      }
      return d.length();
    }

    private void checkDue(long first, long last) {
      switch (strategy) {
        case SEGMENT_DEADLINE -> assertThat(now).isEqualTo(first + INTERVAL);
        case IDLE_GAP -> assertThat(now).isEqualTo(Math.min(first + INTERVAL, last + GAP));
        case ADAPTIVE -> {
          long waited = now - last;
          assertThat(now == first + INTERVAL || waited % LEAST == 0 || waited == INTERVAL).isTrue();
          assertThat(now == first + INTERVAL || waited >= LEAST).isTrue();
        }
        default -> assertThat(now - first).isNotNegative();
      }
    }
  }

  @Test
  void numbersHaveRanges() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WaitTimes(0, 10_000, 2))
        .withMessageContaining("idleGapDivisor is 0; allowed: 1 to 1000");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WaitTimes(4, 99, 2))
        .withMessageContaining("leastWaitNanos is 99; allowed: 100 to");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new WaitTimes(4, 10_000, 101))
        .withMessageContaining("gapsWaited is 101; allowed: 1 to 100");
  }

  @Test
  void namesAreThoseThatUsersType() {
    for (FlushStrategy strategy : FlushStrategy.values()) {
      assertThat(FlushStrategy.named(strategy.toString())).isEqualTo(strategy);
      assertThat(FlushStrategy.named(strategy.name())).isEqualTo(strategy);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlushStrategy.named("rto"))
        .withMessage(
            "no flush strategy 'rto'; allowed: chain-timer, segment-deadline, idle-gap,"
                + " end-of-batch, push, adaptive");
  }

  @Test
  void aBatchEndsAtItsBudgetOrAfterAnInterval() {
    PollBatch batch = new PollBatch(INTERVAL);
    assertThat(batch.endNanos()).isEqualTo(Coalescer.NO_DEADLINE);
    for (int frame = 1; frame < PollBatch.BUDGET; frame++) {
      assertThat(batch.take(7L * frame)).isFalse();
      assertThat(batch.endNanos()).isEqualTo(7 + INTERVAL);
    }
    assertThat(batch.take(1000)).isTrue();
    assertThat(batch.endNanos()).isEqualTo(Coalescer.NO_DEADLINE);
    assertThat(batch.take(Long.MAX_VALUE - 5)).isFalse();
    assertThat(batch.endNanos()).isEqualTo(Long.MAX_VALUE - 1);
    batch.end();
    assertThat(batch.endNanos()).isEqualTo(Coalescer.NO_DEADLINE);
  }
}
