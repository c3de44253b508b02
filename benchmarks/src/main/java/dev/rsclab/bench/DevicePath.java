package dev.rsclab.bench;

import dev.rsclab.coalesce.Coalescer;

/** The loop that all benchmarks of a coalescer measure: frame by frame, timers first. */
final class DevicePath {

  /** The only receive queue. */
  private static final int QUEUE = 0;

  private DevicePath() {}

  /** Offers the ring's next frames to a coalescer; the virtual clock is the frames' arrival. */
  static void offer(Coalescer coalescer, NicRing ring, int from, int count) {
    byte[] memory = ring.memory();
    for (int slot = from; slot < from + count; slot++) {
      long now = ring.arrivalNanos(slot);
      if (coalescer.nextDeadline() <= now) {
        coalescer.advance(now);
      }
      coalescer.offer(QUEUE, memory, ring.start(slot), ring.length(slot), now);
    }
  }
}
