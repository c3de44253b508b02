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
 * the first ones. Identification and lengths among them are masked out. In place of those a word
 * for each slot has a number for the Ethernet header, since nearly all frames for a guest have the
 * same one: so a packet of the usual kind costs one comparison ({@link #areSame}), and nothing is
 * read of the held bytes.
 */
final class ComparedHeaders {

  private static final long IPV4_DS_FIELD = 0xFCL << 56;
  private static final long IPV4_ECN = 0x03L << 56;
  private static final long IPV4_DONT_FRAGMENT = 0x40L << 16;
  private static final long IPV6_ECN = 0x30L << 48;
  private static final long IPV6_CLASS_AND_LABEL = 0x0FFF_FFFFL << 32 & ~IPV6_ECN;
  private static final long HOP_LIMIT = 0xFF;

  /** Where the number of the Ethernet header is in a slot's word: in place of IP's length. */
  private static final int IPV4_NUMBER = 24;

  private static final int IPV6_NUMBER = 8;
  private static final int MOST_NUMBERS = (1 << 24) - 1;
  private static final int UNTAGGED = -1;

  private final int from;
  private final long ecn;
  private final long others;
  private final int numberShift;

  /** By slot: what of its first packet is compared; zero if that is not known. */
  private final long[] words;

  /** The Ethernet header that was numbered last. */
  private long destination;

  private long source;
  private int tag;
  private int number;

  ComparedHeaders(IpFamily family, RscPolicy policy) {
    boolean ipv4 = family == IpFamily.IPV4;
    long hopLimit = policy.has(RscSwitch.LOWEST_HOP_LIMIT) ? 0 : HOP_LIMIT;
    from = ipv4 ? Headers.IPV4_TOS : 0;
    ecn = ipv4 ? IPV4_ECN : IPV6_ECN;
    others = hopLimit | (ipv4 ? IPV4_DS_FIELD | IPV4_DONT_FRAGMENT : IPV6_CLASS_AND_LABEL);
    numberShift = ipv4 ? IPV4_NUMBER : IPV6_NUMBER;
    words = new long[policy.maxHeldSegments()];
  }

  /**
   * A slot starts to hold a packet.
   *
   * @param first whether no other does: numbers begin anew then
   */
  void start(int slot, PacketView packet, boolean first) {
    if (first) {
      number = 0;
    }
    if (number == 0 || !hasLastEthernet(packet)) {
      number(packet);
    }
    words[slot] = number > MOST_NUMBERS ? 0 : word(packet);
  }

  /** A slot holds what did not start in it. */
  void forget(int slot) {
    words[slot] = 0;
  }

  private void number(PacketView packet) {
    destination = Bytes.i64Be(packet.bytes(), packet.ethernet());
    source = Bytes.i64Be(packet.bytes(), packet.ethernet() + 6);
    tag = tag(packet);
    number = Math.min(number, MOST_NUMBERS) + 1;
  }

  /** Both MACs and the EtherType in two reads that overlap, then the tag. */
  private boolean hasLastEthernet(PacketView packet) {
    return Bytes.i64Be(packet.bytes(), packet.ethernet()) == destination
        && Bytes.i64Be(packet.bytes(), packet.ethernet() + 6) == source
        && tag(packet) == tag;
  }

  private static int tag(PacketView packet) {
    return packet.ethernetBytes() == Headers.ETHERNET_BYTES
        ? UNTAGGED
        : Bytes.u16Be(packet.bytes(), packet.ethernet() + Headers.ETHERNET_BYTES);
  }

  private long word(PacketView packet) {
    return word(packet.bytes(), packet.ipHeader());
  }

  private long word(byte[] bytes, int ip) {
    return (Bytes.i64Be(bytes, ip + from) & (ecn | others)) | (long) number << numberShift;
  }

  /**
   * Whether nothing that is compared differs from a slot's first packet; false says nothing: the
   * packet may have an Ethernet header that is the same and was not the last.
   */
  boolean areSame(PacketView packet, int slot) {
    return words[slot] == word(packet) && hasLastEthernet(packet);
  }

  /** The same of a packet without a VLAN tag. */
  boolean areSameUntagged(byte[] bytes, int ip, int slot) {
    int ethernet = ip - Headers.ETHERNET_BYTES;
    return words[slot] == word(bytes, ip)
        && Bytes.i64Be(bytes, ethernet) == destination
        && Bytes.i64Be(bytes, ethernet + 6) == source;
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
