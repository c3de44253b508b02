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
   * Bookkeeping is one record of 64 bytes a slot, a cache line, because slots are visited at random. What an append reads and writes
   * comes first. Headers are written into the bytes only at delivery; until then the current values are in the record.
   *
   *   NEXT     sequence number that follows the data (32 bits), payload bytes that may be appended (32): negative if none, or if the held
   *            segment is a pure ACK, behind which data is a case of its own
   *   TCP      acknowledgement (32), data offset and flags (16), window (16): bytes 8 to 15 of the TCP header
   *   USED     the tail's number or NONE (24), bytes used in the head (20) and in the tail (20)
   *   FRAMES   the queue (32), input frames (32)
   *   FIRST    of the first packet: sequence number (32), payload bytes (16), IP length (16)
   *   ORIGIN   window updates (32), virtio-net header bytes (32)
   */
  private static final int RECORD_SHIFT = 3;
  private static final int NEXT = 0;
  private static final int TCP = 1;
  private static final int USED = 2;
  private static final int FRAMES = 3;
  private static final int FIRST = 4;
  private static final int ORIGIN = 5;

  private static final int PURE_ACK = -1;
  private static final int HEAD_SHIFT = 20;
  private static final int TAIL_NUMBER_SHIFT = 40;
  private static final int USED_MASK = (1 << HEAD_SHIFT) - 1;
  private static final long ONE_UPDATE = 1L << 32;

  /** Heads that there is memory for at first; twice as many whenever they do not suffice. */
  private static final int FIRST_HEADS = 64;

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
  private final int maxIpLength;
  private final ArrivalOrder order;
  private final long[] records;
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

  /**
   * Holds nothing.
   *
   * @param maxIpLength the largest value of the IP length field that a merge may give
   */
  HeldSegments(IpFamily family, int capacity, int maxIpLength) {
    this.family = family;
    this.maxIpLength = maxIpLength;
    this.capacity = capacity;
    order = new ArrivalOrder(capacity);
    records = new long[capacity << RECORD_SHIFT];
    heads = new byte[Math.min(FIRST_HEADS, capacity) * HEAD_STRIDE];
    tails = new byte[capacity][];
    freeTails = new int[capacity];
    freeSlots = new int[capacity];
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

  /** What is held, in order of arrival. */
  ArrivalOrder order() {
    return order;
  }

  int rank(int slot) {
    return order.rank(slot);
  }

  /** The sequence number that follows the data (upper half) and the bytes that may be appended. */
  long next(int slot) {
    return records[(slot << RECORD_SHIFT) + NEXT];
  }

  int sequence(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + FIRST] >>> 32);
  }

  int acknowledgement(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + TCP] >>> 32);
  }

  int window(int slot) {
    return (int) records[(slot << RECORD_SHIFT) + TCP] & 0xFFFF;
  }

  int payloadBytes(int slot) {
    return (int) (records[(slot << RECORD_SHIFT) + NEXT] >>> 32) - sequence(slot);
  }

  private int ipLength(int slot) {
    int first = (int) records[(slot << RECORD_SHIFT) + FIRST];
    return (first & 0xFFFF) + payloadBytes(slot) - (first >>> 16);
  }

  /** Whether a frame is small enough to be held at all. */
  static boolean canHold(PacketView packet) {
    return packet.frameBytes() <= LARGEST_FRAME;
  }

  /**
   * Payload bytes that may be appended, negative if none: as many as the IP length allows and the
   * reference's buffer still takes.
   */
  int room(int slot) {
    int at = slot << RECORD_SHIFT;
    long used = records[at + USED];
    int bytes = ((int) (used >>> HEAD_SHIFT) & USED_MASK) + ((int) used & USED_MASK);
    int bufferBytes = (int) records[at + ORIGIN] + LARGEST_FRAME;
    return Math.min(maxIpLength - ipLength(slot), bufferBytes - bytes);
  }

  /** Takes a free slot, of which there must be one; {@link #start} must follow. */
  int take() {
    int slot = freeSlotCount > 0 ? freeSlots[--freeSlotCount] : slotCount++;
    order.append(slot);
    return slot;
  }

  /** Starts to hold a packet that {@link #canHold} in a slot just taken. */
  void start(int slot, PacketView packet, int queue) {
    int at = slot << RECORD_SHIFT;
    int bytes = packet.length();
    int inHead = Math.min(bytes, HEAD_BYTES);
    int payload = packet.payloadBytes();
    int vnet = packet.vnetHeaderBytes();
    int room =
        payload == 0
            ? PURE_ACK
            : Math.min(maxIpLength - packet.ipLength(), vnet + LARGEST_FRAME - bytes);
    long[] r = records;
    r[at + NEXT] = next(packet.sequence() + payload, room);
    r[at + TCP] = packet.tcpState();
    r[at + USED] = (long) NONE << TAIL_NUMBER_SHIFT | (long) inHead << HEAD_SHIFT;
    r[at + FRAMES] = (long) queue << 32 | 1;
    r[at + FIRST] = (long) packet.sequence() << 32 | (long) payload << 16 | packet.ipLength();
    r[at + ORIGIN] = vnet;
    int start = slot * HEAD_STRIDE;
    if (start == heads.length) {
      growHeads();
    }
    if (bytes > inHead) {
      appendToTail(at, packet.bytes(), packet.start() + inHead, bytes - inHead);
    }
    System.arraycopy(packet.bytes(), packet.start(), heads, start, inHead);
  }

  private void growHeads() {
    long twice = 2L * heads.length;
    heads = Arrays.copyOf(heads, (int) Math.min(twice, (long) capacity * HEAD_STRIDE));
  }

  private static long next(int sequence, int room) {
    return (long) sequence << 32 | (room & 0xFFFF_FFFFL);
  }

  /**
   * Appends the payload of a packet that follows and fits, and takes over its ACK, window and flags
   * (contract 2.4.2).
   */
  void append(int slot, PacketView packet) {
    int at = slot << RECORD_SHIFT;
    long[] r = records;
    int payload = packet.payloadBytes();
    // The sequence number grows by as much as the room shrinks; there is room, so nothing is
    // borrowed.
    r[at + NEXT] += ((long) payload << 32) - payload;
    r[at + TCP] = packet.tcpState();
    r[at + FRAMES]++;
    long used = r[at + USED];
    int inHead = (int) (used >>> HEAD_SHIFT) & USED_MASK;
    // Copied last: the call to copy leaves no register as it was.
    if (used < 0 && inHead + payload <= HEAD_BYTES) {
      r[at + USED] = used + ((long) payload << HEAD_SHIFT);
      int to = slot * HEAD_STRIDE + inHead;
      System.arraycopy(packet.bytes(), packet.payload(), heads, to, payload);
    } else {
      appendToTail(at, packet.bytes(), packet.payload(), payload);
    }
  }

  /** Appends data with the sequence number of a held pure ACK. */
  void appendToPureAck(int slot, PacketView packet) {
    records[(slot << RECORD_SHIFT) + NEXT] = next(packet.sequence(), room(slot));
    append(slot, packet);
  }

  /** Takes over a packet's window and nothing else (contract 2.4.1, row 3c). */
  void updateWindow(int slot, PacketView packet) {
    int at = slot << RECORD_SHIFT;
    records[at + TCP] = (records[at + TCP] & ~0xFFFFL) | packet.window();
    records[at + FRAMES]++;
    records[at + ORIGIN] += ONE_UPDATE;
  }

  private void appendToTail(int at, byte[] from, int start, int count) {
    long used = records[at + USED];
    if (used < 0) {
      used = (long) takeTail() << TAIL_NUMBER_SHIFT | (used & (1L << TAIL_NUMBER_SHIFT) - 1);
    }
    records[at + USED] = used + count;
    byte[] tail = tails[(int) (used >>> TAIL_NUMBER_SHIFT)];
    System.arraycopy(from, start, tail, (int) used & USED_MASK, count);
  }

  private int takeTail() {
    if (freeTailCount > 0) {
      return freeTails[--freeTailCount];
    }
    if (tails[tailCount] == null) {
      tails[tailCount] = new byte[TAIL_BYTES];
    }
    return tailCount++;
  }

  /**
   * Writes the headers that the guest is to see (contract section 3) and describes the held segment
   * in {@code delivery}.
   */
  Delivery present(int slot, Delivery delivery) {
    int at = slot << RECORD_SHIFT;
    long[] r = records;
    byte[] head = heads;
    int start = slot * HEAD_STRIDE;
    long frames = r[at + FRAMES];
    if ((int) frames == 1) {
      Bytes.putU16Le(head, start + VnetHeader.FLAGS, VnetHeader.GSO_NONE << 8);
    } else {
      writeHeaders(slot, head, start);
    }
    long used = r[at + USED];
    int inHead = (int) (used >>> HEAD_SHIFT) & USED_MASK;
    delivery.held((int) (frames >>> 32), (int) frames, head, start, inHead);
    return used < 0
        ? delivery
        : delivery.followedBy(tails[(int) (used >>> TAIL_NUMBER_SHIFT)], (int) used & USED_MASK);
  }

  /** Neither checksum is touched: both stay the first packet's (contract 3.2). */
  private void writeHeaders(int slot, byte[] head, int start) {
    int at = slot << RECORD_SHIFT;
    long origin = records[at + ORIGIN];
    int segments = (int) records[at + FRAMES] - (int) (origin >>> 32);
    head[start + VnetHeader.FLAGS] = VnetHeader.FLAG_RSC_INFO;
    head[start + VnetHeader.GSO_TYPE] = (byte) VnetHeader.gsoType(family);
    Bytes.putU16Le(head, start + VnetHeader.CSUM_START, segments);
    Bytes.putU16Le(head, start + VnetHeader.CSUM_OFFSET, 0);
    int ip = start + (int) origin + Headers.ETHERNET_BYTES;
    boolean ipv4 = family == IpFamily.IPV4;
    int lengthField = ipv4 ? Headers.IPV4_TOTAL_LENGTH : Headers.IPV6_PAYLOAD_LENGTH;
    Bytes.putU16Be(head, ip + lengthField, ipLength(slot));
    int tcp = ip + family.headerBytes();
    Bytes.putI64Be(head, tcp + Headers.TCP_ACKNOWLEDGEMENT, records[at + TCP]);
  }

  /** Gives the slot and its memory back. */
  void release(int slot) {
    order.remove(slot);
    if (order.size() == 0) {
      forgetFree();
      return;
    }
    long used = records[(slot << RECORD_SHIFT) + USED];
    if (used >= 0) {
      freeTails[freeTailCount++] = (int) (used >>> TAIL_NUMBER_SHIFT);
    }
    freeSlots[freeSlotCount++] = slot;
  }

  /** Gives all slots and their memory back. */
  void releaseAll() {
    order.clear();
    forgetFree();
  }

  private void forgetFree() {
    freeSlotCount = 0;
    slotCount = 0;
    freeTailCount = 0;
    tailCount = 0;
  }
}
