package dev.rsclab.packet;

/**
 * A frame behind its virtio-net header, seen through its fields; nothing is copied.
 *
 * <p>{@link #wrap} sets the view on a buffer; one of {@link #parseIpv4} and {@link #parseIpv6} then
 * reads the fields that coalescing needs, once. The getters below only return what was read. The
 * view is valid as long as the buffer is. O(1), allocation-free.
 */
public final class PacketView {

  private final FlowKey key = new FlowKey();
  private byte[] bytes = new byte[0];
  private int start;
  private int length;
  private int ethernet;
  private int tcp;
  private int ipLength;
  private int sequence;
  private long tcpState;
  private int payloadBytes;

  /**
   * Sets the view on {@code length} bytes from {@code start}, the first {@code vnetHeaderBytes} of
   * which are the virtio-net header. The caller has checked that the range lies inside the array.
   */
  @SuppressWarnings("ReferenceEquality") // the same array, not an equal one
  public void wrap(byte[] bytes, int start, int length, int vnetHeaderBytes) {
    // Mostly the same array: comparing is cheaper than the collector's write barrier.
    if (this.bytes != bytes) {
      this.bytes = bytes;
    }
    this.start = start;
    this.length = length;
    this.ethernet = start + vnetHeaderBytes;
  }

  /** The array that the view lies in. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the virtio-net header begins. */
  public int start() {
    return start;
  }

  /** Bytes of virtio-net header and frame. */
  public int length() {
    return length;
  }

  /** Bytes of the frame, without the virtio-net header; negative if not even that is complete. */
  public int frameBytes() {
    return start + length - ethernet;
  }

  /** Bytes of the virtio-net header. */
  public int vnetHeaderBytes() {
    return ethernet - start;
  }

  /** The EtherType; the frame must have an Ethernet header. */
  public int etherType() {
    return Bytes.u16Be(bytes, ethernet + Headers.ETHERNET_TYPE);
  }

  /** Where the IP header begins. */
  public int ipHeader() {
    return ethernet + Headers.ETHERNET_BYTES;
  }

  /** Bytes from the IP header to the end of the frame. */
  public int ipBytes() {
    return frameBytes() - Headers.ETHERNET_BYTES;
  }

  /**
   * Reads key and TCP fields of an IPv4 segment with a total length; 40 bytes must follow the
   * Ethernet header.
   */
  public void parseIpv4(int totalLength) {
    int ip = ipHeader();
    tcp = ip + Headers.IPV4_BYTES;
    ipLength = totalLength;
    int ports = parseTcp(totalLength - Headers.IPV4_BYTES);
    key.setIpv4(bytes, ip, ports);
  }

  /**
   * Reads key and TCP fields of an IPv6 segment with a payload length; 60 bytes must follow the
   * Ethernet header.
   */
  public void parseIpv6(int payloadLength) {
    int ip = ipHeader();
    tcp = ip + Headers.IPV6_BYTES;
    ipLength = payloadLength;
    int ports = parseTcp(payloadLength);
    key.setIpv6(bytes, ip, ports);
  }

  /** Reads the TCP fields, 16 bytes in two reads, and returns both ports. */
  private int parseTcp(int tcpBytes) {
    long portsAndSequence = Bytes.i64Be(bytes, tcp);
    sequence = (int) portsAndSequence;
    tcpState = Bytes.i64Be(bytes, tcp + Headers.TCP_ACKNOWLEDGEMENT);
    payloadBytes = tcpBytes - TcpFlags.headerBytes(offsetAndFlags());
    return (int) (portsAndSequence >>> 32);
  }

  /** The flow that the segment belongs to. The holder is reused for the next packet. */
  public FlowKey key() {
    return key;
  }

  /** The IP header's length field: IPv4 total length, IPv6 payload length. */
  public int ipLength() {
    return ipLength;
  }

  /** The sequence number. */
  public int sequence() {
    return sequence;
  }

  /** The acknowledgement number. */
  public int acknowledgement() {
    return (int) (tcpState >>> 32);
  }

  /**
   * Bytes 8 to 15 of the TCP header as one number: acknowledgement, {@link #offsetAndFlags} and
   * {@link #window}, from the top.
   */
  public long tcpState() {
    return tcpState;
  }

  /** The 16-bit word of data offset, reserved bits and flags. */
  public int offsetAndFlags() {
    return (int) tcpState >>> 16;
  }

  /** The 16-bit window, unscaled. */
  public int window() {
    return (int) tcpState & 0xFFFF;
  }

  /**
   * Payload bytes according to the IP length and the data offset; not negative for a candidate
   * (contract 1.6).
   */
  public int payloadBytes() {
    return payloadBytes;
  }

  /** Where the payload begins. */
  public int payload() {
    return tcp + TcpFlags.headerBytes(offsetAndFlags());
  }
}
