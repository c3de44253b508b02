package dev.rsclab.packet;

/**
 * Tells the flow of a packet that cannot be coalesced, so that what is held of the flow can be
 * delivered before it: behind IPv4 options, IPv6 extension headers, a VLAN tag, with any lengths.
 *
 * <p>Allocation-free; O(extension headers), of which it reads at most {@value
 * #MAX_EXTENSION_HEADERS}.
 */
public final class FlowLocator {

  private static final int MAX_EXTENSION_HEADERS = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int DESTINATION = 60;
  private static final int EXTENSION_BYTES = 8;
  private static final int PORTS_BYTES = 4;
  private static final int IPV4_FRAGMENT_OFFSET = 0x1FFF;

  private FlowLocator() {}

  /**
   * Sets the packet's {@link PacketView#key} to its flow.
   *
   * @param packet has an Ethernet header
   * @param vlans whether VLANs are part of a flow; if not, only untagged and priority-tagged frames
   *     have one
   * @return the flow's family, or null if the packet has no flow that could be told
   */
  public static IpFamily locate(PacketView packet, boolean vlans) {
    byte[] bytes = packet.bytes();
    int end = packet.start() + packet.length();
    int ip = packet.ethernet() + Headers.ETHERNET_BYTES;
    int vlan = 0;
    int etherType = Bytes.u16Be(bytes, ip - 2);
    if (etherType == Headers.ETHERTYPE_TAG && ip + Headers.TAG_BYTES <= end) {
      vlan = Bytes.u16Be(bytes, ip) & Headers.TAG_VLAN;
      if (vlan != 0 && !vlans) {
        return null;
      }
      ip += Headers.TAG_BYTES;
      etherType = Bytes.u16Be(bytes, ip - 2);
    }
    return switch (etherType) {
      case Headers.ETHERTYPE_IPV4 ->
          locateIpv4(packet.key(), bytes, ip, end, vlan) ? IpFamily.IPV4 : null;
      case Headers.ETHERTYPE_IPV6 ->
          locateIpv6(packet.key(), bytes, ip, end, vlan) ? IpFamily.IPV6 : null;
      default -> null;
    };
  }

  private static boolean locateIpv4(FlowKey key, byte[] bytes, int ip, int end, int vlan) {
    if (end - ip < Headers.IPV4_BYTES) {
      return false;
    }
    int versionAndWords = Bytes.u8(bytes, ip);
    int headerBytes = (versionAndWords & 0xF) * 4;
    int fragment = Bytes.u16Be(bytes, ip + Headers.IPV4_FRAGMENT);
    if (versionAndWords >>> 4 != 4
        || headerBytes < Headers.IPV4_BYTES
        || (fragment & IPV4_FRAGMENT_OFFSET) != 0
        || Bytes.u8(bytes, ip + Headers.IPV4_PROTOCOL) != Headers.PROTOCOL_TCP
        || end - ip < headerBytes + PORTS_BYTES) {
      return false;
    }
    key.setIpv4(bytes, ip, Bytes.i32Be(bytes, ip + headerBytes), vlan);
    return true;
  }

  private static boolean locateIpv6(FlowKey key, byte[] bytes, int ip, int end, int vlan) {
    if (end - ip < Headers.IPV6_BYTES || Bytes.u8(bytes, ip) >>> 4 != 6) {
      return false;
    }
    int next = Bytes.u8(bytes, ip + Headers.IPV6_NEXT_HEADER);
    int at = ip + Headers.IPV6_BYTES;
    for (int headers = 0; next != Headers.PROTOCOL_TCP; headers++) {
      int length = headers < MAX_EXTENSION_HEADERS ? extensionBytes(bytes, at, end, next) : 0;
      if (length == 0) {
        return false;
      }
      next = Bytes.u8(bytes, at);
      at += length;
    }
    if (end - at < PORTS_BYTES) {
      return false;
    }
    key.setIpv6(bytes, ip, Bytes.i32Be(bytes, at), vlan);
    return true;
  }

  /** Bytes of an extension header that TCP may follow; 0 if it is none (RFC 8200, section 4). */
  private static int extensionBytes(byte[] bytes, int at, int end, int kind) {
    if (end - at < EXTENSION_BYTES) {
      return 0;
    }
    return switch (kind) {
      case HOP_BY_HOP, ROUTING, DESTINATION -> (Bytes.u8(bytes, at + 1) + 1) * EXTENSION_BYTES;
      // Three reserved and flag bits follow the offset.
      case FRAGMENT -> Bytes.u16Be(bytes, at + 2) >>> 3 == 0 ? EXTENSION_BYTES : 0;
      default -> 0;
    };
  }
}
