package dev.rsclab.queue;

import dev.rsclab.coalesce.Coalescer;

/**
 * The coalescer of one receive queue, for the thread that opened the queue.
 *
 * <p>No method may be called by another thread; that is checked where assertions are on. What a
 * method costs is what the coalescer's costs.
 */
public final class QueuedCoalescer {

  private final int queue;
  private final Coalescer coalescer;
  private final Thread owner;

  QueuedCoalescer(int queue, Coalescer coalescer, Thread owner) {
    this.queue = queue;
    this.coalescer = coalescer;
    this.owner = owner;
  }

  /**
   * Fires the queue's timers that are due, then takes a frame that {@link ReceiveSideScaling} has
   * sent to this queue; see {@link Coalescer#offer}.
   */
  public int offer(byte[] bytes, int start, int length, long nowNanos) {
    assert isOwner() : ownership();
    if (coalescer.nextDeadline() <= nowNanos) {
      coalescer.advance(nowNanos);
    }
    return coalescer.offer(queue, bytes, start, length, nowNanos);
  }

  /** The queue's number. */
  public int queue() {
    return queue;
  }

  /** Everything else that a coalescer can do; for the owner, too. */
  public Coalescer coalescer() {
    assert isOwner() : ownership();
    return coalescer;
  }

  private boolean isOwner() {
    return Thread.currentThread() == owner;
  }

  private String ownership() {
    return "queue %d belongs to %s, not to %s"
        .formatted(queue, owner.getName(), Thread.currentThread().getName());
  }
}
