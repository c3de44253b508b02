package dev.rsclab.coalesce;

import java.util.Arrays;
import java.util.Random;

/**
 * A guest that lends its buffers, in no good order, and has them back as soon as it has accepted
 * what lies in them: by then they are spoilt.
 */
abstract class BufferedGuest implements GuestBuffers {

  private static final int BUFFERS = 6000;
  private static final int BUFFER_BYTES = 240;
  private static final byte SPOILT = (byte) 0xDD;

  private byte[] memory;
  private int[] free;
  private int freeCount;

  /** Takes a delivery or refuses it, as {@link GuestReceiver#deliver} says. */
  abstract int accept(Delivery delivery);

  @Override
  public final int deliver(Delivery delivery) {
    int result = accept(delivery);
    if (result > 0 && delivery.isPlaced()) {
      int buffer = delivery.firstBuffer();
      for (int bytes = delivery.length(); bytes > BUFFER_BYTES; bytes -= BUFFER_BYTES) {
        int next = delivery.bufferAfter(buffer);
        giveBack(buffer);
        buffer = next;
      }
      giveBack(buffer);
    }
    return result;
  }

  /** Posts all buffers, most of them beside a neighbour. */
  private void post() {
    memory = new byte[BUFFERS * BUFFER_BYTES];
    free = new int[BUFFERS];
    Random random = new Random(1);
    for (int i = 0; i < BUFFERS; i++) {
      free[i] = BUFFERS - 1 - i;
    }
    for (int i = 0; i < BUFFERS / 3; i++) {
      int a = random.nextInt(BUFFERS);
      int b = random.nextInt(BUFFERS);
      int swapped = free[a];
      free[a] = free[b];
      free[b] = swapped;
    }
    freeCount = BUFFERS;
  }

  @Override
  public final byte[] memory() {
    if (memory == null) {
      post();
    }
    return memory;
  }

  @Override
  public final int bufferBytes() {
    return BUFFER_BYTES;
  }

  @Override
  public final int buffers() {
    return BUFFERS;
  }

  @Override
  public final boolean mergeable() {
    return true;
  }

  @Override
  public final int freeBuffers() {
    return freeCount;
  }

  @Override
  public final int takeBuffer() {
    return free[--freeCount];
  }

  @Override
  public final void giveBack(int buffer) {
    int start = buffer * BUFFER_BYTES;
    Arrays.fill(memory, start, start + BUFFER_BYTES, SPOILT);
    free[freeCount++] = buffer;
  }

  /** Whether all buffers are the guest's. */
  final boolean hasAllBuffers() {
    return memory == null || freeCount == BUFFERS;
  }
}
