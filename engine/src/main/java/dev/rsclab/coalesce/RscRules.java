package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.TcpFlags;

/**
 * What Receive Segment Coalescing means, as pure functions of the packet's and the held segment's
 * headers (contract 2.2 and 2.4.1).
 *
 * <p>The order of the tests is part of the contract: it decides which reason is counted.
 */
final class RscRules {

  /** The farthest that data can lie ahead of the held segment's first byte. */
  private static final int DATA_WINDOW = 65_535;

  /**
   * The nearest ACK that lies too far ahead of the held one; one less than its counterpart for data
   * would suggest.
   */
  private static final int ACK_WINDOW = 65_535;

  private static final int IPV4_VERSION_AND_IHL = 0x45;
  private static final int IPV4_ECN = 0x03;
  private static final int IPV6_VERSION = 6;

  /** Two bits of the DSCP: the reference takes them for the ECN field, which is 0x30 (D32). */
  private static final int IPV6_ECN_OF_THE_REFERENCE = 0xC0;

  private static final int IPV4_TCP = Headers.IPV4_BYTES + Headers.TCP_BYTES;
  private static final int IPV6_TCP = Headers.IPV6_BYTES + Headers.TCP_BYTES;

  /** Version, header length, the ECN bits of TOS, and DF, in the first eight bytes of IPv4. */
  private static final long IPV4_TESTED_BITS =
      0xFFL << 56 | (long) IPV4_ECN << 48 | Headers.IPV4_DONT_FRAGMENT;

  private static final long IPV4_PLAIN =
      (long) IPV4_VERSION_AND_IHL << 56 | Headers.IPV4_DONT_FRAGMENT;

  /** Data offset, SYN, FIN, RST and URG in the word of data offset and flags. */
  private static final int TCP_TESTED_BITS =
      0xF000 | TcpFlags.SYN | TcpFlags.FIN | TcpFlags.RST | TcpFlags.URG;

  private static final int TCP_PLAIN = (Headers.TCP_BYTES / 4) << 12;

  private RscRules() {}

  /**
   * What an IPv4 packet is good for; its key and TCP fields have been parsed unless it is delivered
   * at once.
   *
   * <p>Nearly all packets pass every test, so all bits of the header are compared at once; only if
   * that fails the tests follow one by one, in the order of the contract, to find the reason.
   */
  static Decision admitIpv4(PacketView packet) {
    int ipBytes = packet.ipBytes();
    if (ipBytes < IPV4_TCP) {
      return Decision.IPV4_TOO_SHORT;
    }
    // Version, header length, TOS, total length, identification, flags and fragment offset in one
    // read.
    long start = Bytes.i64Be(packet.bytes(), packet.ipHeader());
    int protocol = Bytes.u8(packet.bytes(), packet.ipHeader() + Headers.IPV4_PROTOCOL);
    int totalLength = (int) (start >>> 32) & 0xFFFF;
    if ((start & IPV4_TESTED_BITS) != IPV4_PLAIN
        || protocol != Headers.PROTOCOL_TCP
        || totalLength < IPV4_TCP
        || totalLength > ipBytes) {
      return refuseIpv4(start, protocol);
    }
    packet.parseIpv4(totalLength);
    return admitTcp(packet.offsetAndFlags());
  }

  private static Decision refuseIpv4(long start, int protocol) {
    if (start >>> 56 != IPV4_VERSION_AND_IHL) {
      return Decision.IPV4_OPTIONS;
    }
    if (protocol != Headers.PROTOCOL_TCP) {
      return Decision.NOT_TCP;
    }
    // Only DF is looked at: a fragment with DF set passes for a whole packet (D13).
    if ((start & Headers.IPV4_DONT_FRAGMENT) == 0) {
      return Decision.MAY_FRAGMENT;
    }
    return (start >>> 48 & IPV4_ECN) != 0 ? Decision.IP_ECN : Decision.IP_LENGTH;
  }

  /**
   * What an IPv6 packet is good for; its key and TCP fields have been parsed unless it is delivered
   * at once.
   */
  static Decision admitIpv6(PacketView packet) {
    int ipBytes = packet.ipBytes();
    if (ipBytes < IPV6_TCP) {
      return Decision.IPV6_TOO_SHORT;
    }
    // Version, traffic class, flow label, payload length, next header and hop limit in one read.
    long start = Bytes.i64Be(packet.bytes(), packet.ipHeader());
    if (start >>> 60 != IPV6_VERSION) {
      return Decision.IPV6_VERSION;
    }
    if ((start >>> 8 & 0xFF) != Headers.PROTOCOL_TCP) {
      return Decision.NOT_TCP;
    }
    int payloadLength = (int) (start >>> 16) & 0xFFFF;
    if (payloadLength < Headers.TCP_BYTES || payloadLength > ipBytes - Headers.IPV6_BYTES) {
      return Decision.IP_LENGTH;
    }
    if ((start >>> 48 & IPV6_ECN_OF_THE_REFERENCE) != 0) {
      return Decision.IP_ECN;
    }
    packet.parseIpv6(payloadLength);
    return admitTcp(packet.offsetAndFlags());
  }

  private static Decision admitTcp(int offsetAndFlags) {
    return (offsetAndFlags & TCP_TESTED_BITS) == TCP_PLAIN
        ? Decision.CANDIDATE
        : refuseTcp(offsetAndFlags);
  }

  private static Decision refuseTcp(int offsetAndFlags) {
    // The reference masks the flags with 0x3F before it asks for ECE and CWR, and so never finds
    // them (D31).
    if ((offsetAndFlags & TcpFlags.SYN) != 0) {
      return Decision.TCP_SYN;
    }
    if ((offsetAndFlags & (TcpFlags.FIN | TcpFlags.RST | TcpFlags.URG)) != 0) {
      return Decision.TCP_CONTROL;
    }
    // A data offset below 5 is not refused (D12).
    return TcpFlags.headerBytes(offsetAndFlags) > Headers.TCP_BYTES
        ? Decision.TCP_OPTIONS
        : Decision.CANDIDATE;
  }

  /**
   * Whether a candidate continues the held segment's data and fits (contract 2.4.1, rows 4, 7 and
   * 8).
   *
   * @param next sequence number that follows the held data (upper half), bytes that may be appended
   */
  static boolean follows(PacketView packet, long next) {
    return packet.sequence() == (int) (next >>> 32) && packet.payloadBytes() <= (int) next;
  }

  /**
   * What becomes of a candidate whose flow is held and that does not {@linkplain #follows follow}.
   */
  static Decision judge(PacketView packet, HeldSegments held, int slot) {
    int ahead = packet.sequence() - held.sequence(slot);
    int heldPayload = held.payloadBytes(slot);
    if (ahead == heldPayload && ahead != 0) {
      return Decision.OVER_SIZE;
    }
    if (Integer.compareUnsigned(ahead, DATA_WINDOW) > 0) {
      return Decision.DATA_OUT_OF_WINDOW;
    }
    if (ahead != 0) {
      return Decision.DATA_OUT_OF_ORDER;
    }
    if (heldPayload == 0 && packet.payloadBytes() > 0) {
      return packet.payloadBytes() <= held.room(slot)
          ? Decision.DATA_AFTER_PURE_ACK
          : Decision.OVER_SIZE_AFTER_PURE_ACK;
    }
    return judgeAck(packet, held, slot);
  }

  private static Decision judgeAck(PacketView packet, HeldSegments held, int slot) {
    int acknowledged = packet.acknowledgement() - held.acknowledgement(slot);
    if (Integer.compareUnsigned(acknowledged, ACK_WINDOW) >= 0) {
      return Decision.ACK_OUT_OF_WINDOW;
    }
    if (acknowledged != 0) {
      return Decision.PURE_ACK;
    }
    return packet.window() == held.window(slot) ? Decision.DUPLICATE_ACK : Decision.WINDOW_UPDATE;
  }
}
