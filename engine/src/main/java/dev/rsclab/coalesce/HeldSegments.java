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
  static final int HEAD_BYTES = 2048;

  /**
   * From one head to the next: an odd number of cache lines, so that the headers of all heads do
   * not fall on the same few cache sets.
   */
  private static final int HEAD_STRIDE = HEAD_BYTES + 64;

  /** No slot. */
  static final int NONE = ArrivalOrder.NONE;

  /*
   * A held segment has a head, which takes its first frame, and a tail, which takes what is appended (and what of the first frame did not
   * fit the head). Heads lie densely: flows with one segment each, the common case when there are many, touch 2 KiB a flow instead of
   * 64 KiB, and an append is one copy. Tails are 64 KiB arrays of their own, taken at the first append.
   *
   * Bookkeeping is one record of 64 bytes a slot, a cache line, because slots are visited at random. Headers are written into the bytes
   * only at delivery; until then the current values are in the record.
   */
  private static final int RECORD_SHIFT = 4;
  private static final int SEQUENCE = 0;
  private static final int ACKNOWLEDGEMENT = 1;
  private static final int OFFSET_AND_FLAGS = 2;
  private static final int WINDOW = 3;
  private static final int PAYLOAD = 4;
  private static final int IP_LENGTH = 5;
  private static final int HEAD_USED = 6;
  private static final int TAIL_USED = 7;
  private static final int TAIL = 8;
  private static final int SEGMENTS = 9;
  private static final int FRAMES = 10;
  private static final int QUEUE = 11;
  private static final int VNET_BYTES = 12;
  private static final int MERGED = 13;

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
  private final int[] records;
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
    records = new int[capacity << RECORD_SHIFT];
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
    return records[(slot << RECORD_SHIFT) + SEQUENCE];
  }

  int acknowledgement(int slot) {
    return records[(slot << RECORD_SHIFT) + ACKNOWLEDGEMENT];
  }

  int window(int slot) {
    return records[(slot << RECORD_SHIFT) + WINDOW];
  }

  /** Payload bytes so far, modulo 2^16 as in the reference. */
  int payloadBytes(int slot) {
    return records[(slot << RECORD_SHIFT) + PAYLOAD];
  }

  int ipLength(int slot) {
    return records[(slot << RECORD_SHIFT) + IP_LENGTH];
  }

  /** Whether a frame is small enough to be held at all. */
  static boolean canHold(PacketView packet) {
    return packet.frameBytes() <= LARGEST_FRAME;
  }

  /** Whether {@code bytes} more would still fit the reference's buffer. */
  boolean hasRoom(int slot, int bytes) {
    int at = slot << RECORD_SHIFT;
    int used = records[at + HEAD_USED] + records[at + TAIL_USED];
    return used + bytes <= records[at + VNET_BYTES] + LARGEST_FRAME;
  }

  /** Starts to hold a packet that {@link #canHold}; there must be a free slot. Returns the slot. */
  int start(PacketView packet, int queue) {
    int slot = freeSlots[--freeSlotCount];
    int at = slot << RECORD_SHIFT;
    int[] r = records;
    r[at + SEQUENCE] = packet.sequence();
    r[at + ACKNOWLEDGEMENT] = packet.acknowledgement();
    r[at + OFFSET_AND_FLAGS] = packet.offsetAndFlags();
    r[at + WINDOW] = packet.window();
    r[at + PAYLOAD] = packet.payloadBytes();
    r[at + IP_LENGTH] = packet.ipLength();
    r[at + TAIL_USED] = 0;
    r[at + TAIL] = NONE;
    r[at + SEGMENTS] = 1;
    r[at + FRAMES] = 1;
    r[at + QUEUE] = queue;
    r[at + VNET_BYTES] = packet.vnetHeaderBytes();
    r[at + MERGED] = 0;
    int inHead = Math.min(packet.length(), HEAD_BYTES);
    r[at + HEAD_USED] = inHead;
    System.arraycopy(packet.bytes(), packet.start(), head(slot), headStart(slot), inHead);
    if (packet.length() > inHead) {
      appendBytes(at, packet.bytes(), packet.start() + inHead, packet.length() - inHead);
    }
    order.append(slot);
    return slot;
  }

  /** Appends a packet's payload and takes over its ACK, window and flags (contract 2.4.2). */
  void append(int slot, PacketView packet) {
    int at = slot << RECORD_SHIFT;
    int[] r = records;
    int payload = packet.payloadBytes();
    r[at + ACKNOWLEDGEMENT] = packet.acknowledgement();
    r[at + OFFSET_AND_FLAGS] = packet.offsetAndFlags();
    r[at + WINDOW] = packet.window();
    r[at + PAYLOAD] = r[at + PAYLOAD] + payload & 0xFFFF;
    r[at + IP_LENGTH] += payload;
    r[at + SEGMENTS] = r[at + SEGMENTS] + 1 & 0xFFFF;
    r[at + FRAMES]++;
    r[at + MERGED] = 1;
    if (payload > 0) {
      appendBytes(at, packet.bytes(), packet.payload(), payload);
    }
  }

  /** Takes over a packet's window and nothing else (contract 2.4.1, row 3c). */
  void updateWindow(int slot, PacketView packet) {
    int at = slot << RECORD_SHIFT;
    records[at + WINDOW] = packet.window();
    records[at + FRAMES]++;
    records[at + MERGED] = 1;
  }

  private void appendBytes(int at, byte[] from, int start, int count) {
    int tail = records[at + TAIL];
    if (tail == NONE) {
      tail = freeTailCount > 0 ? freeTails[--freeTailCount] : newTail();
      records[at + TAIL] = tail;
    }
    int used = records[at + TAIL_USED];
    System.arraycopy(from, start, tails[tail], used, count);
    records[at + TAIL_USED] = used + count;
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
    int[] r = records;
    byte[] head = head(slot);
    int start = headStart(slot);
    boolean merged = r[at + MERGED] != 0;
    head[start + VnetHeader.FLAGS] = (byte) (merged ? VnetHeader.FLAG_RSC_INFO : 0);
    head[start + VnetHeader.GSO_TYPE] =
        (byte) (merged ? VnetHeader.gsoType(family) : VnetHeader.GSO_NONE);
    if (merged) {
      Bytes.putU16Le(head, start + VnetHeader.CSUM_START, r[at + SEGMENTS]);
      Bytes.putU16Le(head, start + VnetHeader.CSUM_OFFSET, 0);
      writePacketHeaders(head, start + r[at + VNET_BYTES] + Headers.ETHERNET_BYTES, at);
    }
    delivery.held(r[at + QUEUE], r[at + FRAMES], head, start, r[at + HEAD_USED]);
    int tail = r[at + TAIL];
    return tail == NONE ? delivery : delivery.followedBy(tails[tail], r[at + TAIL_USED]);
  }

  private void writePacketHeaders(byte[] head, int ip, int at) {
    // Neither checksum is touched: the reference leaves both as the first packet had them (contract
    // 3.2).
    boolean ipv4 = family == IpFamily.IPV4;
    int lengthField = ipv4 ? Headers.IPV4_TOTAL_LENGTH : Headers.IPV6_PAYLOAD_LENGTH;
    int tcp = ip + family.headerBytes();
    Bytes.putU16Be(head, ip + lengthField, records[at + IP_LENGTH]);
    Bytes.putI32Be(head, tcp + Headers.TCP_ACKNOWLEDGEMENT, records[at + ACKNOWLEDGEMENT]);
    Bytes.putU16Be(head, tcp + Headers.TCP_OFFSET_AND_FLAGS, records[at + OFFSET_AND_FLAGS]);
    Bytes.putU16Be(head, tcp + Headers.TCP_WINDOW, records[at + WINDOW]);
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
    int tail = records[(slot << RECORD_SHIFT) + TAIL];
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
