package dev.rsclab.results.packets;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The headers of a TCP segment over IPv4 or IPv6 in an Ethernet frame: what a reader of a recording
 * looks at. A frame with a VLAN tag or IPv6 extension headers, or too short for its headers, holds
 * none that this class can tell.
 *
 * @param sourcePort the sender's port
 * @param seq sequence number of the first byte
 * @param ack acknowledgement number
 * @param flags the low 8 flag bits of the TCP header
 * @param window as it stands in the header
 * @param ecn the two ECN bits of the IP header
 * @param fragment whether the IPv4 header says that this is a piece of a larger packet
 * @param timestamps whether there are TCP options
 * @param trailing bytes of the frame behind the IP packet
 * @param payload what the receiver reads, by the IP length and the data offset
 * @param headersGood whether lengths are consistent and the IPv4 header's checksum is right
 * @param checksumGood whether the TCP checksum is right
 */
@SuppressWarnings("ArrayRecordComponent") // a view for reading, never compared
public record TcpSegment(
    int sourcePort,
    int seq,
    int ack,
    int flags,
    int window,
    int ecn,
    boolean fragment,
    boolean timestamps,
    int trailing,
    byte[] payload,
    boolean headersGood,
    boolean checksumGood) {
  /** The congestion window was reduced. */
  public static final int CWR = 0x80;

  /** Congestion was experienced. */
  public static final int ECE = 0x40;

  /** Push. */
  public static final int PSH = 8;

  private static final int ETHERNET = 14;
  private static final int TCP = 6;
  private static final int TCP_HEADER = 20;

  /** The segment in a frame. */
  static Optional<TcpSegment> in(byte[] frame) {
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    if (frame.length < ETHERNET + 40) {
      return Optional.empty();
    }
    return switch (u16(bytes, 12)) {
      case 0x0800 -> ipv4(bytes);
      case 0x86DD -> frame.length < ETHERNET + 60 ? Optional.empty() : ipv6(bytes);
      default -> Optional.empty();
    };
  }

  private static Optional<TcpSegment> ipv4(ByteBuffer bytes) {
    int header = (bytes.get(ETHERNET) & 15) * 4;
    int total = u16(bytes, ETHERNET + 2);
    int tcp = ETHERNET + header;
    if (bytes.get(ETHERNET + 9) != TCP || header < 20 || bytes.capacity() < tcp + TCP_HEADER) {
      return Optional.empty();
    }
    int fragmentWord = u16(bytes, ETHERNET + 6);
    long pseudo = sum(bytes, ETHERNET + 12, ETHERNET + 20) + TCP + (total - header);
    return Optional.of(
        segment(
            bytes,
            tcp,
            ETHERNET + total,
            pseudo,
            bytes.get(ETHERNET + 1) & 3,
            (fragmentWord & 0x3FFF) != 0,
            folded(sum(bytes, ETHERNET, tcp)) == 0xFFFF));
  }

  private static Optional<TcpSegment> ipv6(ByteBuffer bytes) {
    if (bytes.get(ETHERNET + 6) != TCP) {
      return Optional.empty();
    }
    int length = u16(bytes, ETHERNET + 4);
    long pseudo = sum(bytes, ETHERNET + 8, ETHERNET + 40) + TCP + length;
    int tcp = ETHERNET + 40;
    int ecn = bytes.get(ETHERNET + 1) >> 4 & 3;
    return Optional.of(segment(bytes, tcp, tcp + length, pseudo, ecn, false, true));
  }

  private static TcpSegment segment(
      ByteBuffer bytes,
      int tcp,
      int end,
      long pseudo,
      int ecn,
      boolean fragment,
      boolean addressedRight) {
    int header = (bytes.get(tcp + 12) >> 4 & 15) * 4;
    int from = tcp + header;
    boolean consistent = header >= TCP_HEADER && from <= end && end <= bytes.capacity();
    byte[] payload = new byte[consistent ? end - from : 0];
    if (consistent) {
      bytes.get(from, payload);
    }
    return new TcpSegment(
        u16(bytes, tcp),
        bytes.getInt(tcp + 4),
        bytes.getInt(tcp + 8),
        bytes.get(tcp + 13) & 0xFF,
        u16(bytes, tcp + 14),
        ecn,
        fragment,
        header > TCP_HEADER,
        Math.max(0, bytes.capacity() - end),
        payload,
        consistent && addressedRight,
        consistent && folded(pseudo + sum(bytes, tcp, end)) == 0xFFFF);
  }

  /** Whether it carries no payload. */
  public boolean pureAck() {
    return payload.length == 0;
  }

  /** Whether a flag is set. */
  public boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** Whether a receiver that verifies everything would take it as it is. */
  public boolean sound() {
    return headersGood && checksumGood && !fragment;
  }

  private static int u16(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xFFFF;
  }

  private static long sum(ByteBuffer bytes, int from, int to) {
    long sum = 0;
    for (int at = from; at < to; at++) {
      sum += (at - from & 1) == 0 ? (bytes.get(at) & 0xFF) << 8 : bytes.get(at) & 0xFF;
    }
    return sum;
  }

  private static int folded(long sum) {
    long folded = sum;
    while (folded > 0xFFFF) {
      folded = (folded & 0xFFFF) + (folded >> 16);
    }
    return (int) folded;
  }
}
