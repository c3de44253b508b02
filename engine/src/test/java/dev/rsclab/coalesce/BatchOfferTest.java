package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.packet.IpFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** A batch does what its frames would do one by one, under every kind, policy and bound. */
class BatchOfferTest {

  private static final int VNET = 12;
  private static final int FRAMES = 600;

  /** For the last ones {@link Lookahead} reads ahead. */
  private static final int[] BOUNDS = {1, 3, 64, 5000};

  private static final int LARGE_BOUND = 140_000;

  /** Frames behind each other in one array, as in a ring of frame buffers. */
  private static final class Ring {
    final byte[] bytes;
    final int[] starts;
    final int[] lengths;
    final long[] nanos;

    Ring(List<byte[]> frames, long[] nanos) {
      this.nanos = nanos;
      starts = new int[frames.size()];
      lengths = new int[frames.size()];
      int end = 0;
      for (int i = 0; i < starts.length; i++) {
        starts[i] = end;
        lengths[i] = frames.get(i).length;
        end += lengths[i];
      }
      bytes = new byte[end];
      for (int i = 0; i < starts.length; i++) {
        System.arraycopy(frames.get(i), 0, bytes, starts[i], lengths[i]);
      }
    }

    static Ring of(RandomGenerator random) {
      RandomFrames source = new RandomFrames(random, random.nextInt(1, 60), false);
      List<byte[]> frames = new ArrayList<>();
      long[] nanos = new long[FRAMES];
      long now = random.nextLong(1L << 40);
      for (int i = 0; i < FRAMES; i++) {
        frames.add(source.next(VNET));
        now += random.nextInt(20) == 0 ? random.nextInt(400_000) : random.nextInt(4000);
        nanos[i] = now;
      }
      return new Ring(frames, nanos);
    }

    /** As the contract says that a batch is taken. */
    int offerOneByOne(Coalescer coalescer, int queue, int from, int count) {
      for (int i = from; i < from + count; i++) {
        if (coalescer.nextDeadline() <= nanos[i]) {
          coalescer.advance(nanos[i]);
        }
        int result = coalescer.offer(queue, bytes, starts[i], lengths[i], nanos[i]);
        if (result == GuestReceiver.NO_ROOM) {
          return i - from;
        }
      }
      return count;
    }

    int offerTogether(Coalescer coalescer, int queue, int from, int count) {
      return coalescer.offer(queue, bytes, starts, lengths, nanos, from, count);
    }
  }

  private static List<String> seen(Coalescer coalescer, RecordingReceiver guest) {
    List<String> seen = new ArrayList<>();
    for (RecordingReceiver.Received r : guest.drain()) {
      seen.add(r.queue() + " " + r.frames() + " " + r.held() + " " + Arrays.hashCode(r.bytes()));
    }
    seen.add("due " + coalescer.nextDeadline());
    for (IpFamily family : IpFamily.values()) {
      seen.add("holds " + coalescer.held(family));
      seen.add(coalescer.stats(family).nonZero().toString());
    }
    return seen;
  }

  private static void compare(CoalescerKind kind, RscPolicy policy, long seed) {
    RandomGenerator random = CoalescerContractTest.random(seed);
    Ring ring = Ring.of(random);
    RecordingReceiver firstGuest = new RecordingReceiver();
    RecordingReceiver secondGuest = new RecordingReceiver();
    Coalescer oneByOne = kind.create(policy, firstGuest);
    Coalescer together = kind.create(policy, secondGuest);
    int from = 0;
    while (from < FRAMES) {
      int count = Math.min(FRAMES - from, random.nextInt(100));
      int queue = random.nextInt(3);
      int room = random.nextInt(4) == 0 ? random.nextInt(20) : RecordingReceiver.UNLIMITED;
      boolean canReceive = random.nextInt(20) != 0;
      for (RecordingReceiver guest : List.of(firstGuest, secondGuest)) {
        guest.room(room);
        guest.canReceive(canReceive);
      }
      int taken = ring.offerTogether(together, queue, from, count);
      assertThat(taken).isEqualTo(ring.offerOneByOne(oneByOne, queue, from, count));
      assertThat(seen(together, secondGuest)).isEqualTo(seen(oneByOne, firstGuest));
      from += taken;
    }
    oneByOne.flush();
    together.flush();
    assertThat(seen(together, secondGuest)).isEqualTo(seen(oneByOne, firstGuest));
  }

  @EachCoalescer
  void doesWhatItsFramesDoOneByOne(CoalescerKind kind) {
    for (int bound : BOUNDS) {
      for (String name : List.of("qemu", "hardened", "windows")) {
        for (FlushStrategy strategy : FlushStrategy.values()) {
          RscPolicy policy = RscPolicy.named(name).withMaxHeldSegments(bound).withFlush(strategy);
          compare(kind, policy, 31L * bound + strategy.toString().length());
        }
      }
    }
  }

  @EachCoalescer
  void doesSoWhenNothingFitsACache(CoalescerKind kind) {
    compare(kind, RscPolicy.qemu().withMaxHeldSegments(LARGE_BOUND), 1);
    compare(kind, RscPolicy.hardened().withMaxHeldSegments(LARGE_BOUND), 2);
  }

  @EachCoalescer
  void aRangeOutsideTheArraysTakesNothing(CoalescerKind kind) {
    RecordingReceiver guest = new RecordingReceiver();
    Coalescer c = kind.create(RscPolicy.qemu().withMaxHeldSegments(5000), guest);
    Ring ring = Ring.of(CoalescerContractTest.random(1));
    assertThatThrownBy(() -> ring.offerTogether(c, 0, FRAMES - 1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> ring.offerTogether(c, 0, -1, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(guest.received()).isEmpty();
    assertThat(c.held(IpFamily.IPV4) + c.held(IpFamily.IPV6)).isZero();
    assertThat(ring.offerTogether(c, 0, FRAMES, 0)).isZero();
  }

  @EachCoalescer
  void aFrameOutsideTheBufferIsFoundWhenItsTurnComes(CoalescerKind kind) {
    for (int[] bad : new int[][] {{-1, 60}, {0, -1}, {Integer.MAX_VALUE, 60}, {1, 1 << 30}}) {
      RecordingReceiver guest = new RecordingReceiver();
      Coalescer c = kind.create(RscPolicy.qemu().withMaxHeldSegments(5000), guest);
      byte[] frame = TcpFrame.ipv4().payload(100).build();
      int[] starts = {0, bad[0]};
      int[] lengths = {frame.length, bad[1]};
      assertThatThrownBy(() -> c.offer(0, frame, starts, lengths, new long[2], 0, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(guest.received().size() + c.held(IpFamily.IPV4)).isEqualTo(1);
    }
  }
}
