package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;
import java.util.Arrays;

/**
 * A set-associative table as network cards have it: a flow can be in any of the {@value #WAYS} ways
 * of one set, and nowhere else but in the overflow area.
 *
 * <p>Hardware that finds a set full lets one of its flows go, or sends the packet on unmerged. Here
 * no table may lose a flow, since all kinds deliver the same; so the flows that a full set has no
 * room for lie in an overflow area, as those of some cards lie in a small associative memory beside
 * the table. It has a row for each set, the flow that came last first, and is searched only if the
 * set is full. All operations are O(1) expected.
 */
final class SetAssociativeFlowTable extends FlowTable {

  /** Ways of a set: a cache line of eight-byte entries. */
  static final int WAYS = 8;

  /** Flows of a set when as many are held as can be, or fewer: two sets in a hundred are full. */
  private static final int FLOWS_PER_SET = 4;

  private static final int WAYS_SHIFT = 3;

  /** As in {@link TaggedBucketsFlowTable}: sets lie on lines, if the collector allows it. */
  private static final int FIRST_WORD = 6;

  private static final int IN_OVERFLOW = 1 << 31;

  /*
   * An entry holds the key's hash in its upper half and the slot, plus one, in its lower half; zero is an empty way. Taken ways come first,
   * so a search ends at the first empty one. A row of the overflow area is linked by slots. Its set is full as long as it is not empty: when a
   * flow leaves the set, the first of the row moves in.
   */
  private final long[] entries;
  private final int mask;
  private final long[] keys;
  private final int keyShift;

  /** By slot: where the entry is; the set, with a mark, if the flow is in the overflow area. */
  private final int[] placeOf;

  private final int[] hashOf;

  /** By set: the first slot of its row in the overflow area, or {@link #NONE}. */
  private final int[] overflow;

  /** By slot: the next one of the row, or {@link #NONE}. */
  private final int[] nextOf;

  SetAssociativeFlowTable(IpFamily family, int capacity) {
    int wanted = (capacity + FLOWS_PER_SET - 1) / FLOWS_PER_SET;
    int sets = Integer.highestOneBit(2 * wanted - 1);
    mask = sets - 1;
    entries = new long[FIRST_WORD + (sets << WAYS_SHIFT)];
    keyShift = 32 - Integer.numberOfLeadingZeros(FlowKey.words(family) - 1);
    keys = new long[capacity << keyShift];
    placeOf = new int[capacity];
    hashOf = new int[capacity];
    nextOf = new int[capacity];
    overflow = new int[sets];
    Arrays.fill(overflow, NONE);
  }

  private static int firstWay(int set) {
    return FIRST_WORD + (set << WAYS_SHIFT);
  }

  private static int set(int place) {
    return (place - FIRST_WORD) >>> WAYS_SHIFT;
  }

  private static long entry(int hash, int slot) {
    return (long) hash << 32 | slot + 1;
  }

  @Override
  int find(FlowKey key) {
    int hash = key.hash();
    int first = firstWay(hash & mask);
    for (int at = first; at < first + WAYS; at++) {
      long entry = entries[at];
      if (entry == 0) {
        return NONE;
      }
      int slot = (int) entry - 1;
      if ((int) (entry >>> 32) == hash && key.matches(keys, slot << keyShift)) {
        return slot;
      }
    }
    return findInOverflow(hash & mask, key);
  }

  private int findInOverflow(int set, FlowKey key) {
    int slot = overflow[set];
    while (slot != NONE && !key.matches(keys, slot << keyShift)) {
      slot = nextOf[slot];
    }
    return slot;
  }

  @Override
  void insert(FlowKey key, int slot) {
    int hash = key.hash();
    int set = hash & mask;
    key.store(keys, slot << keyShift);
    hashOf[slot] = hash;
    int first = firstWay(set);
    for (int at = first; at < first + WAYS; at++) {
      if (entries[at] == 0) {
        put(at, slot);
        return;
      }
    }
    placeOf[slot] = set | IN_OVERFLOW;
    nextOf[slot] = overflow[set];
    overflow[set] = slot;
  }

  private void put(int at, int slot) {
    entries[at] = entry(hashOf[slot], slot);
    placeOf[slot] = at;
  }

  @Override
  void remove(int slot) {
    int place = placeOf[slot];
    if (place < 0) {
      removeFromOverflow(place & ~IN_OVERFLOW, slot);
      return;
    }
    int set = set(place);
    int last = firstWay(set) + WAYS - 1;
    if (entries[last] != 0 && overflow[set] != NONE) {
      int moved = overflow[set];
      overflow[set] = nextOf[moved];
      put(place, moved);
      return;
    }
    while (last > place && entries[last] == 0) {
      last--;
    }
    if (last != place) {
      put(place, (int) entries[last] - 1);
    }
    entries[last] = 0;
  }

  private void removeFromOverflow(int set, int slot) {
    if (overflow[set] == slot) {
      overflow[set] = nextOf[slot];
      return;
    }
    int before = overflow[set];
    while (nextOf[before] != slot) {
      before = nextOf[before];
    }
    nextOf[before] = nextOf[slot];
  }

  @Override
  void removeAll(ArrivalOrder order) {
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != NONE) {
        int place = placeOf[slot];
        if (place < 0) {
          overflow[place & ~IN_OVERFLOW] = NONE;
        } else {
          entries[place] = 0;
        }
      }
    }
  }

  @Override
  long touch(int hash) {
    return entries[firstWay(hash & mask)];
  }

  @Override
  int candidate(int hash) {
    int first = firstWay(hash & mask);
    for (int at = first; at < first + WAYS; at++) {
      if ((int) (entries[at] >>> 32) == hash) {
        return (int) entries[at] - 1;
      }
    }
    return NONE;
  }

  @Override
  long touchKey(int slot) {
    return keys[slot << keyShift];
  }
}
