package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;

/**
 * Open addressing by buckets of a cache line: twelve slots, and beside them a byte of each one's
 * hash, eight of which are compared at once.
 *
 * <p>A search reads one line, unless more flows than it has room for begin there, and the key of a
 * flow whose byte is equal: the right one, or one of 255. All operations are O(1) expected.
 */
final class TaggedBucketsFlowTable extends FlowTable {

  /** Flows of a bucket when as many are held as can be, or fewer: a bucket in sixteen is full. */
  private static final int FLOWS_PER_BUCKET = 8;

  /*
   * A bucket has eight words. Word 0 has the tags of ways 0 to 7, the lowest byte first. Word 1 has those of ways 8 to 11 in its lower half;
   * its upper half counts the flows that begin their search here and lie in a later bucket, or pass here on their way: if it is zero, a search
   * ends. Each other word has two slots, that of the even way in its lower half. A tag is never zero: zero is an empty way.
   */
  private static final int WORDS_SHIFT = 3;
  private static final int SLOTS = 2;
  private static final int WAYS_OF_A_WORD = 8;
  private static final long LOWER_HALF = 0xFFFF_FFFFL;
  private static final long ONE_PASSED = 1L << 32;
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long SEVEN_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

  /**
   * Words before the first bucket. Data begin 16 bytes behind an array's start, and G1 puts a large
   * array at the start of a region: then buckets lie on lines.
   */
  private static final int FIRST_WORD = 6;

  private static final int WAY_BITS = 4;
  private static final int AWAY_FROM_HOME = 1 << 31;

  private final long[] buckets;
  private final int mask;
  private final long[] keys;
  private final int keyShift;

  /** By slot: bucket and way, and whether the bucket is another one than the search begins in. */
  private final int[] placeOf;

  /** By slot, where the bucket is another one: that which the search begins in. */
  private final int[] homeOf;

  TaggedBucketsFlowTable(IpFamily family, int capacity) {
    int wanted = (capacity + FLOWS_PER_BUCKET - 1) / FLOWS_PER_BUCKET;
    int count = Integer.highestOneBit(2 * wanted - 1);
    buckets = new long[FIRST_WORD + (count << WORDS_SHIFT)];
    mask = count - 1;
    keyShift = 32 - Integer.numberOfLeadingZeros(FlowKey.words(family) - 1);
    keys = new long[capacity << keyShift];
    placeOf = new int[capacity];
    homeOf = new int[capacity];
  }

  private static int firstWord(int bucket) {
    return FIRST_WORD + (bucket << WORDS_SHIFT);
  }

  /** The tag of a hash in every byte: its upper bits, since the lower ones choose the bucket. */
  private static long tags(int hash) {
    return Math.max(hash >>> 24, 1) * EACH_BYTE;
  }

  /** The uppermost bit of each byte that is zero, and no other bit. */
  private static long zeroBytes(long word) {
    return ~(((word & SEVEN_BITS) + SEVEN_BITS) | word | SEVEN_BITS);
  }

  private static int firstWay(long bits) {
    return Long.numberOfTrailingZeros(bits) >>> 3;
  }

  private int slot(int first, int way) {
    return (int) (buckets[first + SLOTS + (way >>> 1)] >>> ((way & 1) << 5));
  }

  @Override
  int find(FlowKey key) {
    int hash = key.hash();
    long tags = tags(hash);
    int home = hash & mask;
    int bucket = home;
    while (true) {
      int first = firstWord(bucket);
      int slot = findIn(first, 0, zeroBytes(buckets[first] ^ tags), key);
      if (slot != NONE) {
        return slot;
      }
      long word = buckets[first + 1];
      slot = findIn(first, WAYS_OF_A_WORD, zeroBytes(word ^ tags) & LOWER_HALF, key);
      if (slot != NONE || word >>> 32 == 0) {
        return slot;
      }
      bucket = bucket + 1 & mask;
      // Flows may have gone on from every bucket of a small table.
      if (bucket == home) {
        return NONE;
      }
    }
  }

  /** The slot of a key among the ways whose bits are set. */
  private int findIn(int first, int way, long equal, FlowKey key) {
    for (long bits = equal; bits != 0; bits &= bits - 1) {
      int slot = slot(first, way + firstWay(bits));
      if (key.matches(keys, slot << keyShift)) {
        return slot;
      }
    }
    return NONE;
  }

  @Override
  void insert(FlowKey key, int slot) {
    int hash = key.hash();
    int home = hash & mask;
    int bucket = home;
    int way = emptyWay(firstWord(bucket));
    while (way == NONE) {
      buckets[firstWord(bucket) + 1] += ONE_PASSED;
      bucket = bucket + 1 & mask;
      way = emptyWay(firstWord(bucket));
    }
    int first = firstWord(bucket);
    setTag(first, way, tags(hash));
    int word = first + SLOTS + (way >>> 1);
    int shift = (way & 1) << 5;
    buckets[word] = (buckets[word] & ~(LOWER_HALF << shift)) | (long) slot << shift;
    key.store(keys, slot << keyShift);
    placeOf[slot] = bucket << WAY_BITS | way;
    if (bucket != home) {
      placeOf[slot] |= AWAY_FROM_HOME;
      homeOf[slot] = home;
    }
  }

  private int emptyWay(int first) {
    long empty = zeroBytes(buckets[first]);
    if (empty != 0) {
      return firstWay(empty);
    }
    long more = zeroBytes(buckets[first + 1]) & LOWER_HALF;
    return more == 0 ? NONE : WAYS_OF_A_WORD + firstWay(more);
  }

  /** Gives a way the tag that {@code tags} has in every byte. */
  private void setTag(int first, int way, long tags) {
    int word = first + (way >>> 3);
    long byteOfWay = 0xFFL << ((way & 7) << 3);
    buckets[word] = (buckets[word] & ~byteOfWay) | (tags & byteOfWay);
  }

  @Override
  void remove(int slot) {
    int place = placeOf[slot];
    int bucket = (place & ~AWAY_FROM_HOME) >>> WAY_BITS;
    setTag(firstWord(bucket), place & (1 << WAY_BITS) - 1, 0);
    if (place < 0) {
      for (int at = homeOf[slot]; at != bucket; at = at + 1 & mask) {
        buckets[firstWord(at) + 1] -= ONE_PASSED;
      }
    }
  }

  /** Empties whole buckets: two stores for each flow, and nothing is read of the line. */
  @Override
  void removeAll(ArrivalOrder order) {
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != NONE) {
        int place = placeOf[slot];
        int bucket = (place & ~AWAY_FROM_HOME) >>> WAY_BITS;
        empty(bucket);
        for (int passed = place < 0 ? homeOf[slot] : bucket;
            passed != bucket;
            passed = passed + 1 & mask) {
          empty(passed);
        }
      }
    }
  }

  private void empty(int bucket) {
    int first = firstWord(bucket);
    buckets[first] = 0;
    buckets[first + 1] = 0;
  }

  @Override
  long touch(int hash) {
    return buckets[firstWord(hash & mask)];
  }

  @Override
  int candidate(int hash) {
    int first = firstWord(hash & mask);
    long tags = tags(hash);
    long equal = zeroBytes(buckets[first] ^ tags);
    if (equal != 0) {
      return slot(first, firstWay(equal));
    }
    long more = zeroBytes(buckets[first + 1] ^ tags) & LOWER_HALF;
    return more == 0 ? NONE : slot(first, WAYS_OF_A_WORD + firstWay(more));
  }

  @Override
  long touchKey(int slot) {
    return keys[slot << keyShift];
  }
}
