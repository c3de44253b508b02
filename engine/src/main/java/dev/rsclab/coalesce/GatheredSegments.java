package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;

/**
 * What is held stays in the frames that its owner lends ({@link LentFrames}), and nothing is copied
 * before it is delivered: {@link Placement#GATHERED}.
 *
 * <p>A frame's headers are read where they lie; those that the guest is to see are made in one
 * small array, at delivery. So holding a packet writes one record and one descriptor, and no byte
 * of a frame.
 */
final class GatheredSegments extends HeldSegments {

  /*
   * PLACE: number of the first frame (32 bits), number of the last one (32). In COUNTS: where the first frame's Ethernet header begins, and in
   * the sign whether it lies in an array of its own.
   */

  /** TCP header bytes that are made for the guest at most; what follows them is as it came. */
  private static final int MOST_TCP_BYTES = Headers.TCP_TIMESTAMP_BYTES;

  private static final int HEAD_BYTES =
      HeldMemory.FRAME
          + Headers.ETHERNET_BYTES
          + Headers.TAG_BYTES
          + Headers.IPV6_BYTES
          + MOST_TCP_BYTES;

  /** Bytes of most headers: virtio-net, Ethernet, IPv4 and TCP without options, rounded up. */
  private static final int USUAL_BYTES = 72;

  private final LentFrames lent;

  /** The headers of the segment described last. */
  private final byte[] head = new byte[HEAD_BYTES + USUAL_BYTES];

  private final GatheredBytes rest;

  private GatheredSegments(IpFamily family, RscPolicy policy, int maxIpLength, LentFrames lent) {
    super(family, policy, maxIpLength);
    this.lent = lent;
    rest = new GatheredBytes(lent);
  }

  /** Holds nothing; see {@link HeldSegments#HeldSegments}. */
  static HeldSegments create(IpFamily family, RscPolicy policy, int maxIpLength, LentFrames lent) {
    GatheredSegments held = new GatheredSegments(family, policy, maxIpLength, lent);
    lent.serve(held);
    return held;
  }

  private long place(int slot) {
    return records[(slot << RECORD_SHIFT) + PLACE];
  }

  @Override
  int firstFrame(int slot) {
    return (int) (place(slot) >>> 32);
  }

  @Override
  byte[] headers(int slot) {
    return where(slot) >= 0 ? lent.usual() : lent.other(firstFrame(slot));
  }

  @Override
  int ethernetHeader(int slot) {
    return where(slot) & Integer.MAX_VALUE;
  }

  @Override
  int frameBytes(int slot) {
    return lent.length(firstFrame(slot)) + payloadBytes(slot) - firstPayloadBytes(slot);
  }

  @Override
  boolean hasMemoryFor(int frameBytes) {
    return true;
  }

  @Override
  boolean hasMemoryFor(int slot, int bytes) {
    return true;
  }

  @Override
  void provide(int slot) {
    // A record is all that a slot has.
  }

  @Override
  void start(int slot, PacketView packet, int queue, int frameBytes) {
    LentFrames frames = lent;
    long number = frames.number() & 0xFFFF_FFFFL;
    int ethernet = packet.ethernet();
    begin(slot, packet, queue, number << 32 | number, ethernet, LARGEST_FRAME - frameBytes);
    if (frames.lend(packet.bytes(), ethernet, frameBytes)) {
      startElsewhere(slot, packet.bytes());
    }
    if (keepsLowestHopLimit()) {
      setHopLimit(slot, Bytes.u8(packet.bytes(), packet.ipHeader() + hopLimitField()));
    }
  }

  /** The first frame does not lie in the usual array; perhaps that is out of use. */
  private void startElsewhere(int slot, byte[] bytes) {
    if (lent.isAlone()) {
      lent.changeOwner(bytes);
    } else {
      records[(slot << RECORD_SHIFT) + COUNTS] |= Long.MIN_VALUE;
    }
  }

  @Override
  void append(int slot, byte[] bytes, int from, int payload, long tcpState) {
    int at = slot << RECORD_SHIFT;
    extend(at, payload, tcpState);
    if (payload > 0) {
      LentFrames frames = lent;
      long place = records[at + PLACE];
      records[at + PLACE] = (place & ~0xFFFF_FFFFL) | (frames.number() & 0xFFFF_FFFFL);
      frames.follow((int) place);
      frames.lend(bytes, from, payload);
    }
  }

  @Override
  void lowerHopLimit(int slot, PacketView packet) {
    int its = Bytes.u8(packet.bytes(), packet.ipHeader() + hopLimitField());
    if (its < hopLimit(slot)) {
      setHopLimit(slot, its);
    }
  }

  @Override
  void prepareAll(int vnetHeaderBytes) {
    // There is one array for headers: each segment's are made when it is described.
  }

  @Override
  void prepare(int slot, int vnetHeaderBytes) {
    // As above.
  }

  @Override
  Delivery describe(int slot, Delivery delivery, int vnetHeaderBytes) {
    if (wantsOtherHeader(slot, vnetHeaderBytes)) {
      moveVnetHeader(slot, vnetHeaderBytes);
    }
    int vnet = vnetHeaderBytes(slot);
    int first = firstFrame(slot);
    int inFirst = lent.length(first);
    int inHead = Math.min(inFirst, headerBytes(slot));
    int start = HeldMemory.FRAME - vnet;
    copyHeaders(headers(slot), ethernetHeader(slot) - vnet, start, vnet + inHead);
    rest.set(first, (int) place(slot), inHead);
    int frames = frames(slot);
    if (frames == 1) {
      headers.writeUnmerged(head, start);
    } else {
      writeMerged(slot, start, vnet);
    }
    int behind = inFirst - inHead + payloadBytes(slot) - firstPayloadBytes(slot);
    return delivery.held(queue(slot), frames, head, start, vnet + inHead).followedBy(rest, behind);
  }

  /** Bytes of the headers that are made, virtio-net header apart. */
  private int headerBytes(int slot) {
    int tcp = Math.clamp(firstHeaderBytes(slot), Headers.TCP_BYTES, MOST_TCP_BYTES);
    return ethernetBytes(slot) + family.headerBytes() + tcp;
  }

  private void copyHeaders(byte[] from, int start, int to, int count) {
    if (count > USUAL_BYTES || start + USUAL_BYTES > from.length) {
      System.arraycopy(from, start, head, to, count);
      return;
    }
    // Nine moves instead of a call. What they copy too much is behind the headers.
    for (int i = 0; i < USUAL_BYTES; i += Long.BYTES) {
      Bytes.putI64Be(head, to + i, Bytes.i64Be(from, start + i));
    }
  }

  private void writeMerged(int slot, int start, int vnet) {
    if (keepsLowestHopLimit()) {
      writeHopLimit(slot, head, start + vnet);
    }
    headers.writeMerged(this, slot, head, start, vnet);
  }

  private void writeHopLimit(int slot, byte[] bytes, int ethernet) {
    bytes[ethernet + ethernetBytes(slot) + hopLimitField()] = (byte) hopLimit(slot);
  }

  /** Gives a segment a virtio-net header of another length, in an array of its own. Rare. */
  private void moveVnetHeader(int slot, int to) {
    int first = firstFrame(slot);
    int bytes = lent.length(first);
    byte[] moved = new byte[to + bytes];
    int ethernet = ethernetHeader(slot);
    copyVnetHeader(headers(slot), ethernet - vnetHeaderBytes(slot), moved, 0, to);
    System.arraycopy(headers(slot), ethernet, moved, to, bytes);
    lent.lendOther(first, moved, to, bytes);
    int at = (slot << RECORD_SHIFT) + COUNTS;
    records[at] = (int) records[at] | Long.MIN_VALUE | (long) to << 32;
    setVnetHeaderBytes(slot, to);
  }

  @Override
  void handedOver(int slot, int result) {
    // The frames go back to their owner whatever the guest says.
  }

  @Override
  void releaseMemory(int slot) {
    // Descriptors are given up by number.
  }

  @Override
  void releaseAllMemory() {
    // As above.
  }

  @Override
  long addBytes(int slot, long sum, byte[] bytes, int from, int count) {
    int inHead = Math.min(count, HeldMemory.FRAME + headerBytes(slot) - from);
    long total = InternetChecksum.add(sum, bytes, from, inHead);
    int added = inHead;
    rest.toStart();
    while (added < count) {
      int more = Math.min(count - added, rest.length());
      total = InternetChecksum.append(total, added, rest.array(), rest.start(), more);
      added += more;
      rest.toNext();
    }
    return total;
  }

  @Override
  void copyFrame(int slot, byte[] to, int at) {
    GatheredBytes all = new GatheredBytes(lent);
    all.set(firstFrame(slot), (int) place(slot), 0);
    int bytes = frameBytes(slot);
    all.toStart();
    for (int copied = 0; copied < bytes; copied += all.length(), all.toNext()) {
      System.arraycopy(all.array(), all.start(), to, at + copied, all.length());
    }
    if (keepsLowestHopLimit()) {
      writeHopLimit(slot, to, at);
    }
  }

  /** A restored segment is one frame, whatever it was before; its array is nobody's else. */
  @Override
  void restore(int slot, long[] words, PacketView packet) {
    super.restore(slot, words, packet);
    int at = (slot << RECORD_SHIFT) + FIRST;
    int payload = payloadBytes(slot);
    int merged = payload << 16 | (ipLength(slot) & 0xFFFF);
    records[at] = (records[at] & ~0xFFFF_FFFFL) | Integer.toUnsignedLong(merged);
  }

  @Override
  long memoryBytes() {
    return lent.bytes() + head.length;
  }
}
