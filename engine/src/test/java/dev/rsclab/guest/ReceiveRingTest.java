package dev.rsclab.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.GuestReceiver;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.VnetHeader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReceiveRingTest {

  private static byte[] frame(int length, int seed) {
    byte[] frame = new byte[length];
    new Random(seed).nextBytes(frame);
    return frame;
  }

  @Test
  void deliversWholeFramesOrNothing() {
    ReceiveRing ring = new ReceiveRing(4, 64, true);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    assertThat(c.offer(0, frame(200, 1), 0, 200, 0)).isEqualTo(200);
    assertThat(ring.freeBuffers()).isZero();
    assertThat(c.offer(0, frame(20, 1), 0, 20, 0)).isEqualTo(GuestReceiver.NO_ROOM);
    byte[] taken = new byte[200];
    assertThatThrownBy(() -> ring.take(new byte[199]))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(ring.take(taken)).isEqualTo(200);
    assertThat(Bytes.u16Le(taken, VnetHeader.NUM_BUFFERS)).isEqualTo(4);
    assertThat(ring.take(taken)).isZero();
    assertThat(ring.freeBuffers()).isEqualTo(4);
  }

  @Test
  void isAQueueOfFramesWhateverTheirSizes() {
    ReceiveRing ring = new ReceiveRing(7, 50, true);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    Deque<byte[]> model = new ArrayDeque<>();
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frame(random.nextInt(13, 300), i);
      int needed = (frame.length + 49) / 50;
      int result = c.offer(0, frame, 0, frame.length, 0);
      if (result != GuestReceiver.NO_ROOM) {
        Bytes.putU16Le(frame, VnetHeader.NUM_BUFFERS, needed);
        model.add(frame);
      }
      while (!model.isEmpty() && random.nextBoolean()) {
        byte[] taken = new byte[300];
        int length = ring.take(taken);
        assertThat(Arrays.copyOf(taken, length)).isEqualTo(model.poll());
      }
      assertThat(ring.used()).isEqualTo(model.size());
    }
  }

  @Test
  void dropsWhatOneBufferCannotTakeWithoutMergeableBuffers() {
    ReceiveRing ring = new ReceiveRing(4, 64, false);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    assertThat(c.offer(0, frame(65, 1), 0, 65, 0)).isEqualTo(65);
    assertThat(ring.dropped()).isEqualTo(1);
    assertThat(ring.used()).isZero();
  }

  @Test
  void theDriverTakesEverything() {
    ReceiveRing ring = new ReceiveRing(8, 2048, true);
    GuestDriver driver = new GuestDriver(ring, 12);
    Coalescer c = CoalescerKind.PASS_THROUGH.create(RscPolicy.qemu(), ring);
    for (int length : new int[] {13, 26, 60, 1500}) {
      c.offer(0, frame(length, length), 0, length, 0);
    }
    int taken = 0;
    while (driver.takeNext()) {
      taken++;
    }
    assertThat(taken).isEqualTo(4);
    assertThat(driver.bytes()).isEqualTo(13 + 26 + 60 + 1500);
    assertThat(ring.freeBuffers()).isEqualTo(8);
  }
}
