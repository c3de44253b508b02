package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;

/**
 * Buckets of a cache line whose tags are compared eight at a time by arithmetic in a word.
 *
 * <p>A search reads one line, unless more flows than it has room for begin there, and the key of a
 * flow whose tag is equal: the right one, or one of 255.
 */
final class TaggedBucketsFlowTable extends BucketsFlowTable {

  /*
   * A bucket has eight words. Word 0 has the tags of ways 0 to 7, the lowest byte first. Word 1 has those of ways 8 to 11 in its lower half;
   * its upper half counts the flows that went on. Each other word has two slots, that of the even way in its lower half.
   */
  private static final int WORDS_SHIFT = BUCKET_SHIFT - 3;
  private static final int FIRST_WORD = FIRST_BYTE >> 3;
  private static final int SLOTS = 2;
  private static final int WAYS_OF_A_WORD = 8;
  private static final long LOWER_HALF = 0xFFFF_FFFFL;
  private static final long EACH_BYTE = 0x0101_0101_0101_0101L;
  private static final long SEVEN_BITS = 0x7F7F_7F7F_7F7F_7F7FL;

  private final long[] buckets;

  TaggedBucketsFlowTable(IpFamily family, int capacity) {
    super(family, capacity);
    buckets = new long[bytes() >> 3];
  }

  private static int firstWord(int bucket) {
    return FIRST_WORD + (bucket << WORDS_SHIFT);
  }

  /** The tag of a hash in every byte. */
  private static long tags(int hash) {
    return tag(hash) * EACH_BYTE;
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
      if (isOf(key, slot)) {
        return slot;
      }
    }
    return NONE;
  }

  @Override
  int emptyWay(int bucket) {
    int first = firstWord(bucket);
    long empty = zeroBytes(buckets[first]);
    if (empty != 0) {
      return firstWay(empty);
    }
    long more = zeroBytes(buckets[first + 1]) & LOWER_HALF;
    return more == 0 ? NONE : WAYS_OF_A_WORD + firstWay(more);
  }

  @Override
  void put(int bucket, int way, int tag, int slot) {
    int first = firstWord(bucket);
    setTag(first, way, tag);
    int word = first + SLOTS + (way >>> 1);
    int shift = (way & 1) << 5;
    buckets[word] = (buckets[word] & ~(LOWER_HALF << shift)) | (long) slot << shift;
  }

  @Override
  void clear(int bucket, int way) {
    setTag(firstWord(bucket), way, 0);
  }

  private void setTag(int first, int way, long tag) {
    int word = first + (way >>> 3);
    int shift = (way & 7) << 3;
    buckets[word] = (buckets[word] & ~(0xFFL << shift)) | tag << shift;
  }

  @Override
  void empty(int bucket) {
    int first = firstWord(bucket);
    buckets[first] = 0;
    buckets[first + 1] = 0;
  }

  @Override
  void pass(int bucket, int flows) {
    buckets[firstWord(bucket) + 1] += (long) flows << 32;
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
}
