package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;

/**
 * What is held is written into the guest's own buffers as it arrives, and its headers are finished
 * there: {@link Placement#DIRECT}.
 *
 * <p>A segment takes a buffer when it starts and more as it grows. Where the guest has none left, a
 * new segment makes the oldest go first, as every bound does, and one that cannot grow is finalized
 * as over-size.
 */
final class DirectSegments extends HeldSegments {

  /** The least bytes of a buffer: all headers that are written at delivery lie in the first one. */
  static final int MIN_BUFFER_BYTES = 128;

  /*
   * PLACE: number of the last buffer (24 bits), bytes of the segment, virtio-net header included (20), bytes used in the last buffer (20). In
   * COUNTS: number of the first buffer.
   */
  private static final int LAST_SHIFT = 40;
  private static final int BYTES_SHIFT = 20;
  private static final int USED_MASK = (1 << BYTES_SHIFT) - 1;
  private static final int MAX_BUFFERS = 1 << 24;

  private final GuestBuffers guest;
  private final byte[] memory;
  private final int bufferBytes;
  private final PlacedBytes rest;

  /** Whether the delivery described last lies in the guest's buffers. */
  private boolean placed;

  private DirectSegments(IpFamily family, RscPolicy policy, int maxIpLength, GuestBuffers guest) {
    super(family, policy, maxIpLength);
    this.guest = guest;
    memory = guest.memory();
    bufferBytes = guest.bufferBytes();
    rest = new PlacedBytes(guest);
  }

  /**
   * Holds nothing; see {@link HeldSegments#HeldSegments}.
   *
   * @throws IllegalArgumentException if the guest is none that payload can be placed in
   */
  static HeldSegments create(
      IpFamily family, RscPolicy policy, int maxIpLength, GuestReceiver guest) {
    return new DirectSegments(family, policy, maxIpLength, require(guest));
  }

  /**
   * The guest as one that payload can be placed in.
   *
   * @throws IllegalArgumentException if it is none
   */
  private static GuestBuffers require(GuestReceiver guest) {
    if (!(guest instanceof GuestBuffers buffers)) {
      throw new IllegalArgumentException(
          "placement is DIRECT; the guest %s lends no buffers: allowed are guests that implement %s"
              .formatted(guest.getClass().getSimpleName(), GuestBuffers.class.getSimpleName()));
    }
    if (!buffers.mergeable()) {
      throw new IllegalArgumentException(
          "placement is DIRECT; the guest's frames lie in one buffer each: allowed are guests with"
              + " mergeable receive buffers (MRG_RXBUF)");
    }
    if (buffers.bufferBytes() < MIN_BUFFER_BYTES || buffers.buffers() > MAX_BUFFERS) {
      throw new IllegalArgumentException(
          "placement is DIRECT; the guest has %d buffers of %d bytes; allowed: up to %d of %d or more"
              .formatted(buffers.buffers(), buffers.bufferBytes(), MAX_BUFFERS, MIN_BUFFER_BYTES));
    }
    return buffers;
  }

  private long place(int slot) {
    return records[(slot << RECORD_SHIFT) + PLACE];
  }

  private static int last(long place) {
    return (int) (place >>> LAST_SHIFT);
  }

  private static int bytes(long place) {
    return (int) (place >>> BYTES_SHIFT) & USED_MASK;
  }

  private static int used(long place) {
    return (int) place & USED_MASK;
  }

  @Override
  byte[] headers(int slot) {
    return memory;
  }

  @Override
  int ethernetHeader(int slot) {
    return where(slot) * bufferBytes + vnetHeaderBytes(slot);
  }

  @Override
  int frameBytes(int slot) {
    return bytes(place(slot)) - vnetHeaderBytes(slot);
  }

  @Override
  boolean hasMemoryFor(int frameBytes) {
    return (long) guest.freeBuffers() * bufferBytes >= HeldMemory.FRAME + frameBytes;
  }

  @Override
  boolean hasMemoryFor(int slot, int bytes) {
    long free = (long) guest.freeBuffers() * bufferBytes;
    return free + bufferBytes - used(place(slot)) >= bytes;
  }

  @Override
  void provide(int slot) {
    // Buffers are taken when the bytes are there.
  }

  @Override
  void start(int slot, PacketView packet, int queue, int frameBytes) {
    int buffer = guest.takeBuffer();
    begin(slot, packet, queue, (long) buffer << LAST_SHIFT, buffer, LARGEST_FRAME - frameBytes);
    int bytes = packet.vnetHeaderBytes() + frameBytes;
    write(slot << RECORD_SHIFT, packet.bytes(), packet.start(), bytes);
    headers.writeUnmerged(memory, buffer * bufferBytes);
  }

  @Override
  void append(int slot, byte[] bytes, int from, int payload, long tcpState) {
    int at = slot << RECORD_SHIFT;
    extend(at, payload, tcpState);
    write(at, bytes, from, payload);
  }

  private void write(int at, byte[] from, int start, int count) {
    long place = records[at + PLACE];
    int used = used(place);
    if (count > bufferBytes - used) {
      writeOn(at, from, start, count);
      return;
    }
    records[at + PLACE] = place + ((long) count << BYTES_SHIFT) + count;
    System.arraycopy(from, start, memory, last(place) * bufferBytes + used, count);
  }

  /** Writes bytes that the last buffer has no room for. Neighbours are written as one. */
  private void writeOn(int at, byte[] from, int start, int count) {
    long place = records[at + PLACE];
    int buffer = last(place);
    int to = buffer * bufferBytes + used(place);
    int space = bufferBytes - used(place);
    int copied = 0;
    int runBytes = space;
    while (copied + runBytes < count) {
      int next = guest.takeBuffer();
      rest.link(buffer, next);
      if (next != buffer + 1) {
        System.arraycopy(from, start + copied, memory, to, runBytes);
        copied += runBytes;
        to = next * bufferBytes;
        runBytes = 0;
      }
      runBytes += bufferBytes;
      buffer = next;
    }
    int left = count - copied;
    int usedInLast = to + left - buffer * bufferBytes;
    records[at + PLACE] =
        (long) buffer << LAST_SHIFT | (long) (bytes(place) + count) << BYTES_SHIFT | usedInLast;
    System.arraycopy(from, start + copied, memory, to, left);
  }

  @Override
  void lowerHopLimit(int slot, PacketView packet) {
    int mine = ipHeader(slot) + hopLimitField();
    int its = Bytes.u8(packet.bytes(), packet.ipHeader() + hopLimitField());
    if (its < Bytes.u8(memory, mine)) {
      memory[mine] = (byte) its;
    }
  }

  @Override
  void prepareAll(int vnetHeaderBytes) {
    // Headers are finished when the segment is described.
  }

  @Override
  void prepare(int slot, int vnetHeaderBytes) {
    // As above.
  }

  @Override
  Delivery describe(int slot, Delivery delivery, int vnetHeaderBytes) {
    placed = !wantsOtherHeader(slot, vnetHeaderBytes);
    if (!placed) {
      return describeCopy(slot, delivery, vnetHeaderBytes);
    }
    int first = where(slot);
    int start = first * bufferBytes;
    long place = place(slot);
    int bytes = bytes(place);
    int inFirst = Math.min(bytes, bufferBytes);
    rest.set(first, last(place), used(place));
    int frames = frames(slot);
    if (frames != 1) {
      headers.writeMerged(this, slot, memory, start, vnetHeaderBytes(slot));
    }
    return delivery
        .held(queue(slot), frames, memory, start, inFirst)
        .followedBy(rest, bytes - inFirst)
        .placed(rest, first);
  }

  /**
   * Only a guest that refuses what lies in its buffers can make a segment outlive a change of the
   * header's length. Such a segment is copied once more, and delivered in the ordinary way.
   */
  private Delivery describeCopy(int slot, Delivery delivery, int vnetHeaderBytes) {
    int start = where(slot) * bufferBytes;
    copyVnetHeader(memory, start, memory, start, vnetHeaderBytes(slot));
    byte[] copy = new byte[vnetHeaderBytes + frameBytes(slot)];
    copyVnetHeader(memory, start, copy, 0, vnetHeaderBytes);
    copyFrame(slot, copy, vnetHeaderBytes);
    if (frames(slot) != 1) {
      headers.writeMerged(this, slot, copy, 0, vnetHeaderBytes);
    }
    return delivery.held(queue(slot), frames(slot), copy, 0, copy.length);
  }

  @Override
  void handedOver(int slot, int result) {
    if (result > 0 && placed) {
      return; // the buffers are the guest's
    }
    int buffer = where(slot);
    int last = last(place(slot));
    while (buffer != last) {
      int next = rest.after(buffer);
      guest.giveBack(buffer);
      buffer = next;
    }
    guest.giveBack(last);
  }

  @Override
  void releaseMemory(int slot) {
    // Buffers leave when the guest has said whether it takes them.
  }

  @Override
  void releaseAllMemory() {
    // As above.
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  long addBytes(int slot, long sum, byte[] head, int from, int count) {
    if (head != memory) {
      return InternetChecksum.add(sum, head, from, count);
    }
    int inFirst = Math.min(count, (where(slot) + 1) * bufferBytes - from);
    long total = InternetChecksum.add(sum, head, from, inFirst);
    int added = inFirst;
    rest.toStart();
    while (added < count) {
      int more = Math.min(count - added, rest.length());
      total = InternetChecksum.append(total, added, memory, rest.start(), more);
      added += more;
      rest.toNext();
    }
    return total;
  }

  @Override
  void copyFrame(int slot, byte[] to, int at) {
    long place = place(slot);
    int inFirst = Math.min(bytes(place), bufferBytes) - vnetHeaderBytes(slot);
    System.arraycopy(memory, ethernetHeader(slot), to, at, inFirst);
    PlacedBytes bytes = rest;
    bytes.set(where(slot), last(place), used(place));
    bytes.toStart();
    int copied = inFirst;
    while (copied < frameBytes(slot)) {
      System.arraycopy(memory, bytes.start(), to, at + copied, bytes.length());
      copied += bytes.length();
      bytes.toNext();
    }
  }

  @Override
  int firstFrame(int slot) {
    return 0;
  }

  @Override
  long memoryBytes() {
    return rest.bytes();
  }
}
