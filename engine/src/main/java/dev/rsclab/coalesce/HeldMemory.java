package dev.rsclab.coalesce;

import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;

/**
 * The memory of what a chain has staged: a head for each slot, and tails.
 *
 * <p>A held segment has a head, which takes its first frame and what is appended as long as it
 * fits, and a tail for the rest, a 64 KiB array of its own. Heads lie densely: flows with one
 * segment each, the common case when there are many, touch 1.5 KiB a flow instead of 64 KiB. All
 * operations are O(1); memory is taken when first needed and recycled for ever.
 */
final class HeldMemory {

  /**
   * Bytes of a head, an odd number of cache lines, so that the headers of all heads do not fall on
   * the same few cache sets; a full segment of an Ethernet with an MTU of 1500 fits.
   */
  static final int HEAD_BYTES = 1600;

  /**
   * Larger than any tail by an odd number of pages, so that the starts of tails do not fall on the
   * same cache sets.
   */
  static final int TAIL_BYTES = 69_632;

  /**
   * Where the Ethernet header begins in a head: behind room for the longest virtio-net header, so
   * that a held segment can be delivered with a header of another length than it came with.
   */
  static final int FRAME = VnetHeader.HASH_REPORT_BYTES;

  /** Heads that there is memory for at first; twice as many whenever they do not suffice. */
  private static final int FIRST_HEADS = 64;

  /** Heads lie in arrays of so many, 6.5 MB: a million of them would not fit one array twice. */
  private static final int CHUNK_SHIFT = 12;

  private static final int CHUNK_HEADS = 1 << CHUNK_SHIFT;

  private final int capacity;
  private final long maxBytes;

  /** Arrays of heads, then one for each tail: where bytes are appended, it does not matter what. */
  private final byte[][] blocks;

  private final int firstTail;
  private int headCount;
  private int tailCount;
  private final FreeNumbers slots;
  private final FreeNumbers freeTails;

  /**
   * Memory for the slots that {@code slots} gives out.
   *
   * @param maxBytes the most that may be in use
   */
  HeldMemory(int capacity, long maxBytes, FreeNumbers slots) {
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    this.slots = slots;
    headCount = Math.min(FIRST_HEADS, capacity);
    firstTail = (capacity + CHUNK_HEADS - 1) >>> CHUNK_SHIFT;
    blocks = new byte[firstTail + capacity][];
    blocks[0] = new byte[headCount * HEAD_BYTES];
    freeTails = new FreeNumbers(capacity);
  }

  /** Bytes that a frame takes when it is held; the virtio-net header is not counted. */
  static int cost(int frameBytes) {
    return needsTail(FRAME + frameBytes) ? HEAD_BYTES + TAIL_BYTES : HEAD_BYTES;
  }

  /** Whether so many bytes, those before the frame included, do not fit a head. */
  static boolean needsTail(int bytes) {
    return bytes > HEAD_BYTES;
  }

  /** Whether memory for {@code bytes} more may be taken. */
  boolean allows(int bytes) {
    return maxBytes == Long.MAX_VALUE || fits(bytes);
  }

  private boolean fits(int bytes) {
    long heads = slots.used();
    long tails = freeTails.used();
    return heads * HEAD_BYTES + tails * TAIL_BYTES + bytes <= maxBytes;
  }

  /** Makes sure that a slot has a head; slots are given out from zero on. */
  void provide(int slot) {
    if (slot >= headCount) {
      addHeads();
    }
  }

  private void addHeads() {
    if (headCount < CHUNK_HEADS) {
      headCount = Math.min(2 * headCount, Math.min(capacity, CHUNK_HEADS));
      blocks[0] = Arrays.copyOf(blocks[0], headCount * HEAD_BYTES);
    } else {
      int heads = Math.min(CHUNK_HEADS, capacity - headCount);
      blocks[headCount >>> CHUNK_SHIFT] = new byte[heads * HEAD_BYTES];
      headCount += heads;
    }
  }

  /** A block's array; that of a head may be another one after a slot was provided. */
  byte[] block(int number) {
    return blocks[number];
  }

  /** The number of the block that a slot's head lies in. */
  static int headBlock(int slot) {
    return slot >>> CHUNK_SHIFT;
  }

  /** Where a slot's head begins in its block. */
  static int start(int slot) {
    return (slot & CHUNK_HEADS - 1) * HEAD_BYTES;
  }

  /** Takes a free tail, of which there are as many as slots, and returns its block's number. */
  int takeTail() {
    int number = firstTail + freeTails.take();
    if (blocks[number] == null) {
      blocks[number] = new byte[TAIL_BYTES];
      tailCount++;
    }
    return number;
  }

  /** Gives the tail in a block back. */
  void releaseTail(int number) {
    freeTails.release(number - firstTail);
  }

  void releaseAllTails() {
    freeTails.releaseAll();
  }

  /** Bytes taken so far. */
  long bytes() {
    return (long) headCount * HEAD_BYTES
        + (long) tailCount * TAIL_BYTES
        + (long) blocks.length * Integer.BYTES
        + freeTails.bytes();
  }
}
