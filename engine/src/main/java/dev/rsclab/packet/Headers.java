package dev.rsclab.packet;

/**
 * Where the fields of an Ethernet frame that carries TCP are, in bytes from the start of the header
 * named first (contract 1.1 to 1.5).
 *
 * <p>Values that a field can hold stand behind its offset.
 */
public final class Headers {

  /** Bytes of an Ethernet header without a VLAN tag. */
  public static final int ETHERNET_BYTES = 14;

  /** Offset of the EtherType in the Ethernet header. */
  public static final int ETHERNET_TYPE = 12;

  /** Bytes of an 802.1Q tag, between the source MAC and the EtherType. */
  public static final int TAG_BYTES = 4;

  /** The EtherType of an 802.1Q tag. */
  public static final int ETHERTYPE_TAG = 0x8100;

  /** The VLAN in the second half of a tag. */
  public static final int TAG_VLAN = 0x0FFF;

  /** The EtherType of IPv4. */
  public static final int ETHERTYPE_IPV4 = 0x0800;

  /** The EtherType of IPv6. */
  public static final int ETHERTYPE_IPV6 = 0x86DD;

  /** Bytes of an IPv4 header without options. */
  public static final int IPV4_BYTES = 20;

  /** Offset of the type of service (DSCP and ECN) in the IPv4 header. */
  public static final int IPV4_TOS = 1;

  /** Offset of the total length in the IPv4 header; it includes the IPv4 header. */
  public static final int IPV4_TOTAL_LENGTH = 2;

  /** Offset of the identification in the IPv4 header. */
  public static final int IPV4_IDENTIFICATION = 4;

  /** Offset of the flags and the fragment offset in the IPv4 header. */
  public static final int IPV4_FRAGMENT = 6;

  /** The DF bit in the word at {@link #IPV4_FRAGMENT}. */
  public static final int IPV4_DONT_FRAGMENT = 0x4000;

  /**
   * The MF bit and the fragment offset in the word at {@link #IPV4_FRAGMENT}: a whole packet has
   * neither.
   */
  public static final int IPV4_FRAGMENTED = 0x3FFF;

  /** Offset of the time to live in the IPv4 header. */
  public static final int IPV4_TTL = 8;

  /** Offset of the protocol in the IPv4 header. */
  public static final int IPV4_PROTOCOL = 9;

  /** Offset of the header checksum in the IPv4 header. */
  public static final int IPV4_CHECKSUM = 10;

  /** Offset of the source address in the IPv4 header; the destination address follows. */
  public static final int IPV4_SOURCE = 12;

  /** Bytes of an IPv6 header without extension headers. */
  public static final int IPV6_BYTES = 40;

  /** Offset of the payload length in the IPv6 header; it does not include the IPv6 header. */
  public static final int IPV6_PAYLOAD_LENGTH = 4;

  /** Offset of the next header in the IPv6 header. */
  public static final int IPV6_NEXT_HEADER = 6;

  /** Offset of the hop limit in the IPv6 header. */
  public static final int IPV6_HOP_LIMIT = 7;

  /** Offset of the source address in the IPv6 header; the destination address follows. */
  public static final int IPV6_SOURCE = 8;

  /** The IP protocol number of TCP. */
  public static final int PROTOCOL_TCP = 6;

  /** Bytes of a TCP header without options. */
  public static final int TCP_BYTES = 20;

  /** Bytes of a frame with Ethernet, IPv4 and TCP headers without tags and options. */
  public static final int IPV4_TCP_FRAME = ETHERNET_BYTES + IPV4_BYTES + TCP_BYTES;

  /** Offset of the source port in the TCP header; the destination port follows. */
  public static final int TCP_PORTS = 0;

  /** Offset of the sequence number in the TCP header. */
  public static final int TCP_SEQUENCE = 4;

  /** Offset of the acknowledgement number in the TCP header. */
  public static final int TCP_ACKNOWLEDGEMENT = 8;

  /** Offset of the 16-bit word of data offset, reserved bits and flags in the TCP header. */
  public static final int TCP_OFFSET_AND_FLAGS = 12;

  /** Offset of the window in the TCP header. */
  public static final int TCP_WINDOW = 14;

  /** Offset of the checksum in the TCP header. */
  public static final int TCP_CHECKSUM = 16;

  /** Offset of the urgent pointer in the TCP header. */
  public static final int TCP_URGENT = 18;

  /**
   * Header bytes of a TCP header with the timestamp option alone, as all stacks lay it out (RFC
   * 7323, appendix A).
   */
  public static final int TCP_TIMESTAMP_BYTES = 32;

  /** The first four option bytes of such a header: two NOPs, kind 8, length 10. */
  public static final int TCP_TIMESTAMP_OPTION = 0x0101080A;

  /** Offset of TSval in such a header; TSecr follows. */
  public static final int TCP_TIMESTAMPS = 24;

  private Headers() {}
}
