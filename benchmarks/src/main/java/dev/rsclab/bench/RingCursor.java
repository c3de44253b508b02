package dev.rsclab.bench;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Which part of a ring the next invocation of a benchmark takes: {@value #BATCH} frames. The half
 * of the ring that it enters is refilled first, so that the last frames of the other half can still
 * be lent ({@link dev.rsclab.coalesce.Placement#GATHERED}).
 *
 * <p>Meant for {@code @Setup(Level.Invocation)}: the harness does not count that time, and with so
 * many frames an invocation its own two clock readings do not matter.
 */
final class RingCursor {

  /** Frames per invocation. Every half of a ring is a multiple of it. */
  static final int BATCH = 512;

  /** How many frames may be offered together: divisors of it, as parameters have them. */
  static final List<String> BATCHES =
      IntStream.rangeClosed(1, BATCH)
          .filter(n -> BATCH % n == 0)
          .mapToObj(Integer::toString)
          .toList();

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
      from = 0;
    }
    int half = ring.frames() / 2;
    if (from % half == 0) {
      ring.refill(from, half);
    }
  }

  /** The first slot of the batch. */
  int from() {
    return from;
  }
}
