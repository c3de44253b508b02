package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;

/**
 * Compares the fields below TCP that a merged packet has once for all its segments
 * (docs/policies.md 2.4; D14, D31, D32).
 *
 * <p>Eight bytes of the IP header hold all of them: in IPv4 those from the second byte on, in IPv6
 * the first ones. Identification and lengths among them are masked out.
 */
final class ComparedHeaders {

  private static final long IPV4_DS_FIELD = 0xFCL << 56;
  private static final long IPV4_ECN = 0x03L << 56;
  private static final long IPV4_DONT_FRAGMENT = 0x40L << 16;
  private static final long IPV6_ECN = 0x30L << 48;
  private static final long IPV6_CLASS_AND_LABEL = 0x0FFF_FFFFL << 32 & ~IPV6_ECN;
  private static final long HOP_LIMIT = 0xFF;

  private final int from;
  private final long ecn;
  private final long others;

  ComparedHeaders(IpFamily family, RscPolicy policy) {
    boolean ipv4 = family == IpFamily.IPV4;
    long hopLimit = policy.has(RscSwitch.LOWEST_HOP_LIMIT) ? 0 : HOP_LIMIT;
    from = ipv4 ? Headers.IPV4_TOS : 0;
    ecn = ipv4 ? IPV4_ECN : IPV6_ECN;
    others = hopLimit | (ipv4 ? IPV4_DS_FIELD | IPV4_DONT_FRAGMENT : IPV6_CLASS_AND_LABEL);
  }

  /** The bits that differ between a packet's IP header and a held one. */
  long ipDifference(PacketView packet, byte[] held, int heldIp) {
    return Bytes.i64Be(packet.bytes(), packet.ipHeader() + from) ^ Bytes.i64Be(held, heldIp + from);
  }

  /** Whether ECN bits are among the bits that differ. */
  boolean hasEcn(long ipDifference) {
    return (ipDifference & ecn) != 0;
  }

  /** Whether other bits that are compared are among the bits that differ. */
  boolean hasOthers(long ipDifference) {
    return (ipDifference & others) != 0;
  }

  /** Whether both MACs, and the tag or its absence, are the same. */
  static boolean sameEthernet(PacketView packet, byte[] held, int heldEthernet, int heldBytes) {
    byte[] bytes = packet.bytes();
    int at = packet.ethernet();
    boolean same =
        packet.ethernetBytes() == heldBytes
            && Bytes.i64Be(bytes, at) == Bytes.i64Be(held, heldEthernet)
            && Bytes.i64Be(bytes, at + 6) == Bytes.i64Be(held, heldEthernet + 6);
    return same
        && (heldBytes == Headers.ETHERNET_BYTES
            || Bytes.u16Be(bytes, at + Headers.ETHERNET_BYTES)
                == Bytes.u16Be(held, heldEthernet + Headers.ETHERNET_BYTES));
  }
}
