package dev.rsclab.bench;

import dev.rsclab.coalesce.Coalescer;

/**
 * The loop that all benchmarks of a coalescer measure: frame by frame, timers first.
 *
 * <p>The loop reads everything through this object: few values are then alive across the calls, and
 * the loop itself costs little beside the coalescer.
 */
final class DevicePath {

  /** The only receive queue. */
  private static final int QUEUE = 0;

  private final Coalescer coalescer;
  private final NicRing ring;
  private final RingCursor cursor;

  DevicePath(Coalescer coalescer, NicRing ring) {
    this.coalescer = coalescer;
    this.ring = ring;
    cursor = new RingCursor(ring);
  }

  /** The NIC receives the next frames: outside the measured time. */
  void receive() {
    cursor.advance();
  }

  /** Offers the frames received to the coalescer; the virtual clock is their arrival. */
  void offer() {
    int end = cursor.from() + RingCursor.BATCH;
    for (int slot = cursor.from(); slot < end; slot++) {
      long now = ring.arrivalNanos(slot);
      if (coalescer.nextDeadline() <= now) {
        coalescer.advance(now);
      }
      coalescer.offer(QUEUE, ring.memory(), ring.start(slot), ring.length(slot), now);
    }
  }
}
