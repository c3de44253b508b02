package dev.rsclab.workload;

import java.util.Arrays;

/**
 * A TCP segment taken apart without any of the code under test: plain byte arithmetic on a copy of
 * the frame.
 */
final class Segment {

  private final byte[] frame;
  private final boolean ipv6;

  private Segment(byte[] frame) {
    this.frame = frame;
    ipv6 = u16(frame, 12) == 0x86DD;
  }

  static Segment of(PacketTrace trace, int packet, long pass) {
    byte[] frame = new byte[trace.length(packet)];
    trace.copyFrame(packet, pass, frame, 0);
    return new Segment(frame);
  }

  static int u16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) * 256 + (bytes[at + 1] & 0xFF);
  }

  static long u32(byte[] bytes, int at) {
    return u16(bytes, at) * 65_536L + u16(bytes, at + 2);
  }

  /** The frame itself. */
  byte[] frame() {
    return frame;
  }

  boolean ipv6() {
    return ipv6;
  }

  int tcp() {
    return ipv6 ? 54 : 34;
  }

  int tcpBytes() {
    return ipv6 ? u16(frame, 18) : u16(frame, 16) - 20;
  }

  int sequence() {
    return (int) u32(frame, tcp() + 4);
  }

  int acknowledgement() {
    return (int) u32(frame, tcp() + 8);
  }

  int flags() {
    return frame[tcp() + 13] & 0xFF;
  }

  boolean push() {
    return (flags() & 8) != 0;
  }

  int window() {
    return u16(frame, tcp() + 14);
  }

  int identification() {
    return u16(frame, 18);
  }

  byte[] payload() {
    return Arrays.copyOfRange(frame, tcp() + 20, tcp() + tcpBytes());
  }

  int payloadBytes() {
    return tcpBytes() - 20;
  }

  /** The ones' complement sum of the IPv4 header; 0xFFFF if its checksum is right. */
  int ipv4HeaderSum() {
    return sum(0, 14, 20);
  }

  /** The ones' complement sum of pseudo-header and segment; 0xFFFF if the checksum is right. */
  int tcpSum() {
    int addresses = ipv6 ? sum(0, 22, 32) : sum(0, 26, 8);
    return sum(addresses + 6 + tcpBytes(), tcp(), tcpBytes());
  }

  private int sum(int before, int from, int length) {
    long sum = before;
    for (int i = 0; i < length; i++) {
      sum += (frame[from + i] & 0xFFL) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return (int) sum;
  }
}
