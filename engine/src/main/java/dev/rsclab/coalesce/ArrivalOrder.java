package dev.rsclab.coalesce;

import java.util.Arrays;

/**
 * The order in which held segments arrived: slot numbers in a row, which also knows how many
 * precede a slot.
 *
 * <p>Append is O(1) amortized, removal O(1) for the oldest and O(log capacity) from the middle, the
 * walk O(1) for each slot appended since the row was last empty. {@link #rank} is O(1) as long as
 * nothing was removed from the middle, which is what timers do. Allocation-free after construction.
 */
final class ArrivalOrder {

  /** No slot. */
  static final int NONE = -1;

  /*
   * Slots are given out from zero on whenever all are free. So until the first removal a slot's number is its position in the row, and nothing
   * is written down. Then slots lie in the row at the position of their arrival; a removal from the middle leaves a gap there. Without gaps
   * the number of slots before one is the difference of its position and the oldest's. A Fenwick tree [1] over positions counts the gaps
   * that have to be subtracted. Positions start again from zero whenever the row runs empty, and are dealt anew when they run out, at most
   * once in `capacity` appends.
   *
   * [1] Fenwick, A new data structure for cumulative frequency tables, Software: Practice and Experience 24(3), 1994
   */
  private final int[] row;
  private final int[] position;
  private final int[] gapTree;
  private boolean written;
  private int oldest;
  private int end;
  private int size;
  private int gaps; // counted in the tree, those before the oldest included

  ArrivalOrder(int capacity) {
    row = new int[2 * capacity];
    position = new int[capacity];
    gapTree = new int[row.length + 1];
  }

  int size() {
    return size;
  }

  /** The slot that arrived first; there must be one. */
  int oldest() {
    return at(oldest);
  }

  /** The position of the slot that arrived first; {@link #end} if there is none. */
  int begin() {
    return oldest;
  }

  /** One more than the position of the slot that arrived last. */
  int end() {
    return end;
  }

  /** The slot at a position from {@link #begin} to {@link #end}, or {@link #NONE} for a gap. */
  int at(int position) {
    return written ? row[position] : position;
  }

  void append(int slot) {
    size++;
    if (written || slot != end) {
      write(slot);
    }
    end++;
  }

  private void write(int slot) {
    if (!written) {
      writeAll();
    } else if (end == row.length) {
      closeGaps();
    }
    row[end] = slot;
    position[slot] = end;
  }

  private void writeAll() {
    written = true;
    for (int i = 0; i < end; i++) {
      row[i] = i;
      position[i] = i;
    }
  }

  void remove(int slot) {
    if (--size == 0) {
      restart();
      return;
    }
    if (!written) {
      writeAll();
    }
    int at = position[slot];
    row[at] = NONE;
    if (at == oldest) {
      do {
        oldest++;
      } while (row[oldest] == NONE);
    } else {
      countGap(at);
    }
  }

  /** Removes all. O(1) unless there were removals from the middle. */
  void clear() {
    size = 0;
    restart();
  }

  /** How many slots in the row arrived before {@code slot}. */
  int rank(int slot) {
    return written ? writtenRank(slot) : slot;
  }

  private int writtenRank(int slot) {
    int distance = position[slot] - oldest;
    return gaps == 0 ? distance : distance - gapsBelow(position[slot]) + gapsBelow(oldest);
  }

  private void countGap(int at) {
    gaps++;
    for (int i = at + 1; i < gapTree.length; i += i & -i) {
      gapTree[i]++;
    }
  }

  private int gapsBelow(int limit) {
    int sum = 0;
    for (int i = limit; i > 0; i -= i & -i) {
      sum += gapTree[i];
    }
    return sum;
  }

  private void restart() {
    written = false;
    oldest = 0;
    end = 0;
    if (gaps > 0) {
      gaps = 0;
      Arrays.fill(gapTree, 0);
    }
  }

  private void closeGaps() {
    int to = 0;
    for (int from = oldest; from < end; from++) {
      int slot = row[from];
      if (slot != NONE) {
        row[to] = slot;
        position[slot] = to++;
      }
    }
    restart();
    written = true;
    end = to;
  }

  /** Bytes that the order takes. */
  long bytes() {
    return (long) (row.length + position.length + gapTree.length) * Integer.BYTES;
  }
}
