package dev.rsclab.guest;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.GuestBuffers;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.VnetHeader;
import java.util.Objects;

/**
 * A receive virtqueue: buffers that the driver has posted, filled by the device, taken by the
 * driver, posted again.
 *
 * <p>With mergeable receive buffers (MRG_RXBUF) a frame lies in as many buffers as it needs, and
 * the header says in how many. Without, a frame has one buffer, and one that is too large for it is
 * dropped and reported as success (contract 2.8, D22). Room is asked for before anything is
 * written: a frame is delivered whole or not at all. Allocation-free after construction; delivery
 * costs one copy, or none where the device has written into the buffers before ({@link
 * GuestBuffers}).
 */
public final class ReceiveRing implements GuestBuffers {

  /** The longest headers of a TCP segment without options: a driver finds them in one buffer. */
  public static final int MIN_BUFFER_BYTES =
      VnetHeader.HASH_REPORT_BYTES
          + Headers.ETHERNET_BYTES
          + Headers.IPV6_BYTES
          + Headers.TCP_BYTES;

  private final int bufferBytes;
  private final boolean mergeable;
  private final byte[] memory;
  private final int buffers;

  /** Buffers that the device can fill, in the order in which they were posted. */
  private final BufferQueue posted;

  /** Buffers that wait for the driver; those of a frame follow each other. */
  private final BufferQueue filled;

  /** Lengths of the frames that wait for the driver, a ring: a frame needs a buffer at least. */
  private final int[] usedLengths;

  private int firstUsed;
  private int usedCount;
  private long dropped;

  /**
   * A ring whose buffers are all posted.
   *
   * @param buffers how many, at least 1; QEMU's default is 256
   * @param bufferBytes bytes of each, at least {@value #MIN_BUFFER_BYTES}: what the headers of a
   *     segment need
   * @param mergeable whether MRG_RXBUF is negotiated
   */
  public ReceiveRing(int buffers, int bufferBytes, boolean mergeable) {
    if (buffers < 1 || bufferBytes < MIN_BUFFER_BYTES) {
      throw new IllegalArgumentException(
          "a ring of "
              + buffers
              + " buffers of "
              + bufferBytes
              + " bytes; allowed: 1 or more of "
              + MIN_BUFFER_BYTES
              + " or more");
    }
    this.buffers = buffers;
    this.bufferBytes = bufferBytes;
    this.mergeable = mergeable;
    memory = new byte[Math.multiplyExact(buffers, bufferBytes)];
    usedLengths = new int[buffers];
    posted = new BufferQueue(buffers);
    filled = new BufferQueue(buffers);
    for (int buffer = 0; buffer < buffers; buffer++) {
      posted.addLast(buffer);
    }
  }

  @Override
  public int deliver(Delivery delivery) {
    int length = delivery.length();
    int needed = mergeable ? buffersFor(length) : 1;
    int first;
    if (delivery.isPlaced()) {
      first = delivery.firstBuffer();
      fill(delivery, first, needed);
    } else if (needed > posted.size()) {
      return NO_ROOM;
    } else if (!mergeable && length > bufferBytes) {
      dropped++;
      return length;
    } else {
      first = posted.first();
      copy(delivery, length, needed);
    }
    if (mergeable && length >= VnetHeader.MERGEABLE_BYTES) {
      Bytes.putU16Le(memory, first * bufferBytes + VnetHeader.NUM_BUFFERS, needed);
    }
    int end = firstUsed + usedCount++;
    usedLengths[end < buffers ? end : end - buffers] = length;
    return length;
  }

  /** The frame lies in buffers already. */
  private void fill(Delivery delivery, int first, int count) {
    int buffer = first;
    filled.addLast(buffer);
    for (int i = 1; i < count; i++) {
      buffer = delivery.bufferAfter(buffer);
      filled.addLast(buffer);
    }
  }

  /** Copies a frame, neighbouring buffers at once: mostly they are posted as their addresses go. */
  private void copy(Delivery delivery, int length, int count) {
    int from = 0;
    int left = count;
    while (left > 0) {
      int start = posted.first();
      int end = start;
      do {
        filled.addLast(posted.removeFirst());
        end++;
        left--;
      } while (left > 0 && posted.first() == end);
      int bytes = Math.min(length - from, (end - start) * bufferBytes);
      delivery.copyTo(from, memory, start * bufferBytes, bytes);
      from += bytes;
    }
  }

  @Override
  public boolean mergeable() {
    return mergeable;
  }

  @Override
  public int bufferBytes() {
    return bufferBytes;
  }

  @Override
  public int buffers() {
    return buffers;
  }

  @Override
  public int takeBuffer() {
    return posted.removeFirst();
  }

  @Override
  public void giveBack(int buffer) {
    posted.addFirst(buffer);
  }

  /** Frames that wait for the driver. */
  public int used() {
    return usedCount;
  }

  /** Buffers that the device can fill. */
  @Override
  public int freeBuffers() {
    return posted.size();
  }

  /** Frames dropped because they were larger than a buffer that cannot be merged with others. */
  public long dropped() {
    return dropped;
  }

  /** Bytes of the oldest frame that waits, virtio-net header included; 0 if none does. */
  public int nextLength() {
    return usedCount == 0 ? 0 : usedLengths[firstUsed];
  }

  /**
   * The array that the buffers lie in. A driver reads the oldest frame's headers there, from {@link
   * #nextStart()} on.
   */
  @Override
  public byte[] memory() {
    return memory;
  }

  /** Where the oldest frame that waits begins; the first buffer holds all of its headers. */
  public int nextStart() {
    return usedCount == 0 ? 0 : filled.first() * bufferBytes;
  }

  /**
   * Copies the oldest frame that waits, virtio-net header included, and posts its buffers again.
   *
   * @return its bytes; 0 if none waits
   * @throws IndexOutOfBoundsException if {@code to} is too small; the frame then still waits
   */
  public int take(byte[] to) {
    if (usedCount == 0) {
      return 0;
    }
    int length = usedLengths[firstUsed];
    Objects.checkFromIndexSize(0, length, to.length);
    int at = 0;
    int left = mergeable ? buffersFor(length) : 1;
    while (left > 0) {
      int start = filled.first();
      int end = start;
      do {
        posted.addLast(filled.removeFirst());
        end++;
        left--;
      } while (left > 0 && filled.first() == end);
      int bytes = Math.min(length - at, (end - start) * bufferBytes);
      System.arraycopy(memory, start * bufferBytes, to, at, bytes);
      at += bytes;
    }
    forgetNext();
    return length;
  }

  /**
   * Posts the buffers of the oldest frame that waits again, and copies nothing: a driver that hands
   * its buffers on has others to post.
   *
   * @return the frame's bytes; 0 if none waits
   */
  public int skip() {
    if (usedCount == 0) {
      return 0;
    }
    int length = usedLengths[firstUsed];
    for (int left = mergeable ? buffersFor(length) : 1; left > 0; left--) {
      posted.addLast(filled.removeFirst());
    }
    forgetNext();
    return length;
  }

  private void forgetNext() {
    firstUsed = firstUsed + 1 == buffers ? 0 : firstUsed + 1;
    usedCount--;
  }

  /** At least one: even a frame without bytes is handed over in a buffer. */
  private int buffersFor(int length) {
    return Math.max(1, (length + bufferBytes - 1) / bufferBytes);
  }
}
