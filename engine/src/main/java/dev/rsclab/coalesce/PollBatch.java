package dev.rsclab.coalesce;

/**
 * When a device that polls has taken all frames of a batch, for {@link Coalescer#endOfBatch}.
 *
 * <p>Models a NIC with interrupt moderation and a driver that polls as Linux's NAPI does: a batch
 * ends with its {@value #BUDGET}th frame, or an interval after its first. All operations are O(1).
 */
public final class PollBatch {

  /** Frames of a batch at most: NAPI_POLL_WEIGHT in Linux's {@code include/linux/netdevice.h}. */
  public static final int BUDGET = 64;

  private final long intervalNanos;
  private int frames;
  private long endNanos = Coalescer.NO_DEADLINE;

  /**
   * No batch has begun.
   *
   * @param intervalNanos how long a batch lasts at most: the interrupt moderation, in ns
   */
  public PollBatch(long intervalNanos) {
    this.intervalNanos = intervalNanos;
  }

  /**
   * A frame has been offered.
   *
   * @return whether the batch ends with it
   */
  public boolean take(long nowNanos) {
    if (frames++ == 0) {
      endNanos = TimedCoalescer.deadline(nowNanos, intervalNanos);
    }
    if (frames < BUDGET) {
      return false;
    }
    end();
    return true;
  }

  /**
   * When the batch ends if no frame ends it, in ns; {@link Coalescer#NO_DEADLINE} between batches.
   */
  public long endNanos() {
    return endNanos;
  }

  /** The batch has ended; the next frame begins another. */
  public void end() {
    frames = 0;
    endNanos = Coalescer.NO_DEADLINE;
  }
}
