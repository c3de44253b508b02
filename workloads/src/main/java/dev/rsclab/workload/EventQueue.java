package dev.rsclab.workload;

import java.util.Arrays;

/** What is due when: a binary heap of (time, id), earliest first, at equal times the lower id. */
final class EventQueue {

  private long[] times = new long[64];
  private int[] ids = new int[64];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** Time of the earliest event, in ns; {@link Long#MAX_VALUE} if there is none. */
  long nextNanos() {
    return size == 0 ? Long.MAX_VALUE : times[0];
  }

  /** Adds an event. O(log n). */
  void add(long nanos, int id) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      ids = Arrays.copyOf(ids, size * 2);
    }
    int at = size++;
    while (at > 0 && isBefore(nanos, id, (at - 1) >>> 1)) {
      int parent = (at - 1) >>> 1;
      times[at] = times[parent];
      ids[at] = ids[parent];
      at = parent;
    }
    times[at] = nanos;
    ids[at] = id;
  }

  /** Removes the earliest event, of which there must be one, and returns its id. O(log n). */
  int remove() {
    int first = ids[0];
    size--;
    long nanos = times[size];
    int id = ids[size];
    int at = 0;
    for (int child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && isBefore(times[child + 1], ids[child + 1], child)) {
        child++;
      }
      if (isBefore(nanos, id, child)) {
        break;
      }
      times[at] = times[child];
      ids[at] = ids[child];
      at = child;
    }
    times[at] = nanos;
    ids[at] = id;
    return first;
  }

  private boolean isBefore(long nanos, int id, int other) {
    return nanos != times[other] ? nanos < times[other] : id < ids[other];
  }
}
