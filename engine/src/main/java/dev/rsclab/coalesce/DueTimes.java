package dev.rsclab.coalesce;

import java.util.Arrays;

/**
 * When slots are due: a few queues, each of slots that wait equally long, so that each is in the
 * order of its deadlines.
 *
 * <p>Putting and removing are O(1), finding the first O(queues that are not empty). Equal deadlines
 * are in the order of arming. Allocation-free after construction.
 */
final class DueTimes {

  /** No slot. */
  static final int NONE = -1;

  private final int[] before;
  private final int[] after;
  private final byte[] queue;
  private final long[] due;
  private final long[] armed;
  private final int[] heads;
  private final int[] tails;

  /** A bit for each queue that is not empty. */
  private long filled;

  /**
   * No slot is in a queue.
   *
   * @param queues how many, 1 to 64
   */
  DueTimes(int capacity, int queues) {
    before = new int[capacity];
    after = new int[capacity];
    queue = new byte[capacity];
    due = new long[capacity];
    armed = new long[capacity];
    heads = new int[queues];
    tails = new int[queues];
    clear();
  }

  /** Puts a slot that is in no queue at the end of one whose slots are due no later. */
  void put(int slot, int into, long dueNanos, long serial) {
    due[slot] = dueNanos;
    armed[slot] = serial;
    queue[slot] = (byte) into;
    int last = tails[into];
    before[slot] = last;
    after[slot] = NONE;
    tails[into] = slot;
    if (last == NONE) {
      heads[into] = slot;
      filled |= 1L << into;
    } else {
      after[last] = slot;
    }
  }

  /** Takes a slot out of its queue, if it is in one. */
  void remove(int slot) {
    int from = queue[slot];
    if (from == NONE) {
      return;
    }
    queue[slot] = NONE;
    int previous = before[slot];
    int next = after[slot];
    if (previous == NONE) {
      heads[from] = next;
    } else {
      after[previous] = next;
    }
    if (next == NONE) {
      tails[from] = previous;
    } else {
      before[next] = previous;
    }
    if (heads[from] == NONE) {
      filled &= ~(1L << from);
    }
  }

  /** Takes all slots out. */
  void clear() {
    Arrays.fill(queue, (byte) NONE);
    Arrays.fill(heads, NONE);
    Arrays.fill(tails, NONE);
    filled = 0;
  }

  /** The slot that is due first, or {@link #NONE}. */
  int first() {
    int first = NONE;
    for (long left = filled; left != 0; left &= left - 1) {
      int slot = heads[Long.numberOfTrailingZeros(left)];
      if (first == NONE || isBefore(due[slot], armed[slot], due[first], armed[first])) {
        first = slot;
      }
    }
    return first;
  }

  /** Whether one deadline comes before another, or was armed before an equal one. */
  static boolean isBefore(long due, long armed, long otherDue, long otherArmed) {
    return due < otherDue || (due == otherDue && armed < otherArmed);
  }

  boolean contains(int slot) {
    return queue[slot] != NONE;
  }

  /** When a slot in a queue is due, in ns. */
  long due(int slot) {
    return due[slot];
  }

  /** The place of a slot's deadline in the order of arming. */
  long armed(int slot) {
    return armed[slot];
  }

  /** Makes no slot of a queue due later than so: for a clock that went back. */
  void limit(int of, long latest) {
    for (int slot = tails[of]; slot != NONE && due[slot] > latest; slot = before[slot]) {
      due[slot] = latest;
    }
  }
}
