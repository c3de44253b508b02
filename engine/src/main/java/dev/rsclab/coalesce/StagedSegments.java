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
   * PLACE: the tail's number or NONE (24 bits), bytes used in the head, those before the frame included (20), and in the tail (20).
   */
  private static final int HEAD_SHIFT = 20;
  private static final int TAIL_NUMBER_SHIFT = 40;
  private static final long NO_TAIL = (long) NONE << TAIL_NUMBER_SHIFT;
  private static final int USED_MASK = (1 << HEAD_SHIFT) - 1;

  private final HeldMemory memory;

  private StagedSegments(IpFamily family, RscPolicy policy, int maxIpLength) {
    super(family, policy, maxIpLength);
    memory = new HeldMemory(policy.maxHeldSegments(), policy.maxHeldBytes(), slots);
  }

  /** Holds nothing; see {@link HeldSegments#HeldSegments}. */
  static HeldSegments create(IpFamily family, RscPolicy policy, int maxIpLength) {
    return new StagedSegments(family, policy, maxIpLength);
  }

  private static int inHead(long used) {
    return (int) (used >>> HEAD_SHIFT) & USED_MASK;
  }

  private static int inTail(long used) {
    return (int) used & USED_MASK;
  }

  private byte[] tail(long used) {
    return memory.tail((int) (used >>> TAIL_NUMBER_SHIFT));
  }

  private long used(int slot) {
    return records[(slot << RECORD_SHIFT) + PLACE];
  }

  @Override
  byte[] headers(int slot) {
    return memory.head(slot);
  }

  @Override
  int ethernetHeader(int slot) {
    return HeldMemory.start(slot) + HeldMemory.FRAME;
  }

  @Override
  int frameBytes(int slot) {
    long used = used(slot);
    return inHead(used) - HeldMemory.FRAME + inTail(used);
  }

  @Override
  boolean hasMemoryFor(int frameBytes) {
    return memory.allows(HeldMemory.cost(frameBytes));
  }

  @Override
  boolean hasMemoryFor(int slot, int bytes) {
    long used = used(slot);
    boolean takesTail = used < 0 && HeldMemory.needsTail(inHead(used) + bytes);
    return !takesTail || memory.allows(HeldMemory.TAIL_BYTES);
  }

  @Override
  void provide(int slot) {
    memory.provide(slot);
  }

  @Override
  void start(int slot, PacketView packet, int queue, int frameBytes) {
    int bytes = HeldMemory.FRAME + frameBytes;
    int inHead = Math.min(bytes, HeldMemory.HEAD_BYTES);
    begin(slot, packet, queue, frameBytes, NO_TAIL | (long) inHead << HEAD_SHIFT, 0);
    if (bytes > inHead) {
      int from = packet.ethernet() - HeldMemory.FRAME + inHead;
      appendToTail(slot << RECORD_SHIFT, packet.bytes(), from, bytes - inHead);
    }
    int before = HeldMemory.FRAME - packet.vnetHeaderBytes();
    int to = HeldMemory.start(slot) + before;
    byte[] head = memory.head(slot);
    System.arraycopy(packet.bytes(), packet.start(), head, to, inHead - before);
    headers.writeUnmerged(head, to);
  }

  @Override
  void append(int slot, byte[] bytes, int from, int payload, long tcpState) {
    int at = slot << RECORD_SHIFT;
    extend(at, payload, tcpState);
    long used = records[at + PLACE];
    int inHead = inHead(used);
    // Copied last: the call to copy leaves no register as it was.
    if (used < 0 && !HeldMemory.needsTail(inHead + payload)) {
      records[at + PLACE] = used + ((long) payload << HEAD_SHIFT);
      int to = HeldMemory.start(slot) + inHead;
      System.arraycopy(bytes, from, memory.head(slot), to, payload);
    } else {
      appendToTail(at, bytes, from, payload);
    }
  }

  private void appendToTail(int at, byte[] from, int start, int count) {
    long used = records[at + PLACE];
    if (used < 0) {
      used = (long) memory.takeTail() << TAIL_NUMBER_SHIFT | (used & (1L << TAIL_NUMBER_SHIFT) - 1);
    }
    records[at + PLACE] = used + count;
    System.arraycopy(from, start, tail(used), inTail(used), count);
  }

  @Override
  void lowerHopLimit(int slot, PacketView packet) {
    byte[] head = memory.head(slot);
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
      headers.writeMerged(this, slot, memory.head(slot), ethernetHeader(slot) - vnet, vnet);
    }
  }

  /** Gives a held segment a virtio-net header of another length. */
  private void moveVnetHeader(int slot, int to) {
    byte[] head = memory.head(slot);
    int frame = ethernetHeader(slot);
    copyVnetHeader(head, frame - vnetHeaderBytes(slot), head, frame - to, to);
    setVnetHeaderBytes(slot, to);
  }

  @Override
  Delivery describe(int slot, Delivery delivery, int vnetHeaderBytes) {
    int at = slot << RECORD_SHIFT;
    long frames = records[at + FRAMES];
    long used = records[at + PLACE];
    int before = HeldMemory.FRAME - vnetHeaderBytes(slot);
    int start = HeldMemory.start(slot) + before;
    delivery.held(
        (int) (frames >>> 32), (int) frames, memory.head(slot), start, inHead(used) - before);
    return used < 0 ? delivery : delivery.followedBy(tail(used), inTail(used));
  }

  @Override
  void handedOver(int slot, int result) {
    // The memory is the engine's whatever the guest says.
  }

  @Override
  void releaseMemory(int slot) {
    long used = used(slot);
    if (used >= 0) {
      memory.releaseTail((int) (used >>> TAIL_NUMBER_SHIFT));
    }
  }

  @Override
  void releaseAllMemory() {
    memory.releaseAllTails();
  }

  @Override
  long addBytes(int slot, long sum, byte[] head, int from, int count) {
    long used = used(slot);
    int headEnd = HeldMemory.start(slot) + inHead(used);
    int first = Math.min(count, headEnd - from);
    long total = InternetChecksum.add(sum, head, from, first);
    return first == count
        ? total
        : InternetChecksum.append(total, first, tail(used), 0, count - first);
  }

  @Override
  void copyFrame(int slot, byte[] to, int at) {
    long used = used(slot);
    int inHead = inHead(used) - HeldMemory.FRAME;
    System.arraycopy(memory.head(slot), ethernetHeader(slot), to, at, inHead);
    if (used >= 0) {
      System.arraycopy(tail(used), 0, to, at + inHead, inTail(used));
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
