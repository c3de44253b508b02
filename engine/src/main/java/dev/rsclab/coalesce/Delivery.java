package dev.rsclab.coalesce;

import java.util.Objects;

/**
 * A virtio-net header and a frame on their way to the guest, as one or more ranges of bytes.
 *
 * <p>A frame that was never held is the sender's own buffer, untouched. A held segment has its
 * headers in the first range; where what follows them lies is the {@link Placement}'s matter.
 * Receivers gather: {@link #copyTo}.
 */
public final class Delivery {

  private static final byte[] NOTHING = {};

  private int queue;
  private int frames;
  private boolean held;
  private byte[] head = NOTHING;
  private int headStart;
  private int headBytes;

  /** Bytes behind the first range. */
  private int restBytes;

  /** Whether those are one range. */
  private boolean tailOnly;

  private byte[] tail = NOTHING;
  private Pieces pieces;

  /** The guest's first buffer, or none. */
  private int firstBuffer;

  private PlacedBytes placed;

  /*
   * The piece that was copied from last begins with the delivery's byte `pieceFrom`; none if that is negative. Receivers copy in sequence,
   * buffer by buffer.
   */
  private int pieceFrom;

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
    this.restBytes = 0;
    this.firstBuffer = PlacedBytes.NONE;
    return this;
  }

  /** Adds what was appended to the held segment, which begins at the start of its array. */
  Delivery followedBy(byte[] tail, int tailBytes) {
    this.tail = tail;
    tailOnly = true;
    restBytes = tailBytes;
    return this;
  }

  /** Adds what follows the first range, so many bytes in all. */
  @SuppressWarnings("ReferenceEquality") // the same cursor, not an equal one
  Delivery followedBy(Pieces pieces, int bytes) {
    if (this.pieces != pieces) {
      this.pieces = pieces;
    }
    tailOnly = false;
    restBytes = bytes;
    pieceFrom = -1;
    return this;
  }

  /** Says that all ranges lie in the guest's buffers already. */
  Delivery placed(PlacedBytes bytes, int firstBuffer) {
    this.placed = bytes;
    this.firstBuffer = firstBuffer;
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
    return headBytes + restBytes;
  }

  /** Bytes of the first range; the virtio-net header and all packet headers are in it. */
  public int headBytes() {
    return headBytes;
  }

  /** The array of the first range. Not to be written, unless {@link #isPlaced}. */
  public byte[] head() {
    return head;
  }

  /** Where the first range begins in {@link #head()}. */
  public int headStart() {
    return headStart;
  }

  /**
   * Whether the bytes lie in the guest's own buffers ({@link GuestBuffers}): nothing is to be
   * copied, and the buffers are the guest's if it accepts the delivery.
   */
  public boolean isPlaced() {
    return firstBuffer != PlacedBytes.NONE;
  }

  /** The number of the guest's buffer that a placed delivery begins in. */
  public int firstBuffer() {
    return firstBuffer;
  }

  /** The number of the guest's buffer in which a placed delivery goes on behind a full one. */
  public int bufferAfter(int buffer) {
    return placed.after(buffer);
  }

  /** Copies all bytes to {@code to} from {@code at} on and returns how many: {@link #length()}. */
  public int copyTo(byte[] to, int at) {
    return copyTo(0, to, at, length());
  }

  /**
   * Copies {@code count} bytes, beginning with the delivery's byte {@code from}, to {@code to} from
   * {@code at} on. O(count) if each call begins where the last one ended.
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
    int behind = count - inHead;
    if (behind > 0) {
      if (tailOnly) {
        System.arraycopy(tail, from + inHead - headBytes, to, at + inHead, behind);
      } else {
        copyPieces(from + inHead, to, at + inHead, behind);
      }
    }
    return count;
  }

  private void copyPieces(int from, byte[] to, int at, int count) {
    if (pieceFrom < 0 || from < pieceFrom) {
      pieces.toStart();
      pieceFrom = headBytes;
    }
    int copied = 0;
    while (copied < count) {
      int inPiece = from + copied - pieceFrom;
      int left = pieces.length() - inPiece;
      if (left > 0) {
        int bytes = Math.min(left, count - copied);
        System.arraycopy(pieces.array(), pieces.start() + inPiece, to, at + copied, bytes);
        copied += bytes;
      } else {
        pieceFrom += pieces.length();
        pieces.toNext();
      }
    }
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
