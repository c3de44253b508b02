package dev.rsclab.packet;

/**
 * Tells the flow of a packet that cannot be coalesced, so that what is held of the flow can be
 * delivered before it: behind IPv4 options, IPv6 extension headers, a VLAN tag, with any lengths.
 *
 * <p>Allocation-free; as fast as {@link PortsLocator}.
 */
public final class FlowLocator {

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
    int ports = PortsLocator.ipv4(bytes, ip, end, true);
    if (ports == PortsLocator.NONE) {
      return false;
    }
    key.setIpv4(bytes, ip, Bytes.i32Be(bytes, ports), vlan);
    return true;
  }

  private static boolean locateIpv6(FlowKey key, byte[] bytes, int ip, int end, int vlan) {
    int ports = PortsLocator.ipv6(bytes, ip, end, true);
    if (ports == PortsLocator.NONE) {
      return false;
    }
    key.setIpv6(bytes, ip, Bytes.i32Be(bytes, ports), vlan);
    return true;
  }
}
