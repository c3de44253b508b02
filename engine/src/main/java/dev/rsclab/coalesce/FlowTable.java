package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;

/**
 * Maps flows to the slots of their held segments, and knows nothing else.
 *
 * <p>To add an implementation, extend this class and add a constant to {@link CoalescerKind}. A
 * chain owns one table for one IP version; it never inserts a flow that is in the table, never
 * holds more slots than the capacity it was made with, and uses each slot once.
 */
abstract class FlowTable {

  /** What {@link #find} returns for a flow that is not in the table. */
  static final int NONE = ArrivalOrder.NONE;

  /** The slot of a flow, or {@link #NONE}. */
  abstract int find(FlowKey key);

  /**
   * Adds a flow that is not in the table: the last call of {@link #find} or of this method was for
   * this key, and {@code find} found nothing or what it found was removed since. The key's holder
   * is reused by the caller.
   */
  abstract void insert(FlowKey key, int slot);

  /** Removes the flow of a slot that is in the table. */
  abstract void remove(int slot);

  /**
   * Removes the flows of all slots in the table, which are those in {@code order}. A table that is
   * cheaper to empty than to keep in order overrides it.
   */
  void removeAll(ArrivalOrder order) {
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != NONE) {
        remove(slot);
      }
    }
  }

  /**
   * Whether a flow that was just found or added need not be searched again when the next segment is
   * of it, too. Not so in a table that is to search as somebody else's does.
   */
  boolean remembersLast() {
    return true;
  }

  /**
   * Reads the memory where a search for a hash begins, so that the search finds it in the cache. A
   * table for which that does not pay leaves it.
   *
   * @return something of what was read: a compiler drops a read that nobody needs
   */
  long touch(int hash) {
    return 0;
  }

  /**
   * The slot where a search for a hash would first look for its key, or {@link #NONE}: a guess, as
   * long as keys are not compared.
   */
  int candidate(int hash) {
    return NONE;
  }

  /** Reads the key of a slot that {@link #candidate} has given, as {@link #touch} does. */
  long touchKey(int slot) {
    return 0;
  }
}
