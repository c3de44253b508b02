package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;

/** Builds frames for tests; the defaults are those of the contract's scenarios (7.1). */
final class TcpFrame {

  static final int ETHERTYPE = Headers.ETHERNET_TYPE;

  private final IpFamily family;
  private int vnetHeaderBytes = 12;
  private int flow = 1000;
  private int sequence = 1000;
  private int acknowledgement = 5000;
  private int window = 100;
  private int flags = TcpFlags.ACK;
  private int payload = 100;
  private int trailing;

  private TcpFrame(IpFamily family) {
    this.family = family;
  }

  static TcpFrame of(IpFamily family) {
    return new TcpFrame(family);
  }

  static TcpFrame ipv4() {
    return of(IpFamily.IPV4);
  }

  static TcpFrame ipv6() {
    return of(IpFamily.IPV6);
  }

  /** Payload byte i of a segment is (seq + i) times a prime, so that any shift is visible. */
  static byte streamByte(int flow, int position) {
    return (byte) ((position * 31 + (position >>> 8) * 7) ^ flow);
  }

  TcpFrame vnet(int bytes) {
    vnetHeaderBytes = bytes;
    return this;
  }

  TcpFrame flow(int number) {
    flow = number;
    return this;
  }

  TcpFrame seq(int value) {
    sequence = value;
    return this;
  }

  TcpFrame ack(int value) {
    acknowledgement = value;
    return this;
  }

  TcpFrame window(int value) {
    window = value;
    return this;
  }

  TcpFrame flags(int value) {
    flags = value;
    return this;
  }

  TcpFrame payload(int bytes) {
    payload = bytes;
    return this;
  }

  TcpFrame trailing(int bytes) {
    trailing = bytes;
    return this;
  }

  byte[] build() {
    int ip = vnetHeaderBytes + Headers.ETHERNET_BYTES;
    int tcp = ip + family.headerBytes();
    int data = tcp + Headers.TCP_BYTES;
    byte[] b = new byte[data + payload + trailing];
    Bytes.putU16Be(b, ip - 2, family.etherType());
    if (family == IpFamily.IPV4) {
      b[ip] = 0x45;
      Bytes.putU16Be(b, ip + Headers.IPV4_TOTAL_LENGTH, data + payload - ip);
      Bytes.putU16Be(b, ip + Headers.IPV4_FRAGMENT, Headers.IPV4_DONT_FRAGMENT);
      b[ip + Headers.IPV4_TTL] = 64;
      b[ip + Headers.IPV4_PROTOCOL] = Headers.PROTOCOL_TCP;
      Bytes.putI32Be(b, ip + Headers.IPV4_SOURCE, 0x0A000001 + (flow >>> 16));
      Bytes.putI32Be(b, ip + Headers.IPV4_SOURCE + 4, 0x0A000002);
      Bytes.putU16Be(
          b, ip + Headers.IPV4_CHECKSUM, InternetChecksum.ofIpv4Header(b, ip, Headers.IPV4_BYTES));
    } else {
      b[ip] = 0x60;
      Bytes.putU16Be(b, ip + Headers.IPV6_PAYLOAD_LENGTH, data + payload - tcp);
      b[ip + Headers.IPV6_NEXT_HEADER] = Headers.PROTOCOL_TCP;
      b[ip + Headers.IPV6_HOP_LIMIT] = 64;
      b[ip + Headers.IPV6_SOURCE] = (byte) 0xFD;
      Bytes.putI32Be(b, ip + Headers.IPV6_SOURCE + 12, 1 + (flow >>> 16));
      b[ip + Headers.IPV6_SOURCE + 16] = (byte) 0xFD;
      b[ip + Headers.IPV6_SOURCE + 31] = 2;
    }
    Bytes.putU16Be(b, tcp, flow);
    Bytes.putU16Be(b, tcp + 2, 80);
    Bytes.putI32Be(b, tcp + Headers.TCP_SEQUENCE, sequence);
    Bytes.putI32Be(b, tcp + Headers.TCP_ACKNOWLEDGEMENT, acknowledgement);
    Bytes.putU16Be(b, tcp + Headers.TCP_OFFSET_AND_FLAGS, 0x5000 | flags);
    Bytes.putU16Be(b, tcp + Headers.TCP_WINDOW, window);
    for (int i = 0; i < payload; i++) {
      b[data + i] = streamByte(flow, sequence + i);
    }
    Bytes.putU16Be(
        b,
        tcp + Headers.TCP_CHECKSUM,
        InternetChecksum.ofTcp(b, ip, family, tcp, Headers.TCP_BYTES + payload));
    return b;
  }
}
