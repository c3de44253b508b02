package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The buckets of {@link TaggedBucketsFlowTable}, all twelve tags of which are compared at once by a
 * vector of 16 bytes.
 *
 * <p>Needs the incubating Vector API. A search reads one line, unless more flows than it has room
 * for begin there, and the key of a flow whose tag is equal: the right one, or one of 255. All
 * operations are O(1) expected. Nothing is allocated once C2 has compiled a search; before that,
 * every vector is an object.
 */
final class VectorBucketsFlowTable extends FlowTable {

  private static final VectorSpecies<Byte> TAGS = ByteVector.SPECIES_128;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Flows of a bucket when as many are held as can be, or fewer: a bucket in sixteen is full. */
  private static final int FLOWS_PER_BUCKET = 8;

  /*
   * A bucket has 64 bytes: the tags of twelve ways; a count of the flows that begin their search here and lie in a later bucket, or pass here on
   * their way (if it is zero, a search ends); twelve slots of four bytes. A tag is never zero: zero is an empty way.
   */
  private static final int BUCKET_SHIFT = 6;
  private static final int WAYS = 12;
  private static final int EACH_WAY = (1 << WAYS) - 1;
  private static final int PASSED = WAYS;
  private static final int SLOTS = 16;

  /**
   * Bytes before the first bucket. Data begin 16 bytes behind an array's start, and G1 puts a large
   * array at the start of a region: then buckets lie on lines.
   */
  private static final int FIRST_BYTE = 48;

  private static final int WAY_BITS = 4;
  private static final int AWAY_FROM_HOME = 1 << 31;

  private final byte[] buckets;
  private final int mask;
  private final long[] keys;
  private final int keyShift;

  /** By slot: bucket and way, and whether the bucket is another one than the search begins in. */
  private final int[] placeOf;

  /** By slot, where the bucket is another one: that which the search begins in. */
  private final int[] homeOf;

  VectorBucketsFlowTable(IpFamily family, int capacity) {
    int wanted = (capacity + FLOWS_PER_BUCKET - 1) / FLOWS_PER_BUCKET;
    int count = Integer.highestOneBit(2 * wanted - 1);
    buckets = new byte[FIRST_BYTE + (count << BUCKET_SHIFT)];
    mask = count - 1;
    keyShift = 32 - Integer.numberOfLeadingZeros(FlowKey.words(family) - 1);
    keys = new long[capacity << keyShift];
    placeOf = new int[capacity];
    homeOf = new int[capacity];
  }

  private static int firstByte(int bucket) {
    return FIRST_BYTE + (bucket << BUCKET_SHIFT);
  }

  /** The tag of a hash: its upper bits, since the lower ones choose the bucket. */
  private static byte tag(int hash) {
    return (byte) Math.max(hash >>> 24, 1);
  }

  /** A bit for each way of a bucket that has this tag. */
  private int ways(int first, byte tag) {
    ByteVector tags = ByteVector.fromArray(TAGS, buckets, first);
    return (int) tags.compare(VectorOperators.EQ, tag).toLong() & EACH_WAY;
  }

  private int slot(int first, int way) {
    return (int) INT.get(buckets, first + SLOTS + (way << 2));
  }

  private int passed(int first) {
    return (int) INT.get(buckets, first + PASSED);
  }

  private void pass(int bucket, int flows) {
    int first = firstByte(bucket);
    INT.set(buckets, first + PASSED, passed(first) + flows);
  }

  @Override
  int find(FlowKey key) {
    int hash = key.hash();
    byte tag = tag(hash);
    int home = hash & mask;
    int bucket = home;
    do {
      int first = firstByte(bucket);
      for (int equal = ways(first, tag); equal != 0; equal &= equal - 1) {
        int slot = slot(first, Integer.numberOfTrailingZeros(equal));
        if (key.matches(keys, slot << keyShift)) {
          return slot;
        }
      }
      if (passed(first) == 0) {
        return NONE;
      }
      bucket = bucket + 1 & mask;
      // Flows may have gone on from every bucket of a small table.
    } while (bucket != home);
    return NONE;
  }

  @Override
  void insert(FlowKey key, int slot) {
    int hash = key.hash();
    int home = hash & mask;
    int bucket = home;
    int empty = ways(firstByte(bucket), (byte) 0);
    while (empty == 0) {
      pass(bucket, 1);
      bucket = bucket + 1 & mask;
      empty = ways(firstByte(bucket), (byte) 0);
    }
    int first = firstByte(bucket);
    int way = Integer.numberOfTrailingZeros(empty);
    buckets[first + way] = tag(hash);
    INT.set(buckets, first + SLOTS + (way << 2), slot);
    key.store(keys, slot << keyShift);
    placeOf[slot] = bucket << WAY_BITS | way;
    if (bucket != home) {
      placeOf[slot] |= AWAY_FROM_HOME;
      homeOf[slot] = home;
    }
  }

  @Override
  void remove(int slot) {
    int place = placeOf[slot];
    int bucket = (place & ~AWAY_FROM_HOME) >>> WAY_BITS;
    buckets[firstByte(bucket) + (place & (1 << WAY_BITS) - 1)] = 0;
    if (place < 0) {
      for (int at = homeOf[slot]; at != bucket; at = at + 1 & mask) {
        pass(at, -1);
      }
    }
  }

  /** Empties whole buckets: one store for each flow, and nothing is read of the line. */
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

  /** Sixteen bytes: all tags, and the count. */
  private void empty(int bucket) {
    ByteVector.zero(TAGS).intoArray(buckets, firstByte(bucket));
  }

  @Override
  long touch(int hash) {
    return passed(firstByte(hash & mask));
  }

  @Override
  int candidate(int hash) {
    int first = firstByte(hash & mask);
    int equal = ways(first, tag(hash));
    return equal == 0 ? NONE : slot(first, Integer.numberOfTrailingZeros(equal));
  }

  @Override
  long touchKey(int slot) {
    return keys[slot << keyShift];
  }
}
