package dev.rsclab.coalesce;

import dev.rsclab.guest.ReceiveRing;

/** A guest that takes each frame from its ring at once. */
record EmptiedRing(ReceiveRing ring) implements GuestBuffers {
  @Override
  public int deliver(Delivery delivery) {
    int result = ring.deliver(delivery);
    ring.skip();
    return result;
  }

  @Override
  public byte[] memory() {
    return ring.memory();
  }

  @Override
  public int bufferBytes() {
    return ring.bufferBytes();
  }

  @Override
  public int buffers() {
    return ring.buffers();
  }

  @Override
  public boolean mergeable() {
    return ring.mergeable();
  }

  @Override
  public int freeBuffers() {
    return ring.freeBuffers();
  }

  @Override
  public int takeBuffer() {
    return ring.takeBuffer();
  }

  @Override
  public void giveBack(int buffer) {
    ring.giveBack(buffer);
  }
}
