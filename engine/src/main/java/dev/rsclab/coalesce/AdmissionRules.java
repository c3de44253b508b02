package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;

/**
 * Which packets may be coalesced at all, by their own headers alone (contract 2.2; docs/policies.md
 * 2.1 and 2.2).
 *
 * <p>Nearly all packets pass every test, so the bits of a header that are tested are compared at
 * once; only if that fails the tests follow one by one, in the order of the contract, to find the
 * reason. Which bits are tested follows from the policy's switches.
 */
final class AdmissionRules {

  private static final int IPV4_VERSION_AND_IHL = 0x45;
  private static final int IPV6_VERSION = 6;
  private static final int IPV4_ECN = 0x03;

  /** Two bits of the DSCP: the reference takes them for the ECN field, which is 0x30 (D32). */
  private static final int IPV6_ECN_OF_THE_REFERENCE = 0xC0;

  private static final int IPV4_TCP = Headers.IPV4_BYTES + Headers.TCP_BYTES;
  private static final int IPV6_TCP = Headers.IPV6_BYTES + Headers.TCP_BYTES;

  /** NEEDS_CSUM and every GSO type, in the two first bytes of the virtio-net header. */
  private static final int OFFLOADED = 0xFF00 | VnetHeader.FLAG_NEEDS_CSUM;

  /** Data offset, SYN, FIN, RST and URG in the word of data offset and flags. */
  private static final int TCP_TESTED_BITS =
      0xF000 | TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST | TcpFlags.URG;

  private static final long PLAIN_TYPE =
      (long) Headers.ETHERTYPE_IPV4 << 48 | (long) IPV4_VERSION_AND_IHL << 40;

  private static final int TCP_PLAIN = (Headers.TCP_BYTES / 4) << 12;

  /** Tested bits among the first eight bytes of an IPv4 header, and their values. */
  private final long ipv4TestedBits;

  private final long ipv4Plain;

  /** The same bits as {@link #isPlainIpv4} sees them. */
  private final long plainType;

  private final long plainFragment;
  private final long plainFragmentValue;
  private final int plainVnet;
  private final int plainVnetValue;
  private final long ipv6TestedBits;
  private final int ipv4Fragment;
  private final int ipv4Ecn;
  private final int ipv6Ecn;
  private final int dontFragment;
  private final int offloaded;
  private final boolean requiresTcpHeader;
  private final boolean mergesTimestamps;
  private final boolean verifiesChecksums;

  AdmissionRules(RscPolicy policy) {
    boolean comparesEcn = policy.has(RscSwitch.COMPARE_ECN);
    ipv4Ecn = comparesEcn ? 0 : IPV4_ECN;
    ipv6Ecn = comparesEcn ? 0 : IPV6_ECN_OF_THE_REFERENCE;
    ipv4Fragment = policy.has(RscSwitch.REFUSE_FRAGMENTS) ? Headers.IPV4_FRAGMENTED : 0;
    dontFragment = policy.has(RscSwitch.MERGE_WITHOUT_DF) ? 0 : Headers.IPV4_DONT_FRAGMENT;
    offloaded = policy.has(RscSwitch.PASS_OFFLOADED) ? OFFLOADED : 0;
    requiresTcpHeader = policy.has(RscSwitch.REQUIRE_TCP_HEADER);
    mergesTimestamps = policy.has(RscSwitch.MERGE_TIMESTAMPS);
    verifiesChecksums = policy.has(RscSwitch.VERIFY_CHECKSUMS);
    ipv4TestedBits = 0xFFL << 56 | (long) ipv4Ecn << 48 | dontFragment | ipv4Fragment;
    ipv4Plain = (long) IPV4_VERSION_AND_IHL << 56 | dontFragment;
    plainType = 0xFFFFL << 48 | 0xFFL << 40 | (long) ipv4Ecn << 32;
    plainFragment = (long) (dontFragment | ipv4Fragment) << 48 | 0xFFL << 32;
    plainFragmentValue = (long) dontFragment << 48 | (long) Headers.PROTOCOL_TCP << 32;
    plainVnetValue = verifiesChecksums ? VnetHeader.FLAG_DATA_VALID : 0;
    plainVnet = offloaded | plainVnetValue;
    ipv6TestedBits = 0xFL << 60 | (long) ipv6Ecn << 48 | 0xFF00L;
  }

  /**
   * What an IPv4 packet is good for; its key and TCP fields have been parsed if the answer is one
   * of TCP's.
   */
  Decision admitIpv4(PacketView packet) {
    int ipBytes = packet.ipBytes();
    if (isOffloaded(packet)) {
      return Decision.OFFLOADED;
    }
    if (ipBytes < IPV4_TCP) {
      return Decision.IPV4_TOO_SHORT;
    }
    // Version, header length, TOS, total length, identification, flags and fragment offset in one
    // read.
    long start = Bytes.i64Be(packet.bytes(), packet.ipHeader());
    int protocol = Bytes.u8(packet.bytes(), packet.ipHeader() + Headers.IPV4_PROTOCOL);
    int totalLength = (int) (start >>> 32) & 0xFFFF;
    if ((start & ipv4TestedBits) != ipv4Plain
        || protocol != Headers.PROTOCOL_TCP
        || totalLength < IPV4_TCP
        || totalLength > ipBytes) {
      return refuseIpv4(start, protocol);
    }
    packet.parseIpv4(totalLength);
    return admitTcp(packet, IpFamily.IPV4);
  }

  /**
   * Whether an untagged IPv4 packet is a candidate at a glance: so is nearly every one that is, and
   * {@link #admitIpv4} would say so.
   *
   * @param vnet the two first bytes of the virtio-net header, in its order
   * @param type EtherType and what follows it, eight bytes
   * @param fragment eight bytes of the IPv4 header from the fragment word on
   * @param ipBytes bytes from the IP header to the end of the frame, at least those of a TCP header
   * @param tcpState bytes 8 to 15 of the TCP header
   */
  boolean isPlainIpv4(int vnet, long type, long fragment, int ipBytes, long tcpState) {
    int totalLength = (int) (type >>> 16) & 0xFFFF;
    return (type & plainType) == PLAIN_TYPE
        && (fragment & plainFragment) == plainFragmentValue
        && ((int) tcpState >>> 16 & TCP_TESTED_BITS) == TCP_PLAIN
        && (vnet & plainVnet) == plainVnetValue
        && totalLength >= IPV4_TCP
        && totalLength <= ipBytes;
  }

  private Decision refuseIpv4(long start, int protocol) {
    if (start >>> 56 != IPV4_VERSION_AND_IHL) {
      return Decision.IPV4_OPTIONS;
    }
    if (protocol != Headers.PROTOCOL_TCP) {
      return Decision.NOT_TCP;
    }
    if ((start & ipv4Fragment) != 0) {
      return Decision.FRAGMENT;
    }
    // The reference looks at DF only: a fragment with DF set passes for a whole packet (D13).
    if ((start & dontFragment) != dontFragment) {
      return Decision.MAY_FRAGMENT;
    }
    return (start >>> 48 & ipv4Ecn) != 0 ? Decision.IP_ECN : Decision.IP_LENGTH;
  }

  /**
   * What an IPv6 packet is good for; its key and TCP fields have been parsed if the answer is one
   * of TCP's.
   */
  Decision admitIpv6(PacketView packet) {
    int ipBytes = packet.ipBytes();
    if (isOffloaded(packet)) {
      return Decision.OFFLOADED;
    }
    if (ipBytes < IPV6_TCP) {
      return Decision.IPV6_TOO_SHORT;
    }
    // Version, traffic class, flow label, payload length, next header and hop limit in one read.
    long start = Bytes.i64Be(packet.bytes(), packet.ipHeader());
    int payloadLength = (int) (start >>> 16) & 0xFFFF;
    if ((start & ipv6TestedBits) != ((long) IPV6_VERSION << 60 | Headers.PROTOCOL_TCP << 8)
        || payloadLength < Headers.TCP_BYTES
        || payloadLength > ipBytes - Headers.IPV6_BYTES) {
      return refuseIpv6(start, payloadLength, ipBytes);
    }
    packet.parseIpv6(payloadLength);
    return admitTcp(packet, IpFamily.IPV6);
  }

  private static Decision refuseIpv6(long start, int payloadLength, int ipBytes) {
    if (start >>> 60 != IPV6_VERSION) {
      return Decision.IPV6_VERSION;
    }
    if ((start >>> 8 & 0xFF) != Headers.PROTOCOL_TCP) {
      return Decision.NOT_TCP;
    }
    boolean fits =
        payloadLength >= Headers.TCP_BYTES && payloadLength <= ipBytes - Headers.IPV6_BYTES;
    return fits ? Decision.IP_ECN : Decision.IP_LENGTH;
  }

  private boolean isOffloaded(PacketView packet) {
    return offloaded != 0 && (Bytes.u16Le(packet.bytes(), packet.start()) & offloaded) != 0;
  }

  private Decision admitTcp(PacketView packet, IpFamily family) {
    if ((packet.offsetAndFlags() & TCP_TESTED_BITS) != TCP_PLAIN) {
      Decision refused = refuseTcp(packet);
      if (refused != Decision.CANDIDATE) {
        return refused;
      }
    }
    return verifiesChecksums && !hasValidChecksums(packet, family)
        ? Decision.BAD_CHECKSUM
        : Decision.CANDIDATE;
  }

  private Decision refuseTcp(PacketView packet) {
    int offsetAndFlags = packet.offsetAndFlags();
    if ((offsetAndFlags & TcpFlags.SYN) != 0) {
      return Decision.TCP_SYN;
    }
    // The reference masks the flags with 0x3F before it asks for ECE and CWR, and so never finds
    // them (D31).
    if ((offsetAndFlags & (TcpFlags.FIN | TcpFlags.RST | TcpFlags.URG)) != 0) {
      return Decision.TCP_CONTROL;
    }
    int headerBytes = packet.headerBytes();
    // The reference takes a data offset below 5 (D12).
    if (requiresTcpHeader && (headerBytes < Headers.TCP_BYTES || packet.payloadBytes() < 0)) {
      return Decision.TCP_HEADER;
    }
    if (headerBytes <= Headers.TCP_BYTES) {
      return Decision.CANDIDATE;
    }
    boolean timestamps = mergesTimestamps && packet.payloadBytes() >= 0 && packet.parseTimestamps();
    return timestamps ? Decision.CANDIDATE : Decision.TCP_OPTIONS;
  }

  private static boolean hasValidChecksums(PacketView packet, IpFamily family) {
    int flags = Bytes.u8(packet.bytes(), packet.start() + VnetHeader.FLAGS);
    return (flags & VnetHeader.FLAG_DATA_VALID) != 0 || InternetChecksum.areValid(packet, family);
  }
}
