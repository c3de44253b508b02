package dev.rsclab.coalesce;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.nio.ByteBuffer;

/**
 * What a chain holds, as bytes that another device can go on with (D25): the state that QEMU's
 * migration leaves behind.
 *
 * <p>All numbers are big-endian. A chain is: nanoseconds left on the timer (64 bits, -1 if it is
 * not armed), number of held segments (32), and for each of them, oldest first, nanoseconds left
 * counted from its first packet and from its last one (64 each, -1 if it has no such deadline), its
 * eight words of bookkeeping (64 each), the number of its bytes (32) and its bytes, virtio-net
 * header first. What is known of the flows' pace stays behind. The bytes may come from anywhere:
 * whatever is in them, reading them harms nothing but the streams that they claim to hold.
 */
final class HeldSnapshot {

  /** "RSC" and the version of the format. */
  static final int MAGIC = 'R' << 24 | 'S' << 16 | 'C' << 8 | 2;

  private static final long NOT_ARMED = -1;

  /** The snapshot of a coalescer that holds nothing. */
  static final byte[] EMPTY = empty();

  private static final int CHAIN_BYTES = Long.BYTES + Integer.BYTES;
  private static final int SEGMENT_BYTES = (2 + SegmentRecords.WORDS) * Long.BYTES + Integer.BYTES;

  private HeldSnapshot() {}

  private static byte[] empty() {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES + 2 * CHAIN_BYTES).putInt(MAGIC);
    return bytes.putLong(NOT_ARMED).putInt(0).putLong(NOT_ARMED).putInt(0).array();
  }

  /** What {@link Coalescer#snapshot} returns: both chains, one after the other. */
  static byte[] of(Chain ipv4, Chain ipv6, long nowNanos) {
    ByteBuffer out = ByteBuffer.allocate(Integer.BYTES + bytes(ipv4.held) + bytes(ipv6.held));
    out.putInt(MAGIC);
    write(ipv4, nowNanos, out);
    write(ipv6, nowNanos, out);
    return out.array();
  }

  private static int bytes(HeldSegments held) {
    ArrivalOrder order = held.order();
    long bytes = CHAIN_BYTES;
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      bytes += slot == HeldSegments.NONE ? 0 : SEGMENT_BYTES + held.bytes(slot);
    }
    return Math.toIntExact(bytes);
  }

  private static void write(Chain chain, long nowNanos, ByteBuffer out) {
    out.putLong(left(chain.deadline, nowNanos));
    HeldSegments held = chain.held;
    out.putInt(held.size());
    ArrivalOrder order = held.order();
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != HeldSegments.NONE) {
        SegmentTimes times = chain.times;
        out.putLong(times == null ? NOT_ARMED : left(times.startDue(slot), nowNanos));
        out.putLong(times == null ? NOT_ARMED : left(times.silenceDue(slot), nowNanos));
        write(held, slot, out);
      }
    }
  }

  private static long left(long deadline, long nowNanos) {
    return deadline == Coalescer.NO_DEADLINE ? NOT_ARMED : Math.max(0, deadline - nowNanos);
  }

  private static void write(HeldSegments held, int slot, ByteBuffer out) {
    for (int word = 0; word < SegmentRecords.WORDS; word++) {
      out.putLong(held.word(slot, word));
    }
    byte[] bytes = copyBytes(held, slot);
    out.putInt(bytes.length).put(bytes);
  }

  /** All bytes of a held segment, virtio-net header first, as they are before it is prepared. */
  private static byte[] copyBytes(HeldSegments held, int slot) {
    int vnet = held.vnetHeaderBytes(slot);
    byte[] bytes = new byte[held.bytes(slot)];
    System.arraycopy(held.headers(slot), held.ethernetHeader(slot) - vnet, bytes, 0, vnet);
    held.headers.writeUnmerged(bytes, 0);
    held.copyFrame(slot, bytes, vnet);
    return bytes;
  }

  /** One held segment out of a snapshot. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Segment(long startLeft, long silenceLeft, long[] words, byte[] bytes) {

    /** Sets a view on the segment and parses it, so that its key and its fields are known. */
    void show(PacketView view, IpFamily family) {
      view.wrap(bytes, 0, bytes.length, SegmentRecords.vnetHeaderBytes(words));
      if (SegmentRecords.ethernetBytes(words) > Headers.ETHERNET_BYTES) {
        view.skipTag();
      }
      if (family == IpFamily.IPV4) {
        view.parseIpv4(SegmentRecords.firstIpLength(words));
      } else {
        view.parseIpv6(SegmentRecords.firstIpLength(words));
      }
    }
  }

  /**
   * A snapshot, ready to be read behind its magic number: for each chain the nanoseconds left
   * (negative if the timer was not armed), the number of segments, and those.
   *
   * @throws IllegalArgumentException if it is none
   */
  static ByteBuffer open(byte[] snapshot) {
    ByteBuffer in = ByteBuffer.wrap(snapshot);
    if (in.remaining() < Integer.BYTES || in.getInt() != MAGIC) {
      throw new IllegalArgumentException("not a snapshot of held segments, version 2");
    }
    return in;
  }

  static Segment readSegment(ByteBuffer in, IpFamily family) {
    long startLeft = in.getLong();
    long silenceLeft = in.getLong();
    long[] words = new long[SegmentRecords.WORDS];
    for (int word = 0; word < words.length; word++) {
      words[word] = in.getLong();
    }
    int length = in.getInt();
    int vnet = SegmentRecords.vnetHeaderBytes(words);
    int ethernet = SegmentRecords.ethernetBytes(words);
    int tcpHeader = SegmentRecords.tcpHeaderBytes(words);
    int payload = SegmentRecords.payloadBytes(words);
    long headers = (long) vnet + ethernet + family.headerBytes() + tcpHeader;
    boolean possible =
        VnetHeader.isLength(vnet)
            && (ethernet == Headers.ETHERNET_BYTES
                || ethernet == Headers.ETHERNET_BYTES + Headers.TAG_BYTES)
            && tcpHeader <= TcpFlags.MAX_HEADER_BYTES
            && payload >= 0
            && payload <= 0xFFFF
            && length >= Math.max(headers + payload, headers - tcpHeader + Headers.TCP_BYTES)
            && length <= vnet + HeldSegments.LARGEST_FRAME;
    if (!possible) {
      throw new IllegalArgumentException(
          "a snapshot whose bookkeeping and %d bytes cannot be of one held segment"
              .formatted(length));
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new Segment(startLeft, silenceLeft, words, bytes);
  }
}
