package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;

/** The Internet checksum (RFC 1071) as the RFC says it: 16 bits a step, carries added at once. */
final class ModelChecksum {

  private static final int IPV4_CHECKSUM = 10;
  private static final int TCP_CHECKSUM = 16;

  private ModelChecksum() {}

  private static int add(int sum, int word) {
    int more = sum + word;
    return (more & 0xFFFF) + (more >>> 16);
  }

  private static int sum(int sum, byte[] bytes, int from, int to) {
    int total = sum;
    for (int at = from; at < to; at += 2) {
      int low = at + 1 < to ? Bytes.u8(bytes, at + 1) : 0;
      total = add(total, Bytes.u8(bytes, at) << 8 | low);
    }
    return total;
  }

  private static int ipv4Header(ModelFrame frame) {
    return sum(0, frame.bytes, frame.ip, frame.tcp());
  }

  /** The pseudo-header's sum, folded and not complemented. */
  static int pseudoHeader(ModelFrame frame) {
    int addresses = frame.ip + (frame.ipv4 ? 12 : 8);
    int sum = sum(0, frame.bytes, addresses, frame.tcp());
    return add(add(sum, 6), frame.tcpBytes());
  }

  private static int tcp(ModelFrame frame) {
    return sum(pseudoHeader(frame), frame.bytes, frame.tcp(), frame.end());
  }

  /** Whether the sums over everything, checksums included, are all ones. */
  static boolean areRight(ModelFrame frame) {
    return (!frame.ipv4 || ipv4Header(frame) == 0xFFFF) && tcp(frame) == 0xFFFF;
  }

  /** Makes the checksum of an IPv4 header right; IPv6 has none. */
  static void writeIpv4Header(ModelFrame frame) {
    if (frame.ipv4) {
      Bytes.putU16Be(frame.bytes, frame.ip + IPV4_CHECKSUM, 0);
      Bytes.putU16Be(frame.bytes, frame.ip + IPV4_CHECKSUM, ~ipv4Header(frame));
    }
  }

  /** Writes the whole TCP checksum. */
  static void writeTcp(ModelFrame frame) {
    Bytes.putU16Be(frame.bytes, frame.tcp() + TCP_CHECKSUM, 0);
    Bytes.putU16Be(frame.bytes, frame.tcp() + TCP_CHECKSUM, ~tcp(frame));
  }

  /** Writes what the one who completes the checksum starts from. */
  static void writePartialTcp(ModelFrame frame) {
    Bytes.putU16Be(frame.bytes, frame.tcp() + TCP_CHECKSUM, pseudoHeader(frame));
  }
}
