package dev.rsclab.coalesce;

import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;

/**
 * The memory of a chain's held segments: numbered slots with a head each, and tails.
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

  private final int capacity;
  private final long maxBytes;
  private byte[] heads;
  private final byte[][] tails;

  /*
   * Slots and tails are given out from zero on; one that is given back is given out again before a new one: its memory is the warmest.
   * When all have been given back the count starts from zero again.
   */
  private final int[] freeSlots;
  private int freeSlotCount;
  private int slotCount;
  private final int[] freeTails;
  private int freeTailCount;
  private int tailCount;

  HeldMemory(int capacity, long maxBytes) {
    this.capacity = capacity;
    this.maxBytes = maxBytes;
    heads = new byte[Math.min(FIRST_HEADS, capacity) * HEAD_BYTES];
    tails = new byte[capacity][];
    freeSlots = new int[capacity];
    freeTails = new int[capacity];
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
    long heads = (long) slotCount - freeSlotCount;
    long tails = (long) tailCount - freeTailCount;
    return heads * HEAD_BYTES + tails * TAIL_BYTES + bytes <= maxBytes;
  }

  /** Takes a free slot, of which there must be one, and makes sure that it has a head. */
  int takeSlot() {
    if (freeSlotCount > 0) {
      return freeSlots[--freeSlotCount];
    }
    if (start(slotCount) == heads.length) {
      growHeads();
    }
    return slotCount++;
  }

  private void growHeads() {
    long twice = 2L * heads.length;
    heads = Arrays.copyOf(heads, (int) Math.min(twice, (long) capacity * HEAD_BYTES));
  }

  /** The array that all heads lie in; another one after a slot was taken. */
  byte[] heads() {
    return heads;
  }

  /** Where a slot's head begins. */
  static int start(int slot) {
    return slot * HEAD_BYTES;
  }

  /** Takes a free tail, of which there are as many as slots, and returns its number. */
  int takeTail() {
    if (freeTailCount > 0) {
      return freeTails[--freeTailCount];
    }
    if (tails[tailCount] == null) {
      tails[tailCount] = new byte[TAIL_BYTES];
    }
    return tailCount++;
  }

  byte[] tail(int number) {
    return tails[number];
  }

  void releaseSlot(int slot) {
    freeSlots[freeSlotCount++] = slot;
  }

  void releaseTail(int number) {
    freeTails[freeTailCount++] = number;
  }

  void releaseAll() {
    freeSlotCount = 0;
    slotCount = 0;
    freeTailCount = 0;
    tailCount = 0;
  }
}
