package dev.rsclab.bench;

/**
 * Which part of a ring the next invocation of a benchmark takes: {@value #BATCH} frames, and a
 * refilled ring when it has been used up.
 *
 * <p>Meant for {@code @Setup(Level.Invocation)}: the harness does not count that time, and with so
 * many frames an invocation its own two clock readings do not matter.
 */
final class RingCursor {

  /** Frames per invocation. Every ring is a multiple of it. */
  static final int BATCH = 1024;

  private final NicRing ring;
  private int from;

  RingCursor(NicRing ring) {
    this.ring = ring;
    this.from = ring.frames();
  }

  /** Moves to the next batch. */
  void advance() {
    from += BATCH;
    if (from >= ring.frames()) {
      ring.refill();
      from = 0;
    }
  }

  /** The first slot of the batch. */
  int from() {
    return from;
  }
}
