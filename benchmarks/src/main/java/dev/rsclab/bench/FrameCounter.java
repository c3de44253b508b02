package dev.rsclab.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * The number of frames that a queue has taken, as any thread may read it at any time: a number that
 * is written for every frame, beside those of the other queues.
 *
 * <p>Outside the heap, where a number's address is known and stays. Each increment is a load and a
 * store, which the compiler must not put off (opaque mode).
 */
final class FrameCounter {

  private static final VarHandle COUNTER = ValueLayout.JAVA_LONG.varHandle();

  /** The size of a cache line or a multiple of it. */
  private static final int ALIGNMENT = 256;

  private final MemorySegment counters;
  private final long at;

  private FrameCounter(MemorySegment counters, long at) {
    this.counters = counters;
    this.at = at;
  }

  /**
   * A counter for each queue of a device; memory is freed when nobody has them any more.
   *
   * @param stride bytes from one to the next, a multiple of 8; the first begins a cache line
   */
  static FrameCounter[] of(int queues, int stride) {
    MemorySegment memory = Arena.ofAuto().allocate((long) queues * stride, ALIGNMENT);
    FrameCounter[] counters = new FrameCounter[queues];
    for (int queue = 0; queue < queues; queue++) {
      counters[queue] = new FrameCounter(memory, (long) queue * stride);
    }
    return counters;
  }

  /** Counts one more; for the queue's owner alone. */
  void increment() {
    COUNTER.setOpaque(counters, at, count() + 1);
  }

  /** How many were counted. */
  long count() {
    return (long) COUNTER.getOpaque(counters, at);
  }
}
