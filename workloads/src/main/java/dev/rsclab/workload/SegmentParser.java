package dev.rsclab.workload;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;

/**
 * Finds the TCP segment in a frame, for numbering flows, moving sequence numbers and telling where
 * messages end; it does not judge whether a segment may be coalesced.
 *
 * <p>Accepted: Ethernet, at most one 802.1Q tag, IPv4 with or without options, or IPv6 without
 * extension headers, and a TCP header that is wholly stored. Fragments are not accepted: a later
 * one has no TCP header, and a first one alone does not tell the segment's length. Reused for every
 * frame, so that parsing allocates nothing.
 */
public final class SegmentParser {

  private static final int ETHERTYPE_VLAN = 0x8100;
  private static final int VLAN_BYTES = 4;
  private static final int IPV4_MORE_OR_OFFSET = 0x3FFF;

  private IpFamily family = IpFamily.IPV4;
  private int ip;
  private int tcp;
  private int tcpBytes;

  /** Has seen no frame. */
  public SegmentParser() {}

  /**
   * Looks for a segment in the frame at {@code from}.
   *
   * @param storedLength bytes of the frame that are there
   * @param length bytes the frame had when it was captured
   * @return whether there is a segment; if not, the other methods must not be called
   */
  public boolean parse(byte[] bytes, int from, int storedLength, int length) {
    int end = from + storedLength;
    ip = from + Headers.ETHERNET_BYTES;
    if (ip > end) {
      return false;
    }
    int etherType = Bytes.u16Be(bytes, from + Headers.ETHERNET_TYPE);
    if (etherType == ETHERTYPE_VLAN && ip + VLAN_BYTES <= end) {
      etherType = Bytes.u16Be(bytes, from + Headers.ETHERNET_TYPE + VLAN_BYTES);
      ip += VLAN_BYTES;
    }
    int ipBytes = length - (ip - from);
    if (etherType == IpFamily.IPV4.etherType()) {
      family = IpFamily.IPV4;
      return parseIpv4(bytes, end, ipBytes) && parseTcp(bytes, end);
    }
    if (etherType == IpFamily.IPV6.etherType()) {
      family = IpFamily.IPV6;
      return parseIpv6(bytes, end, ipBytes) && parseTcp(bytes, end);
    }
    return false;
  }

  private boolean parseIpv4(byte[] bytes, int end, int ipBytes) {
    if (end - ip < Headers.IPV4_BYTES) {
      return false;
    }
    int headerBytes = (bytes[ip] & 0x0F) << 2;
    int totalLength = Bytes.u16Be(bytes, ip + Headers.IPV4_TOTAL_LENGTH);
    tcp = ip + headerBytes;
    tcpBytes = totalLength - headerBytes;
    return Bytes.u8(bytes, ip) >>> 4 == 4
        && headerBytes >= Headers.IPV4_BYTES
        && totalLength <= ipBytes
        && (Bytes.u16Be(bytes, ip + Headers.IPV4_FRAGMENT) & IPV4_MORE_OR_OFFSET) == 0
        && Bytes.u8(bytes, ip + Headers.IPV4_PROTOCOL) == Headers.PROTOCOL_TCP;
  }

  private boolean parseIpv6(byte[] bytes, int end, int ipBytes) {
    if (end - ip < Headers.IPV6_BYTES) {
      return false;
    }
    tcp = ip + Headers.IPV6_BYTES;
    tcpBytes = Bytes.u16Be(bytes, ip + Headers.IPV6_PAYLOAD_LENGTH);
    return Bytes.u8(bytes, ip) >>> 4 == 6
        && Headers.IPV6_BYTES + tcpBytes <= ipBytes
        && Bytes.u8(bytes, ip + Headers.IPV6_NEXT_HEADER) == Headers.PROTOCOL_TCP;
  }

  private boolean parseTcp(byte[] bytes, int end) {
    if (end - tcp < Headers.TCP_BYTES) {
      return false;
    }
    int headerBytes = TcpFlags.headerBytes(offsetAndFlags(bytes));
    return headerBytes >= Headers.TCP_BYTES && headerBytes <= tcpBytes;
  }

  /** The IP version of the segment. */
  IpFamily family() {
    return family;
  }

  /** Where the source address starts; the destination address follows. */
  int addresses() {
    return ip + (family == IpFamily.IPV4 ? Headers.IPV4_SOURCE : Headers.IPV6_SOURCE);
  }

  /** Where the TCP header starts. */
  int tcp() {
    return tcp;
  }

  /** The word of data offset, reserved bits and flags. */
  int offsetAndFlags(byte[] bytes) {
    return Bytes.u16Be(bytes, tcp + Headers.TCP_OFFSET_AND_FLAGS);
  }

  /** Sequence space that the segment takes: its payload bytes, and one each for SYN and FIN. */
  int sequenceSpace(byte[] bytes) {
    int word = offsetAndFlags(bytes);
    return tcpBytes
        - TcpFlags.headerBytes(word)
        + ((word & TcpFlags.SYN) != 0 ? 1 : 0)
        + ((word & TcpFlags.FIN) != 0 ? 1 : 0);
  }

  /** Whether the segment has payload and PSH: its sender has nothing more to say for now. */
  public boolean endsMessage(byte[] bytes) {
    int word = offsetAndFlags(bytes);
    return (word & TcpFlags.PSH) != 0 && tcpBytes > TcpFlags.headerBytes(word);
  }
}
