package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;

/**
 * The bytes and the bookkeeping of what a chain holds, in order of arrival, by slot number.
 *
 * <p>Knows nothing of flows: a table maps those to slots. The number of slots is bounded, their
 * memory is taken when first needed and recycled for ever. All operations are O(1) but for the
 * copying; nothing is allocated once the high-water mark has been reached.
 */
final class HeldSegments {

  /** Bytes of a slot's first part; a full segment of an Ethernet with an MTU of 1500 fits. */
  static final int HEAD_BYTES = 1536;

  /**
   * From one head to the next: an odd number of cache lines, so that the headers of all heads do
   * not fall on the same few cache sets.
   */
  private static final int HEAD_STRIDE = HEAD_BYTES + 64;

  /** No slot. */
  static final int NONE = ArrivalOrder.NONE;

  /*
   * A held segment has a head, which takes its first frame and what is appended as long as it fits, and a tail for the rest, a 64 KiB
   * array of its own. Heads lie densely: flows with one segment each, the common case when there are many, touch 1.5 KiB a flow instead
   * of 64 KiB, and an append is one copy.
   *
   * Bookkeeping is one record of 64 bytes a slot, a cache line, because slots are visited at random. Its words hold what is read and
   * written together. Headers are written into the bytes only at delivery; until then the current values are in the record.
   *
   *   POSITION  sequence number (32 bits), payload bytes modulo 2^16 (16), IP length (16)
   *   TCP       acknowledgement (32), data offset and flags (16), window (16): bytes 8 to 15 of the TCP header
   *   USED      bytes used in the head (32) and in the tail (32)
   *   PLACE     the tail's number or NONE (32), the queue (32)
   *   COUNTS    input frames (32), segments modulo 2^16 (16), whether anything was merged (8), virtio-net header bytes (8)
   */
  private static final int RECORD_SHIFT = 3;
  private static final int POSITION = 0;
  private static final int TCP = 1;
  private static final int USED = 2;
  private static final int PLACE = 3;
  private static final int COUNTS = 4;

  private static final long ONE_FRAME = 1L << 32;
  private static final int MERGED = 0xFF00;
  private static final int VNET_BYTES = 0xFF;

  private static final int HEADS_PER_SLAB_SHIFT = 7;
  private static final int HEADS_PER_SLAB_MASK = (1 << HEADS_PER_SLAB_SHIFT) - 1;

  /**
   * The frame bytes of the reference's buffer: an IPv6 packet of the largest payload behind an
   * Ethernet header.
   */
  private static final int LARGEST_FRAME = Headers.ETHERNET_BYTES + Headers.IPV6_BYTES + 65_535;

  /**
   * Larger than any tail by an odd number of pages, so that the starts of tails do not fall on the
   * same cache sets.
   */
  private static final int TAIL_BYTES = 69_632;

  private final IpFamily family;
  private final int capacity;
  private final ArrivalOrder order;
  private final long[] records;
  private final byte[][] headSlabs;
  private final byte[][] tails;
  private final int[] freeSlots;
  private int freeSlotCount;
  private final int[] freeTails;
  private int freeTailCount;
  private int tailCount;

  HeldSegments(IpFamily family, int capacity) {
    this.family = family;
    this.capacity = capacity;
    order = new ArrivalOrder(capacity);
    records = new long[capacity << RECORD_SHIFT];
    headSlabs = new byte[(capacity + HEADS_PER_SLAB_MASK) >>> HEADS_PER_SLAB_SHIFT][];
    tails = new byte[capacity][];
    freeTails = new int[capacity];
    freeSlots = new int[capacity];
    // A stack that gives slot 0 first, and the slot released last before any other: its memory is
    // the warmest.
    Arrays.setAll(freeSlots, i -> capacity - 1 - i);
    freeSlotCount = capacity;
  }

  int size() {
    return order.size();
  }

  boolean isFull() {
    return order.size() == capacity;
  }

  int oldest() {
    return order.oldest();
  }

  int after(int slot) {
    return order.after(slot);
  }

  int rank(int slot) {
    return order.rank(slot);
  }

  int sequence(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + POSITION] >>> 32);
  }

  int acknowledgement(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + TCP] >>> 32);
  }

  int window(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + TCP] & 0xFFFF;
  }

  /** Payload bytes so far, modulo 2^16 as in the reference. */
  int payloadBytes(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + POSITION] >>> 16;
  }

  int ipLength(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + POSITION] & 0xFFFF;
  }

  /** Whether a frame is small enough to be held at all. */
  static boolean canHold(PacketView packet) {
    return packet.frameBytes() <= LARGEST_FRAME;
  }

  /** Whether {@code bytes} more would still fit the reference's buffer. */
  boolean hasRoom(int slot, int bytes) {
    int at = slot << RECORD_SHIFT;
    long used = records[at + USED];
    int vnet = (int) records[at + COUNTS] & VNET_BYTES;
    return (int) (used >>> 32) + (int) used + bytes <= vnet + LARGEST_FRAME;
  }

  /** Starts to hold a packet that {@link #canHold}; there must be a free slot. Returns the slot. */
  int start(PacketView packet, int queue) {
    int slot = freeSlots[--freeSlotCount];
    int at = slot << RECORD_SHIFT;
    int inHead = Math.min(packet.length(), HEAD_BYTES);
    long[] r = records;
    r[at + POSITION] = position(packet.sequence(), packet.payloadBytes(), packet.ipLength());
    r[at + TCP] = packet.tcpState();
    r[at + USED] = (long) inHead << 32;
    r[at + PLACE] = (long) NONE << 32 | queue;
    r[at + COUNTS] = ONE_FRAME | 1 << 16 | packet.vnetHeaderBytes();
    byte[] head = head(slot);
    int start = headStart(slot);
    System.arraycopy(packet.bytes(), packet.start(), head, start, inHead);
    head[start + VnetHeader.FLAGS] = 0;
    head[start + VnetHeader.GSO_TYPE] = VnetHeader.GSO_NONE;
    if (packet.length() > inHead) {
      appendBytes(slot, packet.bytes(), packet.start() + inHead, packet.length() - inHead);
    }
    order.append(slot);
    return slot;
  }

  private static long position(int sequence, int payload, int ipLength) {
    return (long) sequence << 32 | (payload & 0xFFFFL) << 16 | ipLength;
  }

  /** Appends a packet's payload and takes over its ACK, window and flags (contract 2.4.2). */
  void append(int slot, PacketView packet) {
    int at = slot << RECORD_SHIFT;
    long[] r = records;
    int payload = packet.payloadBytes();
    r[at + POSITION] =
        position(sequence(slot), payloadBytes(slot) + payload, ipLength(slot) + payload);
    r[at + TCP] = packet.tcpState();
    long counts = r[at + COUNTS] + ONE_FRAME;
    // One more segment modulo 2^16: a carry out of those bits must not reach the frames.
    long segments = counts + (1 << 16) & 0xFFFF_0000L;
    r[at + COUNTS] = (counts & ~0xFFFF_0000L) | segments | MERGED;
    if (payload > 0) {
      appendBytes(slot, packet.bytes(), packet.payload(), payload);
    }
  }

  /** Takes over a packet's window and nothing else (contract 2.4.1, row 3c). */
  void updateWindow(int slot, PacketView packet) {
    int at = slot << RECORD_SHIFT;
    records[at + TCP] = (records[at + TCP] & ~0xFFFFL) | packet.window();
    records[at + COUNTS] = records[at + COUNTS] + ONE_FRAME | MERGED;
  }

  private void appendBytes(int slot, byte[] from, int start, int count) {
    int at = slot << RECORD_SHIFT;
    int tail = (int) (records[at + PLACE] >>> 32);
    int inHead = (int) (records[at + USED] >>> 32);
    if (tail == NONE && inHead + count <= HEAD_BYTES) {
      System.arraycopy(from, start, head(slot), headStart(slot) + inHead, count);
      records[at + USED] += (long) count << 32;
      return;
    }
    if (tail == NONE) {
      tail = freeTailCount > 0 ? freeTails[--freeTailCount] : newTail();
      records[at + PLACE] = (long) tail << 32 | (records[at + PLACE] & 0xFFFF_FFFFL);
    }
    long used = records[at + USED];
    System.arraycopy(from, start, tails[tail], (int) used, count);
    records[at + USED] = used + count;
  }

  private int newTail() {
    tails[tailCount] = new byte[TAIL_BYTES];
    return tailCount++;
  }

  /**
   * Writes the headers that the guest is to see (contract section 3) and describes the held segment
   * in {@code delivery}.
   */
  Delivery present(int slot, Delivery delivery) {
    int at = slot << RECORD_SHIFT;
    long[] r = records;
    byte[] head = head(slot);
    int start = headStart(slot);
    long counts = r[at + COUNTS];
    if ((counts & MERGED) != 0) {
      writeHeaders(head, start, at);
    }
    long used = r[at + USED];
    long place = r[at + PLACE];
    delivery.held((int) place, (int) (counts >>> 32), head, start, (int) (used >>> 32));
    int tail = (int) (place >>> 32);
    return tail == NONE ? delivery : delivery.followedBy(tails[tail], (int) used);
  }

  /** Neither checksum is touched: both stay the first packet's (contract 3.2). */
  private void writeHeaders(byte[] head, int start, int at) {
    int counts = (int) records[at + COUNTS];
    head[start + VnetHeader.FLAGS] = VnetHeader.FLAG_RSC_INFO;
    head[start + VnetHeader.GSO_TYPE] = (byte) VnetHeader.gsoType(family);
    Bytes.putU16Le(head, start + VnetHeader.CSUM_START, counts >>> 16);
    Bytes.putU16Le(head, start + VnetHeader.CSUM_OFFSET, 0);
    int ip = start + (counts & VNET_BYTES) + Headers.ETHERNET_BYTES;
    boolean ipv4 = family == IpFamily.IPV4;
    int lengthField = ipv4 ? Headers.IPV4_TOTAL_LENGTH : Headers.IPV6_PAYLOAD_LENGTH;
    Bytes.putU16Be(head, ip + lengthField, (int) records[at + POSITION]);
    int tcp = ip + family.headerBytes();
    Bytes.putI64Be(head, tcp + Headers.TCP_ACKNOWLEDGEMENT, records[at + TCP]);
  }

  /** Gives the slot and its memory back. */
  void release(int slot) {
    order.remove(slot);
    releaseAmongAll(slot);
  }

  /**
   * Gives the slot and its memory back while all are given back, oldest first: {@link #clear} must
   * follow the last.
   */
  void releaseAmongAll(int slot) {
    int tail = (int) (records[(slot << RECORD_SHIFT) + PLACE] >>> 32);
    if (tail != NONE) {
      freeTails[freeTailCount++] = tail;
    }
    freeSlots[freeSlotCount++] = slot;
  }

  /** Forgets the order of slots that have all been given back. */
  void clear() {
    order.clear();
  }

  private byte[] head(int slot) {
    byte[] slab = headSlabs[slot >>> HEADS_PER_SLAB_SHIFT];
    return slab != null ? slab : newHeadSlab(slot >>> HEADS_PER_SLAB_SHIFT);
  }

  private static int headStart(int slot) {
    return (slot & HEADS_PER_SLAB_MASK) * HEAD_STRIDE;
  }

  private byte[] newHeadSlab(int slab) {
    headSlabs[slab] = new byte[HEAD_STRIDE << HEADS_PER_SLAB_SHIFT];
    return headSlabs[slab];
  }
}
