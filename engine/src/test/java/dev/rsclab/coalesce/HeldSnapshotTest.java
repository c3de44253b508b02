package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** A guest that moves takes with it what is held for it (D25). */
class HeldSnapshotTest {

  private static final List<RscPolicy> POLICIES =
      List.of(
          RscPolicy.qemu(),
          RscPolicy.hardened(),
          RscPolicy.windows(),
          RscPolicy.hardened().withFlush(FlushStrategy.SEGMENT_DEADLINE),
          RscPolicy.qemu().withFlush(FlushStrategy.IDLE_GAP),
          RscPolicy.windows().withFlush(FlushStrategy.END_OF_BATCH),
          RscPolicy.hardened().withFlush(FlushStrategy.PUSH));

  private static final int FRAMES = 400;

  /** A stream of several flows, of both families, with everything that a record keeps. */
  private static byte[][] frames(long seed) {
    RandomGenerator random = CoalescerContractTest.random(seed);
    int[] next = new int[12];
    byte[][] frames = new byte[FRAMES][];
    for (int i = 0; i < FRAMES; i++) {
      int flow = random.nextInt(next.length);
      int payload = random.nextInt(5) == 0 ? 0 : random.nextInt(1, 1449);
      frames[i] =
          TcpFrame.of(flow % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6)
              .flow(flow)
              .seq(next[flow])
              .window(payload == 0 ? random.nextInt(1, 100) : 500)
              .flags(TcpFlags.ACK | (random.nextInt(5) == 0 ? TcpFlags.PSH : 0))
              .payload(payload)
              .build();
      next[flow] += random.nextInt(20) == 0 ? payload + 1 : payload;
    }
    return frames;
  }

  private static void offer(Coalescer coalescer, byte[][] frames, int from, int to) {
    for (int i = from; i < to; i++) {
      long now = i * 3000L;
      coalescer.advance(now);
      coalescer.offer(i % 3, frames[i], 0, frames[i].length, now);
    }
  }

  @EachCoalescer
  void aStreamGoesOnElsewhereAsIfNothingHadHappened(CoalescerKind kind) {
    CoalescerKind[] kinds =
        CoalescerKind.available().stream()
            .filter(k -> k.coalesces() == kind.coalesces())
            .toArray(CoalescerKind[]::new);
    for (int seed = 0; seed < 70; seed++) {
      RscPolicy policy = POLICIES.get(seed % POLICIES.size());
      byte[][] frames = frames(seed);
      RecordingReceiver expected = new RecordingReceiver();
      Coalescer stays = kind.create(policy, expected);
      offer(stays, frames, 0, FRAMES);
      stays.flush();

      int moved = CoalescerContractTest.random(seed).nextInt(FRAMES);
      RecordingReceiver actual = new RecordingReceiver();
      Coalescer leaves = kind.create(policy, actual);
      offer(leaves, frames, 0, moved);
      byte[] snapshot = leaves.snapshot(moved * 3000L);
      Coalescer arrives = kinds[seed % kinds.length].create(policy, actual);
      arrives.restore(snapshot, moved * 3000L);
      for (IpFamily family : IpFamily.values()) {
        assertThat(arrives.held(family)).isEqualTo(leaves.held(family));
        assertThat(arrives.deadline(family)).isEqualTo(leaves.deadline(family));
      }
      assertThat(arrives.snapshot(moved * 3000L)).isEqualTo(snapshot);
      offer(arrives, frames, moved, FRAMES);
      arrives.flush();
      assertSame(actual.received(), expected.received(), "seed " + seed);
    }
  }

  private static void assertSame(
      List<RecordingReceiver.Received> actual,
      List<RecordingReceiver.Received> expected,
      String what) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).bytes())
          .as(what + " delivery " + i)
          .isEqualTo(expected.get(i).bytes());
      assertThat(actual.get(i).queue()).as(what).isEqualTo(expected.get(i).queue());
      assertThat(actual.get(i).frames()).as(what).isEqualTo(expected.get(i).frames());
    }
  }

  /** Whatever the strategies of both: nothing is held longer than an interval from now. */
  @EachCoalescer
  void deadlinesFitTheStrategyThatGoesOn(CoalescerKind kind) {
    byte[][] frames = frames(7);
    for (FlushStrategy from : FlushStrategy.values()) {
      Coalescer leaves = kind.create(RscPolicy.hardened().withFlush(from), d -> d.length());
      offer(leaves, frames, 0, 150);
      for (FlushStrategy to : FlushStrategy.values()) {
        RecordingReceiver guest = new RecordingReceiver();
        RscPolicy policy = RscPolicy.hardened().withFlush(to).withIntervalNanos(100_000);
        Coalescer arrives = kind.create(policy, guest);
        arrives.restore(leaves.snapshot(150 * 3000L), 5);
        for (IpFamily family : IpFamily.values()) {
          assertThat(arrives.held(family)).isEqualTo(leaves.held(family));
          assertThat(arrives.held(family) == 0 || arrives.deadline(family) <= 100_005).isTrue();
        }
        arrives.advance(100_005);
        assertThat(arrives.held(IpFamily.IPV4) + arrives.held(IpFamily.IPV6)).isZero();
        assertThat(arrives.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
      }
    }
  }

  @Test
  void anAdaptedWaitGoesOnElsewhere() {
    RscPolicy policy = RscPolicy.hardened().withFlush(FlushStrategy.ADAPTIVE);
    for (int seed = 0; seed < 20; seed++) {
      Coalescer leaves = CoalescerKind.HASH_MAP.create(policy, d -> d.length());
      int moved = 100 + 10 * seed;
      offer(leaves, frames(seed), 0, moved);
      long then = moved * 3000L;
      leaves.advance(then);
      byte[] snapshot = leaves.snapshot(then);
      RecordingReceiver guest = new RecordingReceiver();
      Coalescer arrives = CoalescerKind.OPEN_ADDRESSING.create(policy, guest);
      arrives.restore(snapshot, then);
      assertThat(arrives.snapshot(then)).isEqualTo(snapshot);
      while (leaves.nextDeadline() != Coalescer.NO_DEADLINE) {
        assertThat(arrives.nextDeadline()).isEqualTo(leaves.nextDeadline());
        long due = leaves.nextDeadline();
        leaves.advance(due);
        arrives.advance(due);
      }
      assertThat(arrives.nextDeadline()).isEqualTo(Coalescer.NO_DEADLINE);
    }
  }

  @Test
  void whatIsBeyondTheBoundIsDeliveredOldestFirst() {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer large = CoalescerKind.OPEN_ADDRESSING.create(RscPolicy.hardened(), guest);
    for (int flow = 0; flow < 5; flow++) {
      byte[] frame = TcpFrame.ipv4().flow(flow).build();
      large.offer(0, frame, 0, frame.length, 0);
    }
    Coalescer small =
        CoalescerKind.HASH_MAP.create(RscPolicy.hardened().withMaxHeldSegments(2), guest);
    small.restore(large.snapshot(0), 0);
    assertThat(small.held(IpFamily.IPV4)).isEqualTo(2);
    assertThat(guest.received()).hasSize(3);
    assertThat(guest.received().getFirst().bytes()).isEqualTo(TcpFrame.ipv4().flow(0).build());
  }

  @Test
  void onlyACoalescerThatHoldsNothingRestores() {
    Coalescer c = CoalescerKind.OPEN_ADDRESSING.create(RscPolicy.hardened(), d -> d.length());
    byte[] frame = TcpFrame.ipv4().build();
    c.offer(0, frame, 0, frame.length, 0);
    assertThatThrownBy(() -> c.restore(c.snapshot(0), 0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theFloorHoldsNothing() {
    Coalescer floor = CoalescerKind.PASS_THROUGH.create(RscPolicy.hardened(), d -> d.length());
    Coalescer other = CoalescerKind.LINKED_LIST.create(RscPolicy.hardened(), d -> d.length());
    assertThat(other.snapshot(0)).isEqualTo(floor.snapshot(0));
    byte[] frame = TcpFrame.ipv4().build();
    other.offer(0, frame, 0, frame.length, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> floor.restore(other.snapshot(0), 0));
  }

  @Test
  void whateverTheBytesAreNothingButARefusalComesOfThem() {
    Coalescer source = CoalescerKind.OPEN_ADDRESSING.create(RscPolicy.windows(), d -> d.length());
    byte[][] frames = frames(1);
    offer(source, frames, 0, 60);
    byte[] good = source.snapshot(60 * 3000L);
    for (int end = 0; end < good.length; end += end < 300 ? 1 : 37) {
      byte[] cut = Arrays.copyOf(good, end);
      Coalescer c = CoalescerKind.OPEN_ADDRESSING.create(RscPolicy.hardened(), d -> d.length());
      assertThatIllegalArgumentException().isThrownBy(() -> c.restore(cut, 0));
      c.flush();
    }
    RandomGenerator random = CoalescerContractTest.random(5);
    for (int i = 0; i < 3000; i++) {
      byte[] bad = good.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        int near = random.nextBoolean() ? Math.min(bad.length, 120) : bad.length;
        bad[random.nextInt(near)] = (byte) random.nextInt();
      }
      RscPolicy policy = POLICIES.get(i % POLICIES.size());
      Coalescer c = CoalescerKind.PER_FLOW_ARRAYS.create(policy, d -> d.toByteArray().length);
      try {
        c.restore(bad, 0);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageContaining("snapshot");
      }
      for (IpFamily family : IpFamily.values()) {
        assertThat(c.held(family) == 0 || c.deadline(family) != Coalescer.NO_DEADLINE).isTrue();
      }
      offer(c, frames, 60, 120);
      c.flush();
      assertThat(c.held(IpFamily.IPV4) + c.held(IpFamily.IPV6)).isZero();
    }
  }
}
