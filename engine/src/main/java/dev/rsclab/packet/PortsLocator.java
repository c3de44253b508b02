package dev.rsclab.packet;

/**
 * Finds the ports of a TCP segment behind IPv4 options or IPv6 extension headers, with any lengths.
 *
 * <p>Nothing but the bytes up to the ports is looked at: a segment may be cut, or contradict its IP
 * length. Allocation-free; O(extension headers), of which it reads at most {@value
 * #MAX_EXTENSION_HEADERS}.
 */
public final class PortsLocator {

  /** What {@link #ipv4} and {@link #ipv6} return if there are no ports. */
  public static final int NONE = -1;

  private static final int MAX_EXTENSION_HEADERS = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION = 60;
  private static final int EXTENSION_BYTES = 8;
  private static final int PORTS_BYTES = 4;
  private static final int IPV4_FRAGMENT_OFFSET = 0x1FFF;

  /** The offset in an IPv6 fragment header's word; two reserved bits and M follow it. */
  private static final int IPV6_FRAGMENT_OFFSET = 0xFFF8;

  private static final int IPV6_MORE_FRAGMENTS = 0x0001;

  private PortsLocator() {}

  /**
   * Where the ports of an IPv4 packet are.
   *
   * @param ip where the IP header begins
   * @param end where the frame ends
   * @param inFirstFragments whether the first fragment of a datagram has ports, as later ones never
   *     have
   * @return where the source port is, or {@link #NONE} if the packet is not TCP, has none, or is no
   *     IPv4 packet
   */
  public static int ipv4(byte[] bytes, int ip, int end, boolean inFirstFragments) {
    if (end - ip < Headers.IPV4_BYTES) {
      return NONE;
    }
    int versionAndWords = Bytes.u8(bytes, ip);
    int headerBytes = (versionAndWords & 0xF) * 4;
    int fragment = Bytes.u16Be(bytes, ip + Headers.IPV4_FRAGMENT);
    int fragmentBits = inFirstFragments ? IPV4_FRAGMENT_OFFSET : Headers.IPV4_FRAGMENTED;
    boolean has =
        versionAndWords >>> 4 == 4
            && headerBytes >= Headers.IPV4_BYTES
            && (fragment & fragmentBits) == 0
            && Bytes.u8(bytes, ip + Headers.IPV4_PROTOCOL) == Headers.PROTOCOL_TCP
            && end - ip >= headerBytes + PORTS_BYTES;
    return has ? ip + headerBytes : NONE;
  }

  /**
   * Where the ports of an IPv6 packet are; the parameters are those of {@link #ipv4}. A packet in a
   * single fragment (RFC 6946) is whole.
   */
  public static int ipv6(byte[] bytes, int ip, int end, boolean inFirstFragments) {
    if (end - ip < Headers.IPV6_BYTES || Bytes.u8(bytes, ip) >>> 4 != 6) {
      return NONE;
    }
    int fragmentBits =
        inFirstFragments ? IPV6_FRAGMENT_OFFSET : IPV6_FRAGMENT_OFFSET | IPV6_MORE_FRAGMENTS;
    int next = Bytes.u8(bytes, ip + Headers.IPV6_NEXT_HEADER);
    int at = ip + Headers.IPV6_BYTES;
    for (int headers = 0; next != Headers.PROTOCOL_TCP; headers++) {
      int length =
          headers < MAX_EXTENSION_HEADERS ? extensionBytes(bytes, at, end, next, fragmentBits) : 0;
      if (length == 0) {
        return NONE;
      }
      next = Bytes.u8(bytes, at);
      at += length;
    }
    return end - at < PORTS_BYTES ? NONE : at;
  }

  /**
   * Bytes of an extension header that TCP may follow; 0 if it is none (RFC 8200, section 4).
   *
   * @param fragmentBits bits of a fragment header's word that must not be set
   */
  private static int extensionBytes(byte[] bytes, int at, int end, int kind, int fragmentBits) {
    if (end - at < EXTENSION_BYTES) {
      return 0;
    }
    return switch (kind) {
      case HOP_BY_HOP, ROUTING, DESTINATION -> (Bytes.u8(bytes, at + 1) + 1) * EXTENSION_BYTES;
      case FRAGMENT -> (Bytes.u16Be(bytes, at + 2) & fragmentBits) == 0 ? EXTENSION_BYTES : 0;
      default -> 0;
    };
  }
}
