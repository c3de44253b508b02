package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.rsclab.guest.ReceiveRing;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No kind and no placement makes garbage once its tables have grown. */
@Isolated(
    "what a thread allocates depends on code that another class may just have made the JVM throw away")
class AllocationTest {

  /** A kind is done when so many rounds in a row have allocated nothing. */
  private static final int ROUNDS_WITHOUT = 20;

  /**
   * So long it may still allocate: tables grow; before the second compiler is done, and when the
   * JVM throws away what it has made, objects that are kept in registers are real (all vectors, for
   * instance). The compiler works beside the test, so a number of rounds would not do.
   */
  private static final Duration WARM_UP = Duration.ofSeconds(60);

  @EachCoalescer
  void nothingIsAllocatedFromOfferToDeliveryAfterWarmUp(CoalescerKind kind) {
    if (kind == CoalescerKind.HASH_MAP) {
      // Its garbage is what the kind is there to show; the benchmarks report bytes per packet.
      return;
    }
    for (int bound : new int[] {3, 64, 4096}) {
      assertNothingIsAllocated(kind, RscPolicy.qemu().withMaxHeldSegments(bound));
    }
    for (FlushStrategy strategy : FlushStrategy.values()) {
      if (strategy.timesSegments()) {
        RscPolicy policy = RscPolicy.qemu().withMaxHeldSegments(64).withFlush(strategy);
        assertNothingIsAllocated(kind, policy);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Placement.class)
  void nothingIsAllocatedWhereverPayloadGoes(Placement placement) {
    for (String name : List.of("qemu", "hardened", "windows")) {
      RscPolicy policy = RscPolicy.named(name).withPlacement(placement).withLentFrames(600);
      ReceiveRing ring = new ReceiveRing(256, 2048, true);
      assertNothingIsAllocated(CoalescerKind.OPEN_ADDRESSING, policy, new EmptiedRing(ring));
    }
  }

  private static void assertNothingIsAllocated(CoalescerKind kind, RscPolicy policy) {
    long[] sum = new long[1];
    assertNothingIsAllocated(
        kind,
        policy,
        d -> {
          sum[0] += d.length();
          return d.length();
        });
    assertThat(sum[0]).isPositive();
  }

  private static void assertNothingIsAllocated(
      CoalescerKind kind, RscPolicy policy, GuestReceiver guest) {
    Coalescer c = kind.create(policy, guest);
    byte[][] frames = new byte[3000][];
    HostileFrames hostile = new HostileFrames(CoalescerContractTest.random(3), 300);
    Arrays.setAll(frames, i -> hostile.next());
    for (int i = 0; i < frames.length; i += 50) {
      // Does not fit a head: a tail is taken at once.
      frames[i] = TcpFrame.ipv4().flow(i).payload(3000).build();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long begin = System.nanoTime();
    int without = 0;
    for (int round = 0; without < ROUNDS_WITHOUT; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < frames.length; i++) {
        long now = (round * 3000L + i) * 3000;
        c.advance(now);
        c.offer(0, frames[i], 0, frames[i].length, now);
      }
      long bytes = threads.getCurrentThreadAllocatedBytes() - before;
      without = bytes == 0 ? without + 1 : 0;
      if (System.nanoTime() - begin > WARM_UP.toNanos()) {
        assertThat(bytes).as("bytes in round %s of 3000 frames, %s", round, policy).isZero();
      }
    }
  }
}
