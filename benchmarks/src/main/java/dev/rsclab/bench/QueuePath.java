package dev.rsclab.bench;

import dev.rsclab.queue.QueuedCoalescer;
import dev.rsclab.queue.ReceiveSideScaling;
import java.util.Optional;

/**
 * The loop that a queue's owner runs: the frames of the queue's own ring into the queue's own
 * coalescer.
 *
 * <p>As in {@link DevicePath}, the loop reads everything through this object.
 */
final class QueuePath {

  private final QueuedCoalescer coalescer;
  private final NicRing ring;
  private final RingCursor cursor;
  private final FrameCounter counter;
  private final int vnetHeaderBytes;

  /** Hashes every frame anew; null if the NIC has done so. */
  private final ReceiveSideScaling steering;

  private long misplaced;

  QueuePath(
      QueuedCoalescer coalescer,
      NicRing ring,
      int vnetHeaderBytes,
      FrameCounter counter,
      Optional<ReceiveSideScaling> steering) {
    this.coalescer = coalescer;
    this.ring = ring;
    this.vnetHeaderBytes = vnetHeaderBytes;
    this.counter = counter;
    this.steering = steering.orElse(null);
    cursor = new RingCursor(ring);
  }

  /** The NIC receives the next frames: outside the measured time. */
  void receive() {
    cursor.advance();
  }

  /** Offers the frames received to the coalescer; the virtual clock is their arrival. */
  void offer() {
    if (steering == null) {
      offerFrames();
    } else {
      steerFrames();
    }
  }

  private void offerFrames() {
    int end = cursor.from() + RingCursor.BATCH;
    for (int slot = cursor.from(); slot < end; slot++) {
      offer(slot);
    }
  }

  private void steerFrames() {
    int end = cursor.from() + RingCursor.BATCH;
    for (int slot = cursor.from(); slot < end; slot++) {
      int start = ring.start(slot) + vnetHeaderBytes;
      int queue = steering.queue(ring.memory(), start, ring.length(slot) - vnetHeaderBytes);
      if (queue == coalescer.queue()) {
        offer(slot);
      } else {
        misplaced++;
      }
    }
  }

  private void offer(int slot) {
    counter.increment();
    coalescer.offer(ring.memory(), ring.start(slot), ring.length(slot), ring.arrivalNanos(slot));
  }

  /** Frames that the hash sends elsewhere; none, since the ring holds the queue's own. */
  long misplaced() {
    return misplaced;
  }
}
