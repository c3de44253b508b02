package dev.rsclab.guest;

import dev.rsclab.coalesce.GuestBuffers;

/** A guest with a receive ring, which lends its buffers to the device. */
public abstract class RingGuest implements GuestBuffers {

  private static final int BUFFER_BYTES = 2048;

  /** Where the device puts frames. */
  protected final ReceiveRing ring;

  /** A ring of so many buffers that take a frame of an MTU of 1500 with its virtio-net header. */
  protected RingGuest(int buffers) {
    ring = new ReceiveRing(buffers, BUFFER_BYTES, true);
  }

  @Override
  public final byte[] memory() {
    return ring.memory();
  }

  @Override
  public final int bufferBytes() {
    return ring.bufferBytes();
  }

  @Override
  public final int buffers() {
    return ring.buffers();
  }

  @Override
  public final boolean mergeable() {
    return ring.mergeable();
  }

  @Override
  public final int freeBuffers() {
    return ring.freeBuffers();
  }

  @Override
  public final int takeBuffer() {
    return ring.takeBuffer();
  }

  @Override
  public final void giveBack(int buffer) {
    ring.giveBack(buffer);
  }
}
