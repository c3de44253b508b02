package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.IpFamily;

/**
 * Open addressing by buckets of a cache line, each with twelve ways: a tag of one byte, which is
 * part of the hash, and a slot. Where flows are and how they leave; how a bucket is laid out and
 * its tags are compared is the subclass's matter.
 *
 * <p>A flow lies in the bucket where its search begins, or, as long as buckets are full, in the
 * next. Each bucket counts the flows that begin their search there or pass on their way, and lie in
 * a later one: if there are none, a search ends. All operations are O(1) expected.
 */
abstract class BucketsFlowTable extends FlowTable {

  /** The bytes of a bucket as a power of two: a cache line. */
  static final int BUCKET_SHIFT = 6;

  /**
   * Bytes before the first bucket. Data begin 16 bytes behind an array's start, and G1 puts a large
   * array at the start of a region: then buckets lie on lines.
   */
  static final int FIRST_BYTE = 48;

  /** Flows of a bucket when as many are held as can be, or fewer: a bucket in sixteen is full. */
  private static final int FLOWS_PER_BUCKET = 8;

  private static final int WAY_BITS = 4;
  private static final int AWAY_FROM_HOME = 1 << 31;

  /** The number of buckets, a power of two, less one. */
  final int mask;

  private final long[] keys;
  private final int keyShift;

  /** By slot: bucket and way, and whether the bucket is another one than the search begins in. */
  private final int[] placeOf;

  /** By slot, where the bucket is another one: that which the search begins in. */
  private final int[] homeOf;

  BucketsFlowTable(IpFamily family, int capacity) {
    int wanted = (capacity + FLOWS_PER_BUCKET - 1) / FLOWS_PER_BUCKET;
    mask = Integer.highestOneBit(2 * wanted - 1) - 1;
    keyShift = 32 - Integer.numberOfLeadingZeros(FlowKey.words(family) - 1);
    keys = new long[capacity << keyShift];
    placeOf = new int[capacity];
    homeOf = new int[capacity];
  }

  /** Bytes of all buckets, those before the first one included. */
  final int bytes() {
    return FIRST_BYTE + ((mask + 1) << BUCKET_SHIFT);
  }

  /**
   * The tag of a hash, from 1 to 255, since zero is an empty way: its upper bits, since the lower
   * ones choose the bucket.
   */
  static int tag(int hash) {
    return Math.max(hash >>> 24, 1);
  }

  /** Whether the flow of a slot is this key's. */
  final boolean isOf(FlowKey key, int slot) {
    return key.matches(keys, slot << keyShift);
  }

  /** A way of a bucket that has no flow, or {@link #NONE}. */
  abstract int emptyWay(int bucket);

  /** Gives a way a tag and a slot. */
  abstract void put(int bucket, int way, int tag, int slot);

  /** Makes a way empty. */
  abstract void clear(int bucket, int way);

  /** Makes all ways of a bucket empty, and lets nobody have passed it. */
  abstract void empty(int bucket);

  /** So many more flows lie in a later bucket. */
  abstract void pass(int bucket, int flows);

  @Override
  final void insert(FlowKey key, int slot) {
    int hash = key.hash();
    int home = hash & mask;
    int bucket = home;
    int way = emptyWay(bucket);
    while (way == NONE) {
      pass(bucket, 1);
      bucket = bucket + 1 & mask;
      way = emptyWay(bucket);
    }
    put(bucket, way, tag(hash), slot);
    key.store(keys, slot << keyShift);
    placeOf[slot] = bucket << WAY_BITS | way;
    if (bucket != home) {
      placeOf[slot] |= AWAY_FROM_HOME;
      homeOf[slot] = home;
    }
  }

  private static int bucket(int place) {
    return (place & ~AWAY_FROM_HOME) >>> WAY_BITS;
  }

  @Override
  final void remove(int slot) {
    int place = placeOf[slot];
    int bucket = bucket(place);
    clear(bucket, place & (1 << WAY_BITS) - 1);
    if (place < 0) {
      for (int at = homeOf[slot]; at != bucket; at = at + 1 & mask) {
        pass(at, -1);
      }
    }
  }

  /** Empties whole buckets: nothing is read of the line. */
  @Override
  final void removeAll(ArrivalOrder order) {
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != NONE) {
        int place = placeOf[slot];
        int bucket = bucket(place);
        empty(bucket);
        for (int passed = place < 0 ? homeOf[slot] : bucket;
            passed != bucket;
            passed = passed + 1 & mask) {
          empty(passed);
        }
      }
    }
  }

  @Override
  final long touchKey(int slot) {
    return keys[slot << keyShift];
  }
}
