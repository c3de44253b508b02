package dev.rsclab.workload;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import java.util.Arrays;

/**
 * Writes one TCP segment at a time, as an Ethernet frame, into a buffer of its own.
 *
 * <p>Every frame: correct IPv4 header and TCP checksums, don't fragment, TTL or hop limit 64, type
 * of service 0, no TCP options. All come from one locally administered MAC address (the router's)
 * and go to 10.0.0.1 or fd00::1, port 443 (the guest).
 */
final class FrameWriter {

  private static final long GUEST_MAC = 0x0200_0000_0001L;
  private static final long ROUTER_MAC = 0x0200_0000_00FEL;
  private static final int GUEST_IPV4 = (10 << 24) | 1;
  private static final long GUEST_IPV6_NETWORK = 0xFD00_0000_0000_0000L;
  private static final long GUEST_IPV6_INTERFACE = 1;
  private static final int GUEST_PORT = 443;
  private static final int TTL = 64;
  private static final int VERSION_6 = 6 << 28;
  private static final int HEADER_WORDS = (Headers.TCP_BYTES / 4) << 12;
  private static final int IP = Headers.ETHERNET_BYTES;
  private static final int BUFFER_BYTES =
      IP + Headers.IPV6_BYTES + Headers.TCP_BYTES + WorkloadOptions.MAX_PAYLOAD_BYTES;

  private final Connections connections;
  private final PeerAddresses peers;
  private final byte[] ipv4 = new byte[BUFFER_BYTES];
  private final byte[] ipv6 = new byte[BUFFER_BYTES];
  private byte[] frame = ipv4;

  FrameWriter(Connections connections, PeerAddresses peers) {
    this.connections = connections;
    this.peers = peers;
    prepareEthernet(ipv4, IpFamily.IPV4);
    ipv4[IP] = (4 << 4) | (Headers.IPV4_BYTES / 4);
    ipv4[IP + Headers.IPV4_TTL] = TTL;
    ipv4[IP + Headers.IPV4_PROTOCOL] = Headers.PROTOCOL_TCP;
    Bytes.putU16Be(ipv4, IP + Headers.IPV4_FRAGMENT, Headers.IPV4_DONT_FRAGMENT);
    Bytes.putI32Be(ipv4, IP + Headers.IPV4_SOURCE + 4, GUEST_IPV4);
    prepareEthernet(ipv6, IpFamily.IPV6);
    ipv6[IP + Headers.IPV6_NEXT_HEADER] = Headers.PROTOCOL_TCP;
    ipv6[IP + Headers.IPV6_HOP_LIMIT] = TTL;
    Bytes.putI64Be(ipv6, IP + Headers.IPV6_SOURCE, PeerAddresses.IPV6_NETWORK);
    Bytes.putI64Be(ipv6, IP + Headers.IPV6_SOURCE + 16, GUEST_IPV6_NETWORK);
    Bytes.putI64Be(ipv6, IP + Headers.IPV6_SOURCE + 24, GUEST_IPV6_INTERFACE);
  }

  private static void prepareEthernet(byte[] frame, IpFamily family) {
    Bytes.putI64Be(frame, 0, (GUEST_MAC << 16) | (ROUTER_MAC >>> 32));
    Bytes.putI32Be(frame, 8, (int) ROUTER_MAC);
    Bytes.putU16Be(frame, Headers.ETHERNET_TYPE, family.etherType());
  }

  /** The frame written last, from offset 0. */
  byte[] frame() {
    return frame;
  }

  /**
   * Writes a segment of connection {@code number} with its present acknowledgement and window.
   *
   * @param streamOffset of the first payload byte
   * @param flags TCP flags, see {@link dev.rsclab.packet.TcpFlags}
   * @param identification of the IPv4 packet; unused over IPv6
   * @return length of the frame in bytes
   */
  int write(int number, long streamOffset, int payloadBytes, int flags, int identification) {
    IpFamily family = connections.family(number);
    int tcp = IP + family.headerBytes();
    int tcpBytes = Headers.TCP_BYTES + payloadBytes;
    if (family == IpFamily.IPV4) {
      frame = ipv4;
      writeIpv4(number, tcpBytes, identification);
    } else {
      frame = ipv6;
      writeIpv6(number, tcpBytes);
    }
    writeTcp(number, tcp, streamOffset, flags);
    PayloadPattern.copy(number, streamOffset, frame, tcp + Headers.TCP_BYTES, payloadBytes);
    int checksum = InternetChecksum.ofTcp(frame, IP, family, tcp, tcpBytes);
    Bytes.putU16Be(frame, tcp + Headers.TCP_CHECKSUM, checksum);
    int end = tcp + tcpBytes;
    if (end < PacketTrace.MIN_FRAME_BYTES) {
      Arrays.fill(frame, end, PacketTrace.MIN_FRAME_BYTES, (byte) 0);
    }
    return Math.max(end, PacketTrace.MIN_FRAME_BYTES);
  }

  private void writeIpv4(int number, int tcpBytes, int identification) {
    Bytes.putU16Be(frame, IP + Headers.IPV4_TOTAL_LENGTH, Headers.IPV4_BYTES + tcpBytes);
    Bytes.putU16Be(frame, IP + Headers.IPV4_IDENTIFICATION, identification);
    Bytes.putI32Be(frame, IP + Headers.IPV4_SOURCE, peers.ipv4(number));
    Bytes.putU16Be(frame, IP + Headers.IPV4_CHECKSUM, 0);
    int checksum = InternetChecksum.ofIpv4Header(frame, IP, Headers.IPV4_BYTES);
    Bytes.putU16Be(frame, IP + Headers.IPV4_CHECKSUM, checksum);
  }

  private void writeIpv6(int number, int tcpBytes) {
    Bytes.putI32Be(frame, IP, VERSION_6 | peers.flowLabel(number));
    Bytes.putU16Be(frame, IP + Headers.IPV6_PAYLOAD_LENGTH, tcpBytes);
    Bytes.putI64Be(frame, IP + Headers.IPV6_SOURCE + 8, peers.ipv6Interface(number));
  }

  private void writeTcp(int number, int tcp, long streamOffset, int flags) {
    Bytes.putU16Be(frame, tcp + Headers.TCP_PORTS, peers.port(number));
    Bytes.putU16Be(frame, tcp + Headers.TCP_PORTS + 2, GUEST_PORT);
    Bytes.putI32Be(frame, tcp + Headers.TCP_SEQUENCE, connections.sequence(number, streamOffset));
    Bytes.putI32Be(frame, tcp + Headers.TCP_ACKNOWLEDGEMENT, connections.acknowledgement(number));
    Bytes.putU16Be(frame, tcp + Headers.TCP_OFFSET_AND_FLAGS, HEADER_WORDS | flags);
    Bytes.putU16Be(frame, tcp + Headers.TCP_WINDOW, connections.window(number));
    Bytes.putU16Be(frame, tcp + Headers.TCP_CHECKSUM, 0);
    Bytes.putU16Be(frame, tcp + Headers.TCP_URGENT, 0);
  }
}
