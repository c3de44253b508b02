package dev.rsclab.bench;

import dev.rsclab.coalesce.Coalescer;

/** The loop that all benchmarks of a coalescer measure: frame by frame, timers first. */
final class DevicePath {

  /** The only receive queue. */
  private static final int QUEUE = 0;

  private DevicePath() {}

  /**
   * Offers the ring's next frames to a coalescer; the virtual clock is the frames' arrival.
   *
   * <p>While one frame is being handled, the headers of the next are already on their way from the
   * cache beyond: drivers prefetch them, and in Java a read whose value is not needed yet does the
   * same.
   *
   * @return a value that depends on the bytes read ahead, to be consumed
   */
  static int offer(Coalescer coalescer, NicRing ring, int from, int count) {
    byte[] memory = ring.memory();
    int ahead = 0;
    for (int slot = from; slot < from + count; slot++) {
      ahead += ring.touchHeaders(slot + 1);
      long now = ring.arrivalNanos(slot);
      if (coalescer.nextDeadline() <= now) {
        coalescer.advance(now);
      }
      coalescer.offer(QUEUE, memory, ring.start(slot), ring.length(slot), now);
    }
    return ahead;
  }
}
