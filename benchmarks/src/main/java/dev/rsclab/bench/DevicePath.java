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
  private final PollBatch polled;

  /** Frames that are offered together. */
  private final int batch;

  private DevicePath(Coalescer coalescer, NicRing ring, PollBatch polled, int batch) {
    this.coalescer = coalescer;
    this.ring = ring;
    this.polled = polled;
    this.batch = batch;
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
   * @param batch a divisor of {@value RingCursor#BATCH}; 1: frame by frame
   */
  static DevicePath inBatches(Coalescer coalescer, NicRing ring, int batch) {
    return new DevicePath(coalescer, ring, null, batch);
  }

  /** The NIC receives the next frames: outside the measured time. */
  void receive() {
    cursor.advance();
  }

  /** Offers the frames received to the coalescer; the virtual clock is their arrival. */
  void offer() {
    // Loops of their own: batches cost nothing where nobody asks for them.
    if (polled != null) {
      offerBatches();
    } else if (batch > 1) {
      offerTogether();
    } else {
      offerFrames();
    }
  }

  private void offerTogether() {
    int end = cursor.from() + RingCursor.BATCH;
    for (int slot = cursor.from(); slot < end; slot += batch) {
      coalescer.offer(
          QUEUE, ring.memory(), ring.starts(), ring.lengths(), ring.arrivals(), slot, batch);
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
      if (polled.endNanos() <= now) {
        polled.end();
        coalescer.endOfBatch(now);
      }
      offer(slot, now);
      if (polled.take(now)) {
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
