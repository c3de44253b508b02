package dev.rsclab.guest;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.GuestReceiver;
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
 * costs one copy.
 */
public final class ReceiveRing implements GuestReceiver {

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

  /** Lengths of the frames that wait for the driver, a ring: a frame needs a buffer at least. */
  private final int[] usedLengths;

  private int firstUsed;
  private int usedCount;
  private int nextBuffer;
  private int firstTaken;
  private int freeBuffers;
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
    freeBuffers = buffers;
  }

  @Override
  public int deliver(Delivery delivery) {
    int length = delivery.length();
    int needed = mergeable ? buffersFor(length) : 1;
    if (needed > freeBuffers) {
      return NO_ROOM;
    }
    if (!mergeable && length > bufferBytes) {
      dropped++;
      return length;
    }
    // Buffers are posted in the order of their addresses, so a frame is at most two runs: up to the
    // end of memory, and from its start.
    int at = nextBuffer * bufferBytes;
    int untilEnd = Math.min(length, memory.length - at);
    delivery.copyTo(0, memory, at, untilEnd);
    if (untilEnd < length) {
      delivery.copyTo(untilEnd, memory, 0, length - untilEnd);
    }
    if (mergeable && length >= VnetHeader.MERGEABLE_BYTES) {
      Bytes.putU16Le(memory, at + VnetHeader.NUM_BUFFERS, needed);
    }
    nextBuffer = (nextBuffer + needed) % buffers;
    freeBuffers -= needed;
    usedLengths[(firstUsed + usedCount++) % buffers] = length;
    return length;
  }

  /** Frames that wait for the driver. */
  public int used() {
    return usedCount;
  }

  /** Buffers that the device can fill. */
  public int freeBuffers() {
    return freeBuffers;
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
  public byte[] memory() {
    return memory;
  }

  /** Where the oldest frame that waits begins; the first buffer holds all of its headers. */
  public int nextStart() {
    return firstTaken * bufferBytes;
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
    int at = firstTaken * bufferBytes;
    int untilEnd = Math.min(length, memory.length - at);
    System.arraycopy(memory, at, to, 0, untilEnd);
    System.arraycopy(memory, 0, to, untilEnd, length - untilEnd);
    int count = mergeable ? buffersFor(length) : 1;
    firstTaken = (firstTaken + count) % buffers;
    freeBuffers += count;
    firstUsed = (firstUsed + 1) % buffers;
    usedCount--;
    return length;
  }

  /** At least one: even a frame without bytes is handed over in a buffer. */
  private int buffersFor(int length) {
    return Math.max(1, (length + bufferBytes - 1) / bufferBytes);
  }
}
