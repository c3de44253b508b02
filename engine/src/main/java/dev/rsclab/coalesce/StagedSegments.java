package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;

/**
 * What is held is copied into memory of the engine ({@link HeldMemory}), and the headers that the
 * guest is to see are written over those of the first frame there: {@link Placement#STAGED}.
 */
final class StagedSegments extends HeldSegments {

  /*
   * PLACE: the number of the block that the last byte lies in (32 bits), where it ends there (32). In COUNTS: bytes of the head that are used,
   * those before the frame included, if there is a tail; else 0.
   */
  private static final int BLOCK_SHIFT = 32;

  private final HeldMemory memory;

  private StagedSegments(IpFamily family, RscPolicy policy, int maxIpLength) {
    super(family, policy, maxIpLength);
    memory = new HeldMemory(policy.maxHeldSegments(), policy.maxHeldBytes(), slots);
  }

  /** Holds nothing; see {@link HeldSegments#HeldSegments}. */
  static HeldSegments create(IpFamily family, RscPolicy policy, int maxIpLength) {
    return new StagedSegments(family, policy, maxIpLength);
  }

  private long place(int slot) {
    return records[(slot << RECORD_SHIFT) + PLACE];
  }

  private static int block(long place) {
    return (int) (place >>> BLOCK_SHIFT);
  }

  private byte[] head(int slot) {
    return memory.block(HeldMemory.headBlock(slot));
  }

  private boolean hasTail(int slot) {
    return where(slot) != 0;
  }

  /** Bytes of the head that are used, those before the frame included. */
  private int inHead(int slot) {
    return hasTail(slot) ? where(slot) : (int) place(slot) - HeldMemory.start(slot);
  }

  private int inTail(int slot) {
    return hasTail(slot) ? (int) place(slot) : 0;
  }

  @Override
  byte[] headers(int slot) {
    return head(slot);
  }

  @Override
  int ethernetHeader(int slot) {
    return HeldMemory.start(slot) + HeldMemory.FRAME;
  }

  @Override
  int frameBytes(int slot) {
    return inHead(slot) - HeldMemory.FRAME + inTail(slot);
  }

  @Override
  boolean hasMemoryFor(int frameBytes) {
    return memory.allows(HeldMemory.cost(frameBytes));
  }

  @Override
  boolean hasMemoryFor(int slot, int bytes) {
    return bytes <= space(slot) || memory.allows(HeldMemory.TAIL_BYTES);
  }

  @Override
  int space(int slot) {
    return (hasTail(slot) ? HeldMemory.TAIL_BYTES : HeldMemory.HEAD_BYTES + HeldMemory.start(slot))
        - (int) place(slot);
  }

  @Override
  void goOn(int slot) {
    int at = slot << RECORD_SHIFT;
    records[at + COUNTS] |= (long) inHead(slot) << 32;
    records[at + PLACE] = (long) memory.takeTail() << BLOCK_SHIFT;
  }

  @Override
  void provide(int slot) {
    memory.provide(slot);
  }

  @Override
  void start(int slot, PacketView packet, int queue, int frameBytes) {
    int bytes = HeldMemory.FRAME + frameBytes;
    if (bytes > HeldMemory.HEAD_BYTES) {
      startLong(slot, packet, queue, frameBytes);
      return;
    }
    int head = HeldMemory.start(slot);
    begin(slot, packet, queue, headPlace(slot, bytes), 0, HeldMemory.HEAD_BYTES - bytes);
    int before = HeldMemory.FRAME - packet.vnetHeaderBytes();
    byte[] to = head(slot);
    System.arraycopy(packet.bytes(), packet.start(), to, head + before, bytes - before);
    headers.writeUnmerged(to, head + before);
  }

  private static long headPlace(int slot, int bytes) {
    return (long) HeldMemory.headBlock(slot) << BLOCK_SHIFT | HeldMemory.start(slot) + bytes;
  }

  /** A frame that is longer than a head, not from an Ethernet with an MTU of 1500. */
  private void startLong(int slot, PacketView packet, int queue, int frameBytes) {
    int inHead = HeldMemory.HEAD_BYTES;
    begin(slot, packet, queue, headPlace(slot, inHead), 0, 0);
    goOn(slot);
    int before = HeldMemory.FRAME - packet.vnetHeaderBytes();
    int to = HeldMemory.start(slot) + before;
    System.arraycopy(packet.bytes(), packet.start(), head(slot), to, inHead - before);
    headers.writeUnmerged(head(slot), to);
    int from = packet.ethernet() - HeldMemory.FRAME + inHead;
    copyOn(slot << RECORD_SHIFT, packet.bytes(), from, HeldMemory.FRAME + frameBytes - inHead);
    if (packet.payloadBytes() > 0) {
      setNext(slot, nextSequence(slot));
    }
  }

  @Override
  void append(int slot, byte[] bytes, int from, int payload, long tcpState) {
    int at = slot << RECORD_SHIFT;
    extend(at, payload, tcpState);
    copyOn(at, bytes, from, payload);
  }

  private void copyOn(int at, byte[] bytes, int from, int count) {
    long place = records[at + PLACE];
    records[at + PLACE] = place + count;
    // Copied last: the call to copy leaves no register as it was.
    System.arraycopy(bytes, from, memory.block(block(place)), (int) place, count);
  }

  @Override
  void lowerHopLimit(int slot, PacketView packet) {
    byte[] head = head(slot);
    int mine = ipHeader(slot) + hopLimitField();
    int its = Bytes.u8(packet.bytes(), packet.ipHeader() + hopLimitField());
    if (its < Bytes.u8(head, mine)) {
      head[mine] = (byte) its;
    }
  }

  @Override
  void prepareAll(int vnetHeaderBytes) {
    // In a walk of their own: a loop that calls nothing keeps what it needs in registers.
    ArrivalOrder order = order();
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != NONE) {
        prepare(slot, vnetHeaderBytes);
      }
    }
  }

  @Override
  void prepare(int slot, int vnetHeaderBytes) {
    if (wantsOtherHeader(slot, vnetHeaderBytes)) {
      moveVnetHeader(slot, vnetHeaderBytes);
    }
    if (frames(slot) != 1) {
      int vnet = vnetHeaderBytes(slot);
      headers.writeMerged(this, slot, head(slot), ethernetHeader(slot) - vnet, vnet);
    }
  }

  /** Gives a held segment a virtio-net header of another length. */
  private void moveVnetHeader(int slot, int to) {
    byte[] head = head(slot);
    int frame = ethernetHeader(slot);
    copyVnetHeader(head, frame - vnetHeaderBytes(slot), head, frame - to, to);
    setVnetHeaderBytes(slot, to);
  }

  @Override
  Delivery describe(int slot, Delivery delivery, int vnetHeaderBytes) {
    long frames = records[(slot << RECORD_SHIFT) + FRAMES];
    int start = HeldMemory.start(slot) + HeldMemory.FRAME - vnetHeaderBytes(slot);
    int tail = where(slot);
    long place = place(slot);
    int end = tail == 0 ? (int) place : HeldMemory.start(slot) + tail;
    delivery.held((int) (frames >>> 32), (int) frames, head(slot), start, end - start);
    return tail == 0 ? delivery : delivery.followedBy(memory.block(block(place)), (int) place);
  }

  @Override
  void handedOver(int slot, int result) {
    // The memory is the engine's whatever the guest says.
  }

  @Override
  void releaseMemory(int slot) {
    if (hasTail(slot)) {
      memory.releaseTail(block(place(slot)));
    }
  }

  @Override
  void releaseAllMemory() {
    memory.releaseAllTails();
  }

  @Override
  long addBytes(int slot, long sum, byte[] head, int from, int count) {
    int headEnd = HeldMemory.start(slot) + inHead(slot);
    int first = Math.min(count, headEnd - from);
    long total = InternetChecksum.add(sum, head, from, first);
    return first == count
        ? total
        : InternetChecksum.append(total, first, tail(slot), 0, count - first);
  }

  private byte[] tail(int slot) {
    return memory.block(block(place(slot)));
  }

  @Override
  void copyFrame(int slot, byte[] to, int at) {
    int inHead = inHead(slot) - HeldMemory.FRAME;
    System.arraycopy(head(slot), ethernetHeader(slot), to, at, inHead);
    if (hasTail(slot)) {
      System.arraycopy(tail(slot), 0, to, at + inHead, inTail(slot));
    }
  }

  @Override
  int firstFrame(int slot) {
    return 0;
  }

  @Override
  long memoryBytes() {
    return memory.bytes();
  }
}
