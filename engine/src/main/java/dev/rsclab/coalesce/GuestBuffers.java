package dev.rsclab.coalesce;

/**
 * A guest whose receive buffers the device can write to before it has a whole frame: what {@link
 * Placement#DIRECT} needs.
 *
 * <p>Buffers are numbered and lie in one array, buffer {@code i} at {@code i * bufferBytes()}. The
 * device takes one when a segment starts to be held and more as it grows. Such a segment is handed
 * over by {@link #deliver} with a delivery that {@link Delivery#isPlaced}: its buffers are the
 * guest's from then on if the guest accepts it. Held segments are delivered in any order, so
 * buffers come back to the guest in another order than they were taken, as virtio allows (VIRTIO
 * 1.2, 2.7.9); those of one segment follow each other in the order of its bytes. What the guest
 * does not accept, and the device does not keep, is given back by {@link #giveBack}.
 */
public interface GuestBuffers extends GuestReceiver {

  /** The array that all buffers lie in; always the same. */
  byte[] memory();

  /** Bytes of each buffer. */
  int bufferBytes();

  /** How many buffers there are, whoever has them. */
  int buffers();

  /** Whether a frame may lie in several buffers (MRG_RXBUF). */
  boolean mergeable();

  /** How many buffers the device can take now. */
  int freeBuffers();

  /** Takes the next buffer, of which there must be one, and returns its number. O(1). */
  int takeBuffer();

  /** Gives back a buffer that was taken and not handed over: it can be taken again. O(1). */
  void giveBack(int buffer);
}
