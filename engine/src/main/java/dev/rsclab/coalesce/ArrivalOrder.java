package dev.rsclab.coalesce;

import java.util.Arrays;

/**
 * The order in which held segments arrived: a doubly linked list over slot numbers that also knows
 * how many precede a slot.
 *
 * <p>Append, remove and walk are O(1). {@link #rank} is O(1) as long as only the oldest were
 * removed since the list was last empty, which is what timers do, and O(log capacity) after
 * removals from the middle. Allocation-free after construction.
 */
final class ArrivalOrder {

  /** No slot. */
  static final int NONE = -1;

  /*
   * Every slot gets an ordinal when it is appended; ordinals grow along the list. Without removals from the middle the number of slots
   * before one is the difference of its ordinal and the oldest's. A Fenwick tree [1] over ordinals counts the removals from the middle
   * that have to be subtracted. Ordinals start again from zero whenever the list runs empty, and are dealt anew when they run out, at
   * most once in `capacity` appends.
   *
   * [1] Fenwick, A new data structure for cumulative frequency tables, Software: Practice and Experience 24(3), 1994
   */
  private final int[] next;
  private final int[] previous;
  private final int[] ordinal;
  private final int[] removedTree;
  private int oldest = NONE;
  private int newest = NONE;
  private int size;
  private int nextOrdinal;
  private int oldestOrdinal;
  private int gaps;

  ArrivalOrder(int capacity) {
    next = new int[capacity];
    previous = new int[capacity];
    ordinal = new int[capacity];
    removedTree = new int[2 * capacity + 1];
  }

  int size() {
    return size;
  }

  /** The slot that arrived first, or {@link #NONE}. */
  int oldest() {
    return oldest;
  }

  /** The slot that arrived after {@code slot}, or {@link #NONE}. */
  int after(int slot) {
    return next[slot];
  }

  void append(int slot) {
    if (nextOrdinal == removedTree.length - 1) {
      renumber();
    }
    ordinal[slot] = nextOrdinal++;
    next[slot] = NONE;
    previous[slot] = newest;
    if (newest == NONE) {
      oldest = slot;
      oldestOrdinal = ordinal[slot];
    } else {
      next[newest] = slot;
    }
    newest = slot;
    size++;
  }

  void remove(int slot) {
    int before = previous[slot];
    int after = next[slot];
    if (before == NONE) {
      oldest = after;
      oldestOrdinal = after == NONE ? 0 : ordinal[after];
    } else {
      next[before] = after;
      countGap(ordinal[slot]);
    }
    if (after == NONE) {
      newest = before;
    } else {
      previous[after] = before;
    }
    if (--size == 0) {
      restart();
    }
  }

  /** Removes all. O(1) unless there were removals from the middle. */
  void clear() {
    oldest = NONE;
    newest = NONE;
    size = 0;
    restart();
  }

  /** How many slots in the list arrived before {@code slot}. */
  int rank(int slot) {
    int distance = ordinal[slot] - oldestOrdinal;
    return gaps == 0 ? distance : distance - gapsBelow(ordinal[slot]) + gapsBelow(oldestOrdinal);
  }

  private void countGap(int removed) {
    gaps++;
    for (int i = removed + 1; i < removedTree.length; i += i & -i) {
      removedTree[i]++;
    }
  }

  private int gapsBelow(int limit) {
    int sum = 0;
    for (int i = limit; i > 0; i -= i & -i) {
      sum += removedTree[i];
    }
    return sum;
  }

  private void restart() {
    nextOrdinal = 0;
    if (gaps > 0) {
      gaps = 0;
      Arrays.fill(removedTree, 0);
    }
  }

  private void renumber() {
    restart();
    for (int slot = oldest; slot != NONE; slot = next[slot]) {
      ordinal[slot] = nextOrdinal++;
    }
    oldestOrdinal = 0;
  }
}
