package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import java.util.Arrays;
import java.util.Optional;

/**
 * An Ethernet frame with an IP packet, behind its virtio-net header: every field is read and
 * written where it lies, whenever it is asked for.
 *
 * <p>The TCP fields are those behind an IP header without options: of a candidate.
 */
final class ModelFrame {

  static final int PUSH = 0x08;
  static final int ECE = 0x40;
  static final int CWR = 0x80;

  private static final int TIMESTAMP_HEADER_BYTES = 32;
  private static final int TIMESTAMP_OPTION = 0x0101080A;

  byte[] bytes;
  final int ethernet;
  final int ip;
  final boolean ipv4;

  private ModelFrame(byte[] bytes, int ethernet, int ip, boolean ipv4) {
    this.bytes = bytes;
    this.ethernet = ethernet;
    this.ip = ip;
    this.ipv4 = ipv4;
  }

  /** The frame, if the EtherType, or that behind a tag looked through, is one of IP's. */
  static Optional<ModelFrame> of(byte[] bytes, int vnetBytes, boolean throughTag) {
    int frameBytes = bytes.length - vnetBytes;
    if (frameBytes < 14) {
      return Optional.empty();
    }
    boolean tagged = throughTag && frameBytes >= 18 && Bytes.u16Be(bytes, vnetBytes + 12) == 0x8100;
    int ip = vnetBytes + (tagged ? 18 : 14);
    int etherType = Bytes.u16Be(bytes, ip - 2);
    return etherType == 0x0800 || etherType == 0x86DD
        ? Optional.of(new ModelFrame(bytes, vnetBytes, ip, etherType == 0x0800))
        : Optional.empty();
  }

  /** A copy of the frame, of so many bytes from its start. */
  ModelFrame copy(int length) {
    return new ModelFrame(Arrays.copyOf(bytes, length), ethernet, ip, ipv4);
  }

  /**
   * The frame behind a virtio-net header of another length: 10 bytes are kept, the rest is zero.
   */
  ModelFrame behind(int vnetBytes) {
    byte[] moved = new byte[vnetBytes + frameBytes()];
    System.arraycopy(bytes, 0, moved, 0, 10);
    System.arraycopy(bytes, ethernet, moved, vnetBytes, frameBytes());
    return new ModelFrame(moved, vnetBytes, vnetBytes + ip - ethernet, ipv4);
  }

  int vnetFlags() {
    return Bytes.u8(bytes, 0);
  }

  int gsoType() {
    return Bytes.u8(bytes, 1);
  }

  /** Bytes without the virtio-net header. */
  int frameBytes() {
    return bytes.length - ethernet;
  }

  /** Both MACs, the tag if there is one, and the EtherType. */
  byte[] ethernetHeader() {
    return Arrays.copyOfRange(bytes, ethernet, ip);
  }

  /** The VLAN; 0 for a priority tag and without a tag. */
  int vlan() {
    return ip - ethernet == 18 ? Bytes.u16Be(bytes, ethernet + 14) & 0xFFF : 0;
  }

  int ipHeaderBytes() {
    return ipv4 ? 20 : 40;
  }

  private int lengthField() {
    return ip + (ipv4 ? 2 : 4);
  }

  /** IPv4's total length, IPv6's payload length. */
  int ipLength() {
    return Bytes.u16Be(bytes, lengthField());
  }

  void setIpLength(int length) {
    Bytes.putU16Be(bytes, lengthField(), length);
  }

  /** Bytes of TCP header and payload, according to the IP length. */
  int tcpBytes() {
    return ipLength() - (ipv4 ? 20 : 0);
  }

  /** Where the IP packet ends, according to its length. */
  int end() {
    return tcp() + tcpBytes();
  }

  /** TOS or traffic class. */
  private int serviceClass() {
    return ipv4 ? Bytes.u8(bytes, ip + 1) : Bytes.u16Be(bytes, ip) >>> 4 & 0xFF;
  }

  int dscp() {
    return serviceClass() >>> 2;
  }

  int ecn() {
    return serviceClass() & 3;
  }

  /** The flow label; IPv4 has none. */
  int flowLabel() {
    return ipv4 ? 0 : Bytes.i32Be(bytes, ip) & 0xFFFFF;
  }

  /** The word of IPv4's flags and fragment offset; IPv6 has none. */
  int fragmentWord() {
    return ipv4 ? Bytes.u16Be(bytes, ip + 6) : 0;
  }

  boolean dontFragment() {
    return (fragmentWord() & 0x4000) != 0;
  }

  /** TTL or hop limit. */
  int hopLimit() {
    return Bytes.u8(bytes, ip + (ipv4 ? 8 : 7));
  }

  void setHopLimit(int value) {
    bytes[ip + (ipv4 ? 8 : 7)] = (byte) value;
  }

  int tcp() {
    return ip + ipHeaderBytes();
  }

  int sequence() {
    return Bytes.i32Be(bytes, tcp() + 4);
  }

  int acknowledgement() {
    return Bytes.i32Be(bytes, tcp() + 8);
  }

  void setAcknowledgement(int value) {
    Bytes.putI32Be(bytes, tcp() + 8, value);
  }

  /** Data offset, reserved bits and flags. */
  int word() {
    return Bytes.u16Be(bytes, tcp() + 12);
  }

  void setWord(int value) {
    Bytes.putU16Be(bytes, tcp() + 12, value);
  }

  boolean push() {
    return (word() & PUSH) != 0;
  }

  int window() {
    return Bytes.u16Be(bytes, tcp() + 14);
  }

  void setWindow(int value) {
    Bytes.putU16Be(bytes, tcp() + 14, value);
  }

  /** TCP header bytes according to the data offset. */
  int tcpHeaderBytes() {
    return 4 * (word() >>> 12);
  }

  int payloadBytes() {
    return tcpBytes() - tcpHeaderBytes();
  }

  byte[] payload() {
    int start = tcp() + tcpHeaderBytes();
    return Arrays.copyOfRange(bytes, start, start + payloadBytes());
  }

  /** Whether the timestamp option, aligned as all systems send it, is the only one. */
  boolean hasTimestamps() {
    return tcpHeaderBytes() == TIMESTAMP_HEADER_BYTES
        && tcpBytes() >= TIMESTAMP_HEADER_BYTES
        && Bytes.i32Be(bytes, tcp() + 20) == TIMESTAMP_OPTION;
  }

  int timestamp() {
    return Bytes.i32Be(bytes, tcp() + 24);
  }

  /** Takes over both timestamps of another frame. */
  void setTimestamps(ModelFrame from) {
    System.arraycopy(from.bytes, from.tcp() + 24, bytes, tcp() + 24, 8);
  }
}
