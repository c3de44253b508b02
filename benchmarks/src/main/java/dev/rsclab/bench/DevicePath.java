package dev.rsclab.bench;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.PollBatch;
import dev.rsclab.coalesce.RscPolicy;

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

  /** The device's batches; null where nobody asks when they end. */
  private final PollBatch batch;

  /** Frames that are offered together. */
  private final int burst;

  private DevicePath(Coalescer coalescer, NicRing ring, PollBatch batch, int burst) {
    this.coalescer = coalescer;
    this.ring = ring;
    this.batch = batch;
    this.burst = burst;
    cursor = new RingCursor(ring);
  }

  /**
   * From a ring through a coalescer of the policy. Where the policy hands over at the end of a
   * batch, {@link PollBatch} says when that is, with the interval as the interrupt moderation.
   */
  static DevicePath of(RscPolicy policy, Coalescer coalescer, NicRing ring) {
    boolean polls = policy.flush() == FlushStrategy.END_OF_BATCH;
    return new DevicePath(coalescer, ring, polls ? new PollBatch(policy.intervalNanos()) : null, 1);
  }

  /**
   * From a ring through a coalescer, so many frames at a time.
   *
   * @param burst a divisor of {@value RingCursor#BATCH}; 1: frame by frame
   */
  static DevicePath inBursts(Coalescer coalescer, NicRing ring, int burst) {
    return new DevicePath(coalescer, ring, null, burst);
  }

  /** The NIC receives the next frames: outside the measured time. */
  void receive() {
    cursor.advance();
  }

  /** Offers the frames received to the coalescer; the virtual clock is their arrival. */
  void offer() {
    // Loops of their own: batches and bursts cost nothing where nobody asks for them.
    if (batch != null) {
      offerBatches();
    } else if (burst > 1) {
      offerBursts();
    } else {
      offerFrames();
    }
  }

  private void offerBursts() {
    int end = cursor.from() + RingCursor.BATCH;
    for (int slot = cursor.from(); slot < end; slot += burst) {
      coalescer.offer(
          QUEUE, ring.memory(), ring.starts(), ring.lengths(), ring.arrivals(), slot, burst);
    }
  }

  private void offerFrames() {
    int end = cursor.from() + RingCursor.BATCH;
    for (int slot = cursor.from(); slot < end; slot++) {
      offer(slot, ring.arrivalNanos(slot));
    }
  }

  private void offerBatches() {
    int end = cursor.from() + RingCursor.BATCH;
    for (int slot = cursor.from(); slot < end; slot++) {
      long now = ring.arrivalNanos(slot);
      if (batch.endNanos() <= now) {
        batch.end();
        coalescer.endOfBatch(now);
      }
      offer(slot, now);
      if (batch.take(now)) {
        coalescer.endOfBatch(now);
      }
    }
  }

  private void offer(int slot, long now) {
    if (coalescer.nextDeadline() <= now) {
      coalescer.advance(now);
    }
    coalescer.offer(QUEUE, ring.memory(), ring.start(slot), ring.length(slot), now);
  }
}
