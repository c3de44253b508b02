package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;

/**
 * The fields of an IPv4 segment without VLAN tag, IP and TCP options, by where its IP header begins
 * in an array: what nearly all segments are, and what is taken out of registers.
 *
 * <p>All 54 bytes of headers must lie in the array. Read each word once: the compiler does not see
 * that a second read gives the same.
 */
final class PlainSegment {

  /** Bytes from the IP header to the payload. */
  private static final int HEADER_BYTES = Headers.IPV4_BYTES + Headers.TCP_BYTES;

  private PlainSegment() {}

  /** EtherType and the first six bytes of the IP header. */
  static long type(byte[] bytes, int ip) {
    return Bytes.i64Be(bytes, ip - Headers.ETHERNET_BYTES + Headers.ETHERNET_TYPE);
  }

  /** Eight bytes of the IP header from the fragment word on. */
  static long fragment(byte[] bytes, int ip) {
    return Bytes.i64Be(bytes, ip + Headers.IPV4_FRAGMENT);
  }

  /** Source and destination address. */
  static long addresses(byte[] bytes, int ip) {
    return Bytes.i64Be(bytes, ip + Headers.IPV4_SOURCE);
  }

  /** Destination address (upper half) and both ports. */
  static long destinationAndPorts(byte[] bytes, int ip) {
    return Bytes.i64Be(bytes, ip + Headers.IPV4_BYTES - Integer.BYTES);
  }

  /** Both ports and the sequence number. */
  static long portsAndSequence(byte[] bytes, int ip) {
    return Bytes.i64Be(bytes, ip + Headers.IPV4_BYTES);
  }

  /** Bytes 8 to 15 of the TCP header. */
  static long tcpState(byte[] bytes, int ip) {
    return Bytes.i64Be(bytes, ip + Headers.IPV4_BYTES + Headers.TCP_ACKNOWLEDGEMENT);
  }

  /** The IP header's total length, out of {@link #type}. */
  static int totalLength(long type) {
    return (int) (type >>> 16) & 0xFFFF;
  }

  /** Bytes of payload, out of {@link #type}. */
  static int payloadBytes(long type) {
    return totalLength(type) - HEADER_BYTES;
  }

  /** Where the payload begins. */
  static int payload(int ip) {
    return ip + HEADER_BYTES;
  }
}
