package dev.rsclab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.GuestReceiver;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.VnetHeader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveRingTest {

  private static byte[] frame(int length, int seed) {
    byte[] frame = new byte[length];
    new Random(seed).nextBytes(frame);
    return frame;
  }

  @Test
  void deliversWholeFramesOrNothing() {
    ReceiveRing ring = new ReceiveRing(4, 94, true);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    assertThat(c.offer(0, frame(300, 1), 0, 300, 0)).isEqualTo(300);
    assertThat(ring.freeBuffers()).isZero();
    assertThat(c.offer(0, frame(20, 1), 0, 20, 0)).isEqualTo(GuestReceiver.NO_ROOM);
    byte[] taken = new byte[300];
    assertThatThrownBy(() -> ring.take(new byte[299]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(ring.take(taken)).isEqualTo(300);
    assertThat(Bytes.u16Le(taken, VnetHeader.NUM_BUFFERS)).isEqualTo(4);
    assertThat(ring.take(taken)).isZero();
    assertThat(ring.freeBuffers()).isEqualTo(4);
  }

  @Test
  void isAQueueOfFramesWhateverTheirSizes() {
    ReceiveRing ring = new ReceiveRing(7, 94, true);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    Deque<byte[]> model = new ArrayDeque<>();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frame(random.nextInt(13, 560), i);
      int needed = (frame.length + 93) / 94;
      int result = c.offer(0, frame, 0, frame.length, 0);
      if (result != GuestReceiver.NO_ROOM) {
        Bytes.putU16Le(frame, VnetHeader.NUM_BUFFERS, needed);
        model.add(frame);
      }
      while (!model.isEmpty() && random.nextBoolean()) {
        byte[] taken = new byte[560];
        int length = ring.take(taken);
        assertThat(Arrays.copyOf(taken, length)).isEqualTo(model.poll());
      }
      assertThat(ring.used()).isEqualTo(model.size());
    }
  }

  @Test
  void dropsWhatOneBufferCannotTakeWithoutMergeableBuffers() {
    ReceiveRing ring = new ReceiveRing(4, 94, false);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    assertThat(c.offer(0, frame(95, 1), 0, 95, 0)).isEqualTo(95);
    assertThat(ring.dropped()).isEqualTo(1);
    assertThat(ring.used()).isZero();
  }

  @Test
  void theDriverTakesEverything() {
    ReceiveRing ring = new ReceiveRing(8, 2048, true);
    GuestDriver driver = new GuestDriver(ring, 12);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    for (int length : new int[] {0, 13, 26, 60, 1500}) {
      c.offer(0, frame(length, length), 0, length, 0);
    }
    int taken = 0;
    while (driver.takeNext()) {
      taken++;
    }
    assertThat(taken).isEqualTo(5);
    assertThat(driver.bytes()).isEqualTo(13 + 26 + 60 + 1500);
    assertThat(ring.freeBuffers()).isEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFrameWithoutBytesTakesABuffer(boolean mergeable) {
    ReceiveRing ring = new ReceiveRing(2, 94, mergeable);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    assertThat(c.offer(0, new byte[0], 0, 0, 0)).isZero();
    assertThat(c.offer(0, new byte[60], 0, 60, 0)).isEqualTo(60);
    assertThat(ring.freeBuffers()).isZero();
    GuestDriver driver = new GuestDriver(ring, 12);
    assertThat(driver.takeNext()).isTrue();
    assertThat(driver.takeNext()).isTrue();
    assertThat(driver.takeNext()).isFalse();
    assertThat(ring.freeBuffers()).isEqualTo(2);
  }

  @Test
  void takesWhateverFitsTheRing() {
    ReceiveRing ring = new ReceiveRing(256, 2048, true);
    GuestDriver driver = new GuestDriver(ring, 12);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    for (int length : new int[] {140_000, 256 * 2048, 66_000}) {
      assertThat(c.offer(0, frame(length, length), 0, length, 0)).isEqualTo(length);
      assertThat(driver.takeNext()).isTrue();
    }
    assertThat(c.offer(0, new byte[256 * 2048 + 1], 0, 256 * 2048 + 1, 0))
        .isEqualTo(GuestReceiver.NO_ROOM);
  }

  @Test
  void readsHeadersThatLieInTheLastBuffer() {
    ReceiveRing ring = new ReceiveRing(4, 94, true);
    GuestDriver driver = new GuestDriver(ring, 20);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu().withVnetHeaderBytes(20), ring);
    for (int i = 0; i < 20; i++) {
      byte[] frame = new byte[20 + 14 + 40 + 20 + i];
      Bytes.putU16Be(frame, 32, 0x86DD);
      assertThat(c.offer(0, frame, 0, frame.length, 0)).isEqualTo(frame.length);
      assertThat(driver.takeNext()).isTrue();
    }
  }

  @Test
  void tooSmallBuffersAreRefused() {
    assertThatThrownBy(() -> new ReceiveRing(4, 93, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("94 or more");
  }
}
