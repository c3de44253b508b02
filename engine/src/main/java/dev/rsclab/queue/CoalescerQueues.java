package dev.rsclab.queue;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.GuestReceiver;
import dev.rsclab.coalesce.RscPolicy;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A device with several receive queues, each with a coalescer, timers and counters of its own.
 *
 * <p>The reference has one list of held segments for all queues. Since receive-side scaling sends a
 * flow to one queue, a list for each queue delivers the same bytes of each flow in the same order,
 * and no queue waits for another. What differs: each queue arms its own timers, and nothing is said
 * about the order of deliveries of different queues.
 *
 * <p>Each queue is opened by the thread that will own it. What the thread then writes to lies in
 * memory that it has allocated itself, apart from what other queues write.
 *
 * <p>To change steering, every owner flushes its queue first; then the queues are made anew. A flow
 * that changed its queue while some of it was held would be reordered.
 */
public final class CoalescerQueues {

  private final ReceiveSideScaling steering;
  private final CoalescerKind kind;
  private final RscPolicy policy;
  private final AtomicIntegerArray opened;

  /** Queues that nobody has opened yet. */
  public CoalescerQueues(ReceiveSideScaling steering, CoalescerKind kind, RscPolicy policy) {
    this.steering = steering;
    this.kind = kind;
    this.policy = policy;
    opened = new AtomicIntegerArray(steering.queues());
  }

  /** Which queue a frame goes to; for any thread. */
  public ReceiveSideScaling steering() {
    return steering;
  }

  /**
   * A queue for the calling thread alone.
   *
   * @param guest takes what the queue delivers, on the same thread
   * @throws IllegalArgumentException if there is no such queue
   * @throws IllegalStateException if the queue was opened before
   */
  public QueuedCoalescer open(int queue, GuestReceiver guest) {
    if (queue < 0 || queue >= opened.length()) {
      throw new IllegalArgumentException(
          "queue " + queue + "; allowed: 0 to " + (opened.length() - 1));
    }
    if (!opened.compareAndSet(queue, 0, 1)) {
      throw new IllegalStateException("queue " + queue + " has an owner already");
    }
    return new QueuedCoalescer(queue, kind.create(policy, guest), Thread.currentThread());
  }
}
