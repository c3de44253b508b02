package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;

/**
 * A hash index from flow keys to small numbers that the caller gives out, with linear probing over
 * one array.
 *
 * <p>All operations are O(1) expected, since at most half of the places are ever taken.
 * Allocation-free after construction.
 */
public final class FlowIndex {

  /** The number of a key that is not in the index. */
  public static final int NONE = ArrivalOrder.NONE;

  /*
   * A place holds the key's hash in its upper half and the number, plus one, in its lower half; zero is an empty place. So a probe reads one
   * long, and only equal hashes lead to a comparison of keys. Keys are stored by number, not by place: they never move.
   *
   * A key sits at its home place (hash & mask) or in the run that follows, and a run never contains a gap, so a search ends at the first
   * empty place. Removal closes the gap by moving later members of the run back [1] instead of leaving a tombstone: entries come and go at
   * packet rate, and tombstones would fill the index.
   *
   * [1] Knuth, The Art of Computer Programming, vol. 3, section 6.4, Algorithm R
   */
  private final long[] places;
  private final int mask;
  private final long[] keys;
  private final int shift;
  private final int[] placeOf;

  /** The empty place that ended the last search, as long as nothing was removed since. */
  private int emptyPlace = NONE;

  /**
   * An empty index.
   *
   * @param family the IP version of its keys
   * @param numbers how many keys it can have, with the numbers from 0 on
   */
  public FlowIndex(IpFamily family, int numbers) {
    shift = 32 - Integer.numberOfLeadingZeros(FlowKey.words(family) - 1);
    keys = new long[numbers << shift];
    placeOf = new int[numbers];
    places = new long[Integer.highestOneBit(Math.max(numbers, 1) * 2 - 1) * 2];
    mask = places.length - 1;
  }

  /** The number of a key, or {@link #NONE}. */
  public int find(FlowKey key) {
    int hash = key.hash();
    for (int at = hash & mask; ; at = at + 1 & mask) {
      long place = places[at];
      if (place == 0) {
        emptyPlace = at;
        return NONE;
      }
      int number = (int) place - 1;
      if ((int) (place >>> 32) == hash && key.matches(keys, number << shift)) {
        return number;
      }
    }
  }

  /**
   * Adds a key that the last search did not find, under a number that is not in use. Removals may
   * have come between.
   */
  public void insert(FlowKey key, int number) {
    int hash = key.hash();
    key.store(keys, number << shift);
    int at = emptyPlace == NONE ? emptyPlace(hash) : emptyPlace;
    places[at] = (long) hash << 32 | number + 1;
    placeOf[number] = at;
  }

  private int emptyPlace(int hash) {
    int at = hash & mask;
    while (places[at] != 0) {
      at = at + 1 & mask;
    }
    return at;
  }

  /** Removes the key of a number that is in use. */
  public void remove(int number) {
    emptyPlace = NONE;
    int gap = placeOf[number];
    int at = gap;
    while (true) {
      at = at + 1 & mask;
      long place = places[at];
      if (place == 0) {
        break;
      }
      int home = (int) (place >>> 32) & mask;
      // The entry may move into the gap unless its home lies (cyclically) behind the gap.
      if ((at - home & mask) >= (at - gap & mask)) {
        places[gap] = place;
        placeOf[(int) place - 1] = gap;
        gap = at;
      }
    }
    places[gap] = 0;
  }

  /** Removes all keys; their numbers are those in {@code order}. */
  void removeAll(ArrivalOrder order) {
    emptyPlace = NONE;
    for (int at = order.begin(); at < order.end(); at++) {
      int number = order.at(at);
      if (number != NONE) {
        places[placeOf[number]] = 0;
      }
    }
  }

  /** Reads where a search for a hash begins: see {@link FlowTable#touch}. */
  long touch(int hash) {
    return places[hash & mask];
  }

  /**
   * The number at the first place with an equal hash, or {@link #NONE} if an empty place is nearer.
   */
  int candidate(int hash) {
    for (int at = hash & mask; ; at = at + 1 & mask) {
      long place = places[at];
      if (place == 0 || (int) (place >>> 32) == hash) {
        return (int) place - 1;
      }
    }
  }

  /** Reads the key of a number. */
  long touchKey(int number) {
    return keys[number << shift];
  }

  /** Places probed by the longest search that succeeds; for tests. O(places). */
  int longestProbe() {
    int longest = 0;
    for (int at = 0; at <= mask; at++) {
      if (places[at] != 0) {
        int home = (int) (places[at] >>> 32) & mask;
        longest = Math.max(longest, (at - home & mask) + 1);
      }
    }
    return longest;
  }
}
