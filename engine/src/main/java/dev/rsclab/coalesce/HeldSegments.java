package dev.rsclab.coalesce;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;

/**
 * What a chain holds, in order of arrival, by slot number, and what happens to it: bookkeeping lies
 * in {@link SegmentRecords}, bytes where the {@link Placement} wants them.
 *
 * <p>Knows nothing of flows: a table maps those to slots. Nor of rules: {@link RscRules} asks and
 * decides. All operations are O(1) but for the copying; nothing is allocated once the high-water
 * mark has been reached. A JVM that has run one placement compiles its subclass in without a
 * virtual call, as with {@link FlowTable}.
 */
abstract class HeldSegments extends SegmentRecords {

  /** No slot. */
  static final int NONE = ArrivalOrder.NONE;

  private static final int PURE_ACK = -1;

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
  private final ArrivalOrder order;
  final UnitHeaders headers;
  final FreeNumbers slots;

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
    slots = new FreeNumbers(capacity);
  }

  /** The array that the headers of a held segment's first frame lie in. */
  abstract byte[] headers(int slot);

  /** Where the Ethernet header begins in {@link #headers}. */
  abstract int ethernetHeader(int slot);

  /** Bytes of a held frame, virtio-net header apart. */
  abstract int frameBytes(int slot);

  /** Whether there is memory for another held segment of so many bytes. */
  abstract boolean hasMemoryFor(int frameBytes);

  /** Whether there is memory for {@code bytes} more of a held segment. */
  abstract boolean hasMemoryFor(int slot, int bytes);

  /** Bytes that can be appended where a held segment ends, before it has to {@link #goOn}. */
  int space(int slot) {
    return Integer.MAX_VALUE;
  }

  /** A held segment goes on in other memory: what follows does not fit where it ends. */
  void goOn(int slot) {
    // Space that is not bounded does not end.
  }

  /** Makes sure that a slot just taken has what belongs to it. */
  abstract void provide(int slot);

  /**
   * Starts to hold a packet that {@link #canHold} in a slot just taken.
   *
   * @param frameBytes how many bytes of its frame
   */
  abstract void start(int slot, PacketView packet, int queue, int frameBytes);

  /**
   * Appends payload that follows and fits (contract 2.4.2).
   *
   * @param tcpState the TCP state from now on
   */
  abstract void append(int slot, byte[] bytes, int from, int payload, long tcpState);

  /** Lowers the hop limit in the held headers to the packet's, if that is lower. */
  abstract void lowerHopLimit(int slot, PacketView packet);

  /**
   * Does what can be done at once for everything held, before each is described; {@link #describe}
   * must follow.
   *
   * @param vnetHeaderBytes length of the virtio-net header that the guest now wants
   */
  abstract void prepareAll(int vnetHeaderBytes);

  /** Like {@link #prepareAll}, for one. */
  abstract void prepare(int slot, int vnetHeaderBytes);

  /** Describes what was prepared, with the headers that the guest is to see. */
  abstract Delivery describe(int slot, Delivery delivery, int vnetHeaderBytes);

  /**
   * What the guest said of the delivery described last; not called if it refused and the segment
   * stays held.
   */
  abstract void handedOver(int slot, int result);

  /** Gives back what belongs to a slot that is no longer held. */
  abstract void releaseMemory(int slot);

  /** Gives back what belongs to all slots; none is held any longer. */
  abstract void releaseAllMemory();

  /**
   * Adds so many bytes of a held segment to a running checksum: those from {@code from} on in
   * {@code head}, which holds its headers, and what follows them.
   */
  abstract long addBytes(int slot, long sum, byte[] head, int from, int count);

  /** Copies a held frame without its virtio-net header, as it is before {@link #prepare}. */
  abstract void copyFrame(int slot, byte[] to, int at);

  /** The number of a held segment's first frame among those that are lent; 0 if none is. */
  abstract int firstFrame(int slot);

  /** Bytes that the engine has taken for the bytes of what is held. */
  abstract long memoryBytes();

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

  /** Where the IP header begins in {@link #headers}. */
  int ipHeader(int slot) {
    return ethernetHeader(slot) + ethernetBytes(slot);
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
    return order.size() < capacity && hasMemoryFor(frameBytes);
  }

  /**
   * Whether {@code bytes} of payload may be appended: the IP length allows it, the reference's
   * buffer would take them, and there is memory for them.
   */
  boolean fits(int slot, int bytes) {
    return bytes <= room(slot) && hasMemoryFor(slot, bytes);
  }

  private int room(int slot) {
    return Math.min(maxIpLength - ipLength(slot), LARGEST_FRAME - frameBytes(slot));
  }

  /** Writes down what may be appended without more ado: behind which byte, and how many. */
  final void setNext(int slot, int sequence) {
    int room = Math.min(room(slot), space(slot));
    records[(slot << RECORD_SHIFT) + NEXT] = next(sequence, room);
  }

  /**
   * Makes space for payload that follows and for which there is none where a held segment ends.
   *
   * @return whether there is now; false if it does not fit, or if what is held has no data
   */
  final boolean makeSpace(int slot, int payload) {
    if (payloadBytes(slot) == 0 || !fits(slot, payload)) {
      return false;
    }
    goOn(slot);
    setNext(slot, nextSequence(slot));
    return true;
  }

  /** Takes a free slot, for which there must be {@link #hasRoomFor}; {@link #start} must follow. */
  int take() {
    int slot = slots.take();
    order.append(slot);
    provide(slot);
    return slot;
  }

  /**
   * Writes the record of a packet that begins to be held.
   *
   * @param place the record's word of the placement
   * @param where its 32 bits about the first packet
   * @param space bytes that may be appended as far as memory goes
   */
  final void begin(int slot, PacketView packet, int queue, long place, int where, int space) {
    int at = slot << RECORD_SHIFT;
    int payload = packet.payloadBytes();
    int room = payload == 0 ? PURE_ACK : Math.min(maxIpLength - packet.ipLength(), space);
    int tcpHeaderBytes = packet.headerBytes();
    long[] r = records;
    r[at + NEXT] = next(packet.sequence() + payload, room);
    r[at + TCP] = packet.tcpState();
    r[at + PLACE] = place;
    r[at + FRAMES] = (long) queue << 32 | 1;
    r[at + FIRST] =
        (long) packet.sequence() << 32 | Integer.toUnsignedLong(payload << 16 | packet.ipLength());
    r[at + ORIGIN] =
        Integer.toUnsignedLong(
            tcpHeaderBytes << 16 | packet.ethernetBytes() << 8 | packet.vnetHeaderBytes());
    r[at + COUNTS] = (long) where << 32 | payload;
    if (tcpHeaderBytes == Headers.TCP_TIMESTAMP_BYTES) {
      r[at + STAMPS] = packet.timestamps();
    }
  }

  /** Appends the payload of a packet that follows and fits. */
  final void append(int slot, PacketView packet, long tcpState) {
    if (keepsDetails) {
      takeOver(slot, packet);
    }
    append(slot, packet.bytes(), packet.payload(), packet.payloadBytes(), tcpState);
  }

  /** Appends the payload of a packet without TCP options that follows and fits. */
  final void appendPlain(int slot, byte[] bytes, int from, int payload, long tcpState) {
    if (keepsDetails) {
      keepLargest(slot, payload);
    }
    append(slot, bytes, from, payload, tcpState);
  }

  /** Takes over what few packets change. */
  private void takeOver(int slot, PacketView packet) {
    keepLargest(slot, packet.payloadBytes());
    if (packet.hasTimestamps()) {
      records[(slot << RECORD_SHIFT) + STAMPS] = packet.timestamps();
    }
    if (lowestHopLimit) {
      lowerHopLimit(slot, packet);
    }
  }

  /** Appends data with the sequence number of a held pure ACK. */
  void appendToPureAck(int slot, PacketView packet, long tcpState) {
    setNext(slot, packet.sequence());
    if (packet.payloadBytes() > (int) next(slot)) {
      goOn(slot);
      setNext(slot, packet.sequence());
    }
    append(slot, packet, tcpState);
  }

  /** Whether the guest wants a virtio-net header of another length than the segment's. */
  final boolean wantsOtherHeader(int slot, int vnetHeaderBytes) {
    return followsHeaderLength && vnetHeaderBytes(slot) != vnetHeaderBytes;
  }

  final boolean keepsLowestHopLimit() {
    return lowestHopLimit;
  }

  /** Where the hop limit is in the IP header. */
  final int hopLimitField() {
    return family == IpFamily.IPV4 ? Headers.IPV4_TTL : Headers.IPV6_HOP_LIMIT;
  }

  /**
   * Writes the headers that the guest is to see and describes the held segment in {@code delivery}.
   *
   * @param vnetHeaderBytes length of the virtio-net header that the guest now wants
   */
  final Delivery present(int slot, Delivery delivery, int vnetHeaderBytes) {
    prepare(slot, vnetHeaderBytes);
    return describe(slot, delivery, vnetHeaderBytes);
  }

  /** Bytes of a held segment, virtio-net header included. */
  int bytes(int slot) {
    return vnetHeaderBytes(slot) + frameBytes(slot);
  }

  /**
   * Holds a segment out of a snapshot in a slot just taken.
   *
   * @param packet the segment's bytes, parsed
   */
  void restore(int slot, long[] words, PacketView packet) {
    int queue = (int) (words[FRAMES] >>> 32);
    start(slot, packet, queue, packet.frameBytes());
    setWords(slot, words);
    if (payloadBytes(slot) == 0) {
      records[(slot << RECORD_SHIFT) + NEXT] = next(nextSequence(slot), PURE_ACK);
    } else {
      setNext(slot, nextSequence(slot));
    }
  }

  /** Copies a virtio-net header to one of another length; what is new in it is zero. */
  static void copyVnetHeader(byte[] from, int start, byte[] to, int at, int bytes) {
    System.arraycopy(from, start, to, at, VnetHeader.COMMON_BYTES);
    Arrays.fill(to, at + VnetHeader.COMMON_BYTES, at + bytes, (byte) 0);
  }

  /** Gives the slot and its memory back. */
  void release(int slot) {
    order.remove(slot);
    if (order.size() == 0) {
      slots.releaseAll();
      releaseAllMemory();
      return;
    }
    releaseMemory(slot);
    slots.release(slot);
  }

  /** Gives all slots and their memory back. */
  void releaseAll() {
    order.clear();
    slots.releaseAll();
    releaseAllMemory();
  }

  /** Bytes that the engine has taken so far for what is held, bookkeeping included. */
  final long reservedBytes() {
    return (long) records.length * Long.BYTES + order.bytes() + slots.bytes() + memoryBytes();
  }
}
