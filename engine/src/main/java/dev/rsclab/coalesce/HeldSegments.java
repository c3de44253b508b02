package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;

/**
 * What a chain holds, in order of arrival, by slot number, and what happens to it: bookkeeping lies
 * in {@link SegmentRecords}, bytes in {@link HeldMemory}.
 *
 * <p>Knows nothing of flows: a table maps those to slots. Nor of rules: {@link RscRules} asks and
 * decides. All operations are O(1) but for the copying; nothing is allocated once the high-water
 * mark has been reached.
 */
final class HeldSegments extends SegmentRecords {

  /** No slot. */
  static final int NONE = ArrivalOrder.NONE;

  private static final int PURE_ACK = -1;
  private static final int HEAD_SHIFT = 20;
  private static final int TAIL_NUMBER_SHIFT = 40;
  private static final long NO_TAIL = (long) NONE << TAIL_NUMBER_SHIFT;
  private static final int USED_MASK = (1 << HEAD_SHIFT) - 1;
  private static final long NO_SEGMENT = 1L << 32;
  private static final int ONE_DUPLICATE_ACK = 1 << 16;

  /**
   * The frame bytes of the reference's buffer: an IPv6 packet of the largest payload behind an
   * Ethernet header.
   */
  static final int LARGEST_FRAME = Headers.ETHERNET_BYTES + Headers.IPV6_BYTES + 65_535;

  private final int capacity;
  private final int maxIpLength;
  private final boolean trims;
  private final boolean lowestHopLimit;

  /** Whether the delivered headers depend on more than the reference's do. */
  private final boolean keepsDetails;

  private final boolean followsHeaderLength;
  private final UnitHeaders headers;
  private final ArrivalOrder order;
  private final HeldMemory memory;

  /**
   * Holds nothing.
   *
   * @param maxIpLength the largest value of the IP length field that a merge may give
   */
  HeldSegments(IpFamily family, RscPolicy policy, int maxIpLength) {
    super(family, policy.maxHeldSegments());
    this.maxIpLength = maxIpLength;
    capacity = policy.maxHeldSegments();
    trims = policy.has(RscSwitch.TRIM_TO_IP_LENGTH);
    lowestHopLimit =
        policy.has(RscSwitch.LOWEST_HOP_LIMIT) && policy.has(RscSwitch.COMPARE_HEADERS);
    followsHeaderLength = policy.has(RscSwitch.FLUSH_ON_CHANGE);
    keepsDetails =
        lowestHopLimit
            || policy.has(RscSwitch.COMPLETE_HEADERS)
            || policy.has(RscSwitch.MERGE_TIMESTAMPS);
    headers = new UnitHeaders(family, policy);
    order = new ArrivalOrder(capacity);
    memory = new HeldMemory(capacity, policy.maxHeldBytes());
  }

  int size() {
    return order.size();
  }

  /** The most that can be held. */
  int capacity() {
    return capacity;
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

  /** The array in which the headers of all held segments lie. */
  byte[] heads() {
    return memory.heads();
  }

  /** Whether a frame is small enough to be held at all. */
  boolean canHold(PacketView packet) {
    return heldFrameBytes(packet) <= LARGEST_FRAME;
  }

  /** Bytes of a packet's frame that are held. */
  int heldFrameBytes(PacketView packet) {
    return trims ? packet.tcpHeader() + packet.tcpBytes() - packet.ethernet() : packet.frameBytes();
  }

  /** Whether both bounds allow another held segment of so many bytes, virtio-net header apart. */
  boolean hasRoomFor(int frameBytes) {
    return order.size() < capacity && memory.allows(HeldMemory.cost(frameBytes));
  }

  /**
   * Whether {@code bytes} of payload may be appended: the IP length allows it, the reference's
   * buffer would take them, and memory may be taken for them.
   */
  boolean fits(int slot, int bytes) {
    long used = records[(slot << RECORD_SHIFT) + USED];
    boolean takesTail = used < 0 && HeldMemory.needsTail(inHead(used) + bytes);
    return bytes <= room(slot) && (!takesTail || memory.allows(HeldMemory.TAIL_BYTES));
  }

  private int room(int slot) {
    long used = records[(slot << RECORD_SHIFT) + USED];
    int frameBytes = inHead(used) - HeldMemory.FRAME + inTail(used);
    return Math.min(maxIpLength - ipLength(slot), LARGEST_FRAME - frameBytes);
  }

  private static int inHead(long used) {
    return (int) (used >>> HEAD_SHIFT) & USED_MASK;
  }

  private static int inTail(long used) {
    return (int) used & USED_MASK;
  }

  /** Takes a free slot, for which there must be {@link #hasRoomFor}; {@link #start} must follow. */
  int take() {
    int slot = memory.takeSlot();
    order.append(slot);
    return slot;
  }

  /**
   * Starts to hold a packet that {@link #canHold} in a slot just taken.
   *
   * @param frameBytes how many bytes of its frame
   */
  void start(int slot, PacketView packet, int queue, int frameBytes) {
    int at = slot << RECORD_SHIFT;
    int vnet = packet.vnetHeaderBytes();
    int bytes = HeldMemory.FRAME + frameBytes;
    int inHead = Math.min(bytes, HeldMemory.HEAD_BYTES);
    int payload = packet.payloadBytes();
    int room =
        payload == 0
            ? PURE_ACK
            : Math.min(maxIpLength - packet.ipLength(), LARGEST_FRAME - frameBytes);
    int tcpHeaderBytes = packet.headerBytes();
    long[] r = records;
    r[at + NEXT] = next(packet.sequence() + payload, room);
    r[at + TCP] = packet.tcpState();
    r[at + USED] = NO_TAIL | (long) inHead << HEAD_SHIFT;
    r[at + FRAMES] = (long) queue << 32 | 1;
    r[at + FIRST] =
        (long) packet.sequence() << 32 | Integer.toUnsignedLong(payload << 16 | packet.ipLength());
    r[at + ORIGIN] =
        Integer.toUnsignedLong(tcpHeaderBytes << 16 | packet.ethernetBytes() << 8 | vnet);
    r[at + COUNTS] = payload;
    if (tcpHeaderBytes == Headers.TCP_TIMESTAMP_BYTES) {
      r[at + STAMPS] = packet.timestamps();
    }
    if (bytes > inHead) {
      int from = packet.ethernet() - HeldMemory.FRAME + inHead;
      appendToTail(at, packet.bytes(), from, bytes - inHead);
    }
    int before = HeldMemory.FRAME - vnet;
    int to = HeldMemory.start(slot) + before;
    System.arraycopy(packet.bytes(), packet.start(), memory.heads(), to, inHead - before);
    headers.writeUnmerged(memory.heads(), to);
  }

  private static long next(int sequence, int room) {
    return (long) sequence << 32 | (room & 0xFFFF_FFFFL);
  }

  /**
   * Appends the payload of a packet that follows and fits (contract 2.4.2).
   *
   * @param tcpState the TCP state from now on
   */
  void append(int slot, PacketView packet, long tcpState) {
    int at = slot << RECORD_SHIFT;
    long[] r = records;
    int payload = packet.payloadBytes();
    // The sequence number grows by as much as the room shrinks; there is room, so nothing is
    // borrowed.
    r[at + NEXT] += ((long) payload << 32) - payload;
    r[at + TCP] = tcpState;
    r[at + FRAMES]++;
    if (keepsDetails) {
      takeOver(slot, packet);
    }
    long used = r[at + USED];
    int inHead = inHead(used);
    // Copied last: the call to copy leaves no register as it was.
    if (used < 0 && !HeldMemory.needsTail(inHead + payload)) {
      r[at + USED] = used + ((long) payload << HEAD_SHIFT);
      int to = HeldMemory.start(slot) + inHead;
      System.arraycopy(packet.bytes(), packet.payload(), memory.heads(), to, payload);
    } else {
      appendToTail(at, packet.bytes(), packet.payload(), payload);
    }
  }

  /** Takes over what few packets change. */
  private void takeOver(int slot, PacketView packet) {
    int at = slot << RECORD_SHIFT;
    if (packet.payloadBytes() > largestSegment(slot)) {
      records[at + COUNTS] = (records[at + COUNTS] & ~0xFFFFL) | packet.payloadBytes();
    }
    if (packet.hasTimestamps()) {
      records[at + STAMPS] = packet.timestamps();
    }
    if (lowestHopLimit) {
      lowerHopLimit(slot, packet);
    }
  }

  private void lowerHopLimit(int slot, PacketView packet) {
    int field = family == IpFamily.IPV4 ? Headers.IPV4_TTL : Headers.IPV6_HOP_LIMIT;
    int mine = ipHeader(slot) + field;
    int its = Bytes.u8(packet.bytes(), packet.ipHeader() + field);
    if (its < Bytes.u8(memory.heads(), mine)) {
      memory.heads()[mine] = (byte) its;
    }
  }

  /** Appends data with the sequence number of a held pure ACK. */
  void appendToPureAck(int slot, PacketView packet, long tcpState) {
    records[(slot << RECORD_SHIFT) + NEXT] = next(packet.sequence(), room(slot));
    append(slot, packet, tcpState);
  }

  /** Takes over a packet's window, perhaps its timestamps, and nothing else. */
  void updateWindow(int slot, PacketView packet, boolean timestamps) {
    int at = slot << RECORD_SHIFT;
    records[at + TCP] = (records[at + TCP] & ~0xFFFFL) | packet.window();
    if (timestamps && packet.hasTimestamps()) {
      records[at + STAMPS] = packet.timestamps();
    }
    countFrame(at);
  }

  void countDuplicateAck(int slot) {
    int at = slot << RECORD_SHIFT;
    records[at + COUNTS] += ONE_DUPLICATE_ACK;
    countFrame(at);
  }

  private void countFrame(int at) {
    records[at + FRAMES]++;
    records[at + ORIGIN] += NO_SEGMENT;
  }

  private void appendToTail(int at, byte[] from, int start, int count) {
    long used = records[at + USED];
    if (used < 0) {
      used = (long) memory.takeTail() << TAIL_NUMBER_SHIFT | (used & (1L << TAIL_NUMBER_SHIFT) - 1);
    }
    records[at + USED] = used + count;
    byte[] tail = memory.tail((int) (used >>> TAIL_NUMBER_SHIFT));
    System.arraycopy(from, start, tail, inTail(used), count);
  }

  /**
   * Writes the headers that the guest is to see and describes the held segment in {@code delivery}.
   *
   * @param vnetHeaderBytes length of the virtio-net header that the guest now wants
   */
  Delivery present(int slot, Delivery delivery, int vnetHeaderBytes) {
    writeHeaders(slot, vnetHeaderBytes);
    return describe(slot, delivery);
  }

  /** Writes the headers that the guest is to see on everything held. */
  void writeAllHeaders(int vnetHeaderBytes) {
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != NONE) {
        writeHeaders(slot, vnetHeaderBytes);
      }
    }
  }

  private void writeHeaders(int slot, int vnetHeaderBytes) {
    if (followsHeaderLength && vnetHeaderBytes(slot) != vnetHeaderBytes) {
      moveVnetHeader(slot, vnetHeaderBytes(slot), vnetHeaderBytes);
    }
    if (frames(slot) != 1) {
      headers.writeMerged(this, slot, memory.heads(), vnetHeader(slot));
    }
  }

  /** Describes a held segment whose headers have been written. */
  Delivery describe(int slot, Delivery delivery) {
    int at = slot << RECORD_SHIFT;
    long frames = records[at + FRAMES];
    long used = records[at + USED];
    int start = vnetHeader(slot);
    int inHead = HeldMemory.start(slot) + inHead(used) - start;
    delivery.held((int) (frames >>> 32), (int) frames, memory.heads(), start, inHead);
    return used < 0
        ? delivery
        : delivery.followedBy(memory.tail((int) (used >>> TAIL_NUMBER_SHIFT)), inTail(used));
  }

  /** Gives a held segment a virtio-net header of another length; what is new in it is zero. */
  private void moveVnetHeader(int slot, int from, int to) {
    byte[] heads = memory.heads();
    int frame = ethernetHeader(slot);
    System.arraycopy(heads, frame - from, heads, frame - to, VnetHeader.COMMON_BYTES);
    Arrays.fill(heads, frame - to + VnetHeader.COMMON_BYTES, frame, (byte) 0);
    int at = slot << RECORD_SHIFT;
    records[at + ORIGIN] = (records[at + ORIGIN] & ~0xFFL) | to;
  }

  /** Adds so many bytes of a held segment to a running checksum. */
  long addBytes(int slot, long sum, int from, int count) {
    long used = records[(slot << RECORD_SHIFT) + USED];
    int headEnd = HeldMemory.start(slot) + inHead(used);
    int first = Math.min(count, headEnd - from);
    long total = InternetChecksum.add(sum, memory.heads(), from, first);
    if (first == count) {
      return total;
    }
    byte[] tail = memory.tail((int) (used >>> TAIL_NUMBER_SHIFT));
    int rest = InternetChecksum.fold(InternetChecksum.add(0, tail, 0, count - first));
    // After an odd number of bytes every byte of the rest stands in the other half of its word.
    return total + ((first & 1) == 0 ? rest : (rest & 0xFF) << 8 | rest >>> 8);
  }

  /** A word of a slot's record, but for the place of its bytes: for {@link HeldSnapshot}. */
  long word(int slot, int word) {
    return word == USED ? 0 : records[(slot << RECORD_SHIFT) + word];
  }

  /** Bytes of a held segment, virtio-net header included. */
  int bytes(int slot) {
    long used = records[(slot << RECORD_SHIFT) + USED];
    int vnet = (int) records[(slot << RECORD_SHIFT) + ORIGIN] & 0xFF;
    return inHead(used) - HeldMemory.FRAME + vnet + inTail(used);
  }

  /** All bytes of a held segment, virtio-net header first, as they are before {@link #present}. */
  byte[] copyBytes(int slot) {
    long used = records[(slot << RECORD_SHIFT) + USED];
    int start = HeldMemory.FRAME - ((int) records[(slot << RECORD_SHIFT) + ORIGIN] & 0xFF);
    int from = HeldMemory.start(slot) + start;
    byte[] bytes = new byte[bytes(slot)];
    System.arraycopy(memory.heads(), from, bytes, 0, inHead(used) - start);
    if (used >= 0) {
      byte[] tail = memory.tail((int) (used >>> TAIL_NUMBER_SHIFT));
      System.arraycopy(tail, 0, bytes, inHead(used) - start, inTail(used));
    }
    return bytes;
  }

  /**
   * Holds a segment out of a snapshot in a slot just taken.
   *
   * @param packet the segment's bytes, parsed
   */
  void restore(int slot, long[] words, PacketView packet) {
    int queue = (int) (words[FRAMES] >>> 32);
    start(slot, packet, queue, packet.frameBytes());
    int at = slot << RECORD_SHIFT;
    long used = records[at + USED];
    System.arraycopy(words, 0, records, at, WORDS);
    records[at + USED] = used;
    int payload = payloadBytes(slot);
    records[at + NEXT] = next(nextSequence(slot), payload == 0 ? PURE_ACK : room(slot));
  }

  /** Gives the slot and its memory back. */
  void release(int slot) {
    order.remove(slot);
    if (order.size() == 0) {
      memory.releaseAll();
      return;
    }
    long used = records[(slot << RECORD_SHIFT) + USED];
    if (used >= 0) {
      memory.releaseTail((int) (used >>> TAIL_NUMBER_SHIFT));
    }
    memory.releaseSlot(slot);
  }

  /** Gives all slots and their memory back. */
  void releaseAll() {
    order.clear();
    memory.releaseAll();
  }
}
