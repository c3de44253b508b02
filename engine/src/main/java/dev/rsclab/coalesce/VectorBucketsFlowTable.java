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
 * Buckets of a cache line, all twelve tags of which are compared at once by a vector of 16 bytes.
 *
 * <p>Needs the incubating Vector API. A search reads one line, unless more flows than it has room
 * for begin there, and the key of a flow whose tag is equal: the right one, or one of 255. Nothing
 * is allocated once C2 has compiled a search; before that, every vector is an object.
 */
final class VectorBucketsFlowTable extends BucketsFlowTable {

  private static final VectorSpecies<Byte> TAGS = ByteVector.SPECIES_128;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /*
   * A bucket has 64 bytes: the tags of twelve ways; a count of the flows that went on; twelve slots of four bytes.
   */
  private static final int WAYS = 12;
  private static final int EACH_WAY = (1 << WAYS) - 1;
  private static final int PASSED = WAYS;
  private static final int SLOTS = 16;

  private final byte[] buckets;

  VectorBucketsFlowTable(IpFamily family, int capacity) {
    super(family, capacity);
    buckets = new byte[bytes()];
  }

  private static int firstByte(int bucket) {
    return FIRST_BYTE + (bucket << BUCKET_SHIFT);
  }

  /** A bit for each way of a bucket that has this tag. */
  private int ways(int first, int tag) {
    ByteVector tags = ByteVector.fromArray(TAGS, buckets, first);
    return (int) tags.compare(VectorOperators.EQ, (byte) tag).toLong() & EACH_WAY;
  }

  private int slot(int first, int way) {
    return (int) INT.get(buckets, first + SLOTS + (way << 2));
  }

  private int passed(int first) {
    return (int) INT.get(buckets, first + PASSED);
  }

  @Override
  int find(FlowKey key) {
    int hash = key.hash();
    int tag = tag(hash);
    int home = hash & mask;
    int bucket = home;
    do {
      int first = firstByte(bucket);
      for (int equal = ways(first, tag); equal != 0; equal &= equal - 1) {
        int slot = slot(first, Integer.numberOfTrailingZeros(equal));
        if (isOf(key, slot)) {
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
  int emptyWay(int bucket) {
    int empty = ways(firstByte(bucket), 0);
    return empty == 0 ? NONE : Integer.numberOfTrailingZeros(empty);
  }

  @Override
  void put(int bucket, int way, int tag, int slot) {
    int first = firstByte(bucket);
    buckets[first + way] = (byte) tag;
    INT.set(buckets, first + SLOTS + (way << 2), slot);
  }

  @Override
  void clear(int bucket, int way) {
    buckets[firstByte(bucket) + way] = 0;
  }

  /** Sixteen bytes: all tags, and the count. */
  @Override
  void empty(int bucket) {
    ByteVector.zero(TAGS).intoArray(buckets, firstByte(bucket));
  }

  @Override
  void pass(int bucket, int flows) {
    int first = firstByte(bucket);
    INT.set(buckets, first + PASSED, passed(first) + flows);
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
}
