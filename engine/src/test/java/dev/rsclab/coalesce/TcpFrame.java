package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;

/** Builds frames for tests; the defaults are those of the contract's scenarios (7.1). */
final class TcpFrame {

  static final int ETHERTYPE = Headers.ETHERNET_TYPE;
  static final int TAG = 0x8100;
  static final int SERVICE_TAG = 0x88A8;
  static final int MORE_FRAGMENTS = 0x2000;

  /** Bytes of each IPv6 extension header. */
  private static final int EXTENSION_BYTES = 8;

  private static final int TAG_BYTES = 4;
  private static final byte NO_OPERATION = 1;

  private final IpFamily family;
  private int vnetHeaderBytes = VnetHeader.MERGEABLE_BYTES;
  private int vnetFlags;
  private int gsoType;
  private int gsoSize;
  private int destinationMac;
  private int sourceMac;
  private int[] tags = {};
  private int serviceClass;
  private int flowLabel;
  private int hopLimit = 64;
  private int fragmentWord = Headers.IPV4_DONT_FRAGMENT;
  private int identification;
  private int optionWords;
  private int[] extensions = {};
  private int flow = 1000;
  private int sequence = 1000;
  private int acknowledgement = 5000;
  private int window = 100;
  private int flags = TcpFlags.ACK;
  private int urgentPointer;
  private byte[] options = {};
  private int dataOffset = -1;
  private int payload = 100;
  private int trailing;
  private int ipChecksumError;
  private int tcpChecksumError;

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

  /** The virtio-net header's flags. With NEEDS_CSUM the checksum is partial. */
  TcpFrame vnetFlags(int value) {
    vnetFlags = value;
    return this;
  }

  TcpFrame gso(int type, int size) {
    gsoType = type;
    gsoSize = size;
    return this;
  }

  /** The last bytes of both MACs. */
  TcpFrame macs(int destination, int source) {
    destinationMac = destination;
    sourceMac = source;
    return this;
  }

  /** Adds a tag behind those that are there already. */
  TcpFrame tag(int type, int control) {
    tags = Arrays.copyOf(tags, tags.length + 1);
    tags[tags.length - 1] = type << 16 | control;
    return this;
  }

  TcpFrame vlan(int number) {
    return tag(TAG, number);
  }

  /** TOS or traffic class. */
  TcpFrame serviceClass(int value) {
    serviceClass = value;
    return this;
  }

  TcpFrame flowLabel(int value) {
    flowLabel = value;
    return this;
  }

  /** TTL or hop limit. */
  TcpFrame hopLimit(int value) {
    hopLimit = value;
    return this;
  }

  /** IPv4's flags and fragment offset. */
  TcpFrame fragmentWord(int value) {
    fragmentWord = value;
    return this;
  }

  TcpFrame identification(int value) {
    identification = value;
    return this;
  }

  /** So many words of IPv4 options, all of them no-operations. */
  TcpFrame ipOptions(int words) {
    optionWords = words;
    return this;
  }

  /** IPv6 extension headers of these types. */
  TcpFrame extensions(int... types) {
    extensions = types.clone();
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

  /** The lower 12 bits of the word of data offset, reserved bits and flags. */
  TcpFrame flags(int value) {
    flags = value;
    return this;
  }

  TcpFrame urgentPointer(int value) {
    urgentPointer = value;
    return this;
  }

  /** TCP options; a multiple of 4 bytes. */
  TcpFrame options(byte... bytes) {
    options = bytes.clone();
    return this;
  }

  TcpFrame timestamps(int value, int echoReply) {
    options = new byte[12];
    Bytes.putI32Be(options, 0, 0x0101080A);
    Bytes.putI32Be(options, 4, value);
    Bytes.putI32Be(options, 8, echoReply);
    return this;
  }

  /** A data offset, in words, that need not be right. */
  TcpFrame dataOffset(int words) {
    dataOffset = words;
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

  TcpFrame wrongIpChecksum() {
    ipChecksumError = 0x0100;
    return this;
  }

  TcpFrame wrongTcpChecksum() {
    tcpChecksumError = 0x0100;
    return this;
  }

  byte[] build() {
    int ip = vnetHeaderBytes + Headers.ETHERNET_BYTES + TAG_BYTES * tags.length;
    int tcp = ip + family.headerBytes() + 4 * optionWords + EXTENSION_BYTES * extensions.length;
    int data = tcp + Headers.TCP_BYTES + options.length;
    byte[] b = new byte[data + payload + trailing];
    b[0] = (byte) vnetFlags;
    b[1] = (byte) gsoType;
    Bytes.putU16Le(b, VnetHeader.GSO_SIZE, gsoSize);
    putEthernet(b, ip);
    if (family == IpFamily.IPV4) {
      putIpv4(b, ip, data + payload - ip);
    } else {
      putIpv6(b, ip, data + payload - ip - Headers.IPV6_BYTES);
    }
    putTcp(b, tcp);
    for (int i = 0; i < payload; i++) {
      b[data + i] = streamByte(flow, sequence + i);
    }
    putTcpChecksum(b, ip, tcp, data + payload - tcp);
    return b;
  }

  private void putEthernet(byte[] b, int ip) {
    b[vnetHeaderBytes + 5] = (byte) destinationMac;
    b[vnetHeaderBytes + 11] = (byte) sourceMac;
    for (int i = 0; i < tags.length; i++) {
      Bytes.putI32Be(b, vnetHeaderBytes + ETHERTYPE + TAG_BYTES * i, tags[i]);
    }
    Bytes.putU16Be(b, ip - 2, family.etherType());
  }

  private void putIpv4(byte[] b, int ip, int length) {
    int headerBytes = Headers.IPV4_BYTES + 4 * optionWords;
    b[ip] = (byte) (0x40 | headerBytes / 4);
    b[ip + Headers.IPV4_TOS] = (byte) serviceClass;
    Bytes.putU16Be(b, ip + Headers.IPV4_TOTAL_LENGTH, length);
    Bytes.putU16Be(b, ip + Headers.IPV4_IDENTIFICATION, identification);
    Bytes.putU16Be(b, ip + Headers.IPV4_FRAGMENT, fragmentWord);
    b[ip + Headers.IPV4_TTL] = (byte) hopLimit;
    b[ip + Headers.IPV4_PROTOCOL] = Headers.PROTOCOL_TCP;
    Bytes.putI32Be(b, ip + Headers.IPV4_SOURCE, 0x0A000001 + (flow >>> 16));
    Bytes.putI32Be(b, ip + Headers.IPV4_SOURCE + 4, 0x0A000002);
    Arrays.fill(b, ip + Headers.IPV4_BYTES, ip + headerBytes, NO_OPERATION);
    int checksum = InternetChecksum.ofIpv4Header(b, ip, headerBytes);
    Bytes.putU16Be(b, ip + Headers.IPV4_CHECKSUM, checksum ^ ipChecksumError);
  }

  private void putIpv6(byte[] b, int ip, int length) {
    Bytes.putI32Be(b, ip, 6 << 28 | serviceClass << 20 | flowLabel);
    Bytes.putU16Be(b, ip + Headers.IPV6_PAYLOAD_LENGTH, length);
    b[ip + Headers.IPV6_HOP_LIMIT] = (byte) hopLimit;
    b[ip + Headers.IPV6_SOURCE] = (byte) 0xFD;
    Bytes.putI32Be(b, ip + Headers.IPV6_SOURCE + 12, 1 + (flow >>> 16));
    b[ip + Headers.IPV6_SOURCE + 16] = (byte) 0xFD;
    b[ip + Headers.IPV6_SOURCE + 31] = 2;
    int next = ip + Headers.IPV6_NEXT_HEADER;
    for (int i = 0; i < extensions.length; i++) {
      b[next] = (byte) extensions[i];
      next = ip + Headers.IPV6_BYTES + EXTENSION_BYTES * i;
    }
    b[next] = Headers.PROTOCOL_TCP;
  }

  private void putTcp(byte[] b, int tcp) {
    int words = dataOffset < 0 ? (Headers.TCP_BYTES + options.length) / 4 : dataOffset;
    Bytes.putU16Be(b, tcp, flow);
    Bytes.putU16Be(b, tcp + 2, 80);
    Bytes.putI32Be(b, tcp + Headers.TCP_SEQUENCE, sequence);
    Bytes.putI32Be(b, tcp + Headers.TCP_ACKNOWLEDGEMENT, acknowledgement);
    Bytes.putU16Be(b, tcp + Headers.TCP_OFFSET_AND_FLAGS, words << 12 | flags);
    Bytes.putU16Be(b, tcp + Headers.TCP_WINDOW, window);
    Bytes.putU16Be(b, tcp + Headers.TCP_URGENT, urgentPointer);
    System.arraycopy(options, 0, b, tcp + Headers.TCP_BYTES, options.length);
  }

  private void putTcpChecksum(byte[] b, int ip, int tcp, int tcpBytes) {
    boolean partial = (vnetFlags & VnetHeader.FLAG_NEEDS_CSUM) != 0;
    int checksum =
        partial
            ? InternetChecksum.fold(InternetChecksum.pseudoHeader(b, ip, family, tcpBytes))
            : InternetChecksum.ofTcp(b, ip, family, tcp, tcpBytes);
    Bytes.putU16Be(b, tcp + Headers.TCP_CHECKSUM, checksum ^ tcpChecksumError);
    if (partial) {
      Bytes.putU16Le(b, VnetHeader.CSUM_START, tcp - vnetHeaderBytes);
      Bytes.putU16Le(b, VnetHeader.CSUM_OFFSET, Headers.TCP_CHECKSUM);
    }
  }
}
