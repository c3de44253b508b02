package dev.rsclab.coalesce;

import java.util.Objects;

/**
 * A virtio-net header and a frame on their way to the guest, as one or two ranges of bytes.
 *
 * <p>A frame that was never held is the sender's own buffer, untouched. A held segment has its
 * first frame in one place and what was appended in another, so that holding many flows with one
 * segment each touches little memory. Receivers gather: {@link #copyTo}.
 */
public final class Delivery {

  private static final byte[] NOTHING = {};

  private int queue;
  private int frames;
  private boolean held;
  private byte[] head = NOTHING;
  private int headStart;
  private int headBytes;
  private byte[] tail = NOTHING;
  private int tailBytes;

  Delivery() {}

  /** Makes this the delivery of an input frame as it came. */
  Delivery direct(int queue, byte[] bytes, int start, int length) {
    return set(queue, 1, false, bytes, start, length);
  }

  /** Makes this the delivery of a held segment. */
  Delivery held(int queue, int frames, byte[] head, int headStart, int headBytes) {
    return set(queue, frames, true, head, headStart, headBytes);
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  private Delivery set(
      int queue, int frames, boolean held, byte[] head, int headStart, int headBytes) {
    this.queue = queue;
    this.frames = frames;
    this.held = held;
    // Mostly the same array: comparing is cheaper than the collector's write barrier.
    if (this.head != head) {
      this.head = head;
    }
    this.headStart = headStart;
    this.headBytes = headBytes;
    this.tailBytes = 0;
    return this;
  }

  /** Adds what was appended to the held segment. The tail begins at the start of its array. */
  Delivery followedBy(byte[] tail, int tailBytes) {
    this.tail = tail;
    this.tailBytes = tailBytes;
    return this;
  }

  /** The receive queue that the (first) frame arrived on. */
  public int queue() {
    return queue;
  }

  /** Input frames that this delivery stands for, window updates included; at least 1. */
  public int frames() {
    return frames;
  }

  /**
   * Whether the delivery was held; otherwise it is an input frame, delivered while it was offered.
   */
  public boolean wasHeld() {
    return held;
  }

  /** Bytes of virtio-net header and frame. */
  public int length() {
    return headBytes + tailBytes;
  }

  /** Bytes of the first range; the virtio-net header and all packet headers are in it. */
  public int headBytes() {
    return headBytes;
  }

  /** The array of the first range. Not to be written. */
  public byte[] head() {
    return head;
  }

  /** Where the first range begins in {@link #head()}. */
  public int headStart() {
    return headStart;
  }

  /**
   * The array of the second range, which begins at 0; means nothing if it has no bytes. Not to be
   * written.
   */
  public byte[] tail() {
    return tail;
  }

  /** Bytes of the second range, 0 if there is none. */
  public int tailBytes() {
    return tailBytes;
  }

  /** Copies all bytes to {@code to} from {@code at} on and returns how many: {@link #length()}. */
  public int copyTo(byte[] to, int at) {
    return copyTo(0, to, at, length());
  }

  /**
   * Copies {@code count} bytes, beginning with the delivery's byte {@code from}, to {@code to} from
   * {@code at} on.
   *
   * @return {@code count}
   * @throws IndexOutOfBoundsException if either range is exceeded
   */
  public int copyTo(int from, byte[] to, int at, int count) {
    Objects.checkFromIndexSize(from, count, length());
    int inHead = Math.clamp((long) headBytes - from, 0, count);
    if (inHead > 0) {
      System.arraycopy(head, headStart + from, to, at, inHead);
    }
    int inTail = count - inHead;
    if (inTail > 0) {
      System.arraycopy(tail, from + inHead - headBytes, to, at + inHead, inTail);
    }
    return count;
  }

  /**
   * The virtio-net header's and the frame's bytes in an array of their own. Allocates; for tests
   * and tools.
   */
  public byte[] toByteArray() {
    byte[] bytes = new byte[length()];
    copyTo(bytes, 0);
    return bytes;
  }
}
