package dev.rsclab.packet;

/**
 * A frame behind its virtio-net header, seen through its fields; nothing is copied.
 *
 * <p>{@link #wrap} sets the view on a buffer; one of {@link #parseIpv4} and {@link #parseIpv6} then
 * reads the fields that coalescing needs, once. The getters below only return what was read. The
 * view is valid as long as the buffer is. O(1), allocation-free.
 */
public final class PacketView {

  private final FlowKey key;
  private byte[] bytes = new byte[0];
  private int start;
  private int length;
  private int ethernet;
  private int vlan;
  private int ip;
  private int tcp;
  private int ipLength;
  private int sequence;
  private long tcpState;
  private long timestamps;
  private int payloadBytes;

  /** A view whose keys' hash is not keyed. */
  public PacketView() {
    this(0);
  }

  /** A view whose keys' hash is keyed: see {@link FlowKey#FlowKey(long)}. */
  public PacketView(long hashKey) {
    key = new FlowKey(hashKey);
  }

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
    this.vlan = 0;
    this.ip = ethernet + Headers.ETHERNET_BYTES;
  }

  /**
   * Looks behind the 802.1Q tag that {@link #etherType} has shown: the frame must have {@value
   * Headers#TAG_BYTES} bytes more than an Ethernet header.
   */
  public void skipTag() {
    vlan = Bytes.u16Be(bytes, ip) & Headers.TAG_VLAN;
    ip += Headers.TAG_BYTES;
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

  /** The EtherType, behind a tag that was skipped; the frame must have an Ethernet header. */
  public int etherType() {
    return Bytes.u16Be(bytes, ip - 2);
  }

  /** The VLAN of a tag that was skipped, 0 without one. */
  public int vlan() {
    return vlan;
  }

  /** Where the Ethernet header begins. */
  public int ethernet() {
    return ethernet;
  }

  /** Bytes of the Ethernet header, a tag that was skipped included. */
  public int ethernetBytes() {
    return ip - ethernet;
  }

  /** Where the IP header begins. */
  public int ipHeader() {
    return ip;
  }

  /** Bytes from the IP header to the end of the frame. */
  public int ipBytes() {
    return start + length - ip;
  }

  /**
   * Reads key and TCP fields of an IPv4 segment with a total length; 40 bytes must follow the
   * Ethernet header.
   */
  public void parseIpv4(int totalLength) {
    tcp = ip + Headers.IPV4_BYTES;
    ipLength = totalLength;
    int ports = parseTcp(totalLength - Headers.IPV4_BYTES);
    key.setIpv4(bytes, ip, ports, vlan);
  }

  /**
   * Reads key and TCP fields of an IPv6 segment with a payload length; 60 bytes must follow the
   * Ethernet header.
   */
  public void parseIpv6(int payloadLength) {
    tcp = ip + Headers.IPV6_BYTES;
    ipLength = payloadLength;
    int ports = parseTcp(payloadLength);
    key.setIpv6(bytes, ip, ports, vlan);
  }

  /**
   * Takes the fields of an IPv4 segment that others have read, behind {@link #wrap}; its key has
   * been set.
   *
   * @param sequence the sequence number
   * @param tcpState as {@link #tcpState()}
   */
  public void takeIpv4(int totalLength, int sequence, long tcpState) {
    tcp = ip + Headers.IPV4_BYTES;
    ipLength = totalLength;
    this.sequence = sequence;
    this.tcpState = tcpState;
    payloadBytes = totalLength - Headers.IPV4_BYTES - headerBytes();
  }

  /** Reads the TCP fields, 16 bytes in two reads, and returns both ports. */
  private int parseTcp(int tcpBytes) {
    long portsAndSequence = Bytes.i64Be(bytes, tcp);
    sequence = (int) portsAndSequence;
    tcpState = Bytes.i64Be(bytes, tcp + Headers.TCP_ACKNOWLEDGEMENT);
    payloadBytes = tcpBytes - TcpFlags.headerBytes(offsetAndFlags());
    return (int) (portsAndSequence >>> 32);
  }

  /**
   * Reads the timestamps of a segment whose options are the timestamps alone.
   *
   * @return whether they are; the segment's header bytes must lie inside the packet
   */
  public boolean parseTimestamps() {
    if (headerBytes() != Headers.TCP_TIMESTAMP_BYTES
        || Bytes.i32Be(bytes, tcp + Headers.TCP_BYTES) != Headers.TCP_TIMESTAMP_OPTION) {
      return false;
    }
    timestamps = Bytes.i64Be(bytes, tcp + Headers.TCP_TIMESTAMPS);
    return true;
  }

  /**
   * Whether the header has the length of one with timestamps alone: of a candidate, whether it has
   * them.
   */
  public boolean hasTimestamps() {
    return headerBytes() == Headers.TCP_TIMESTAMP_BYTES;
  }

  /** TSval (upper half) and TSecr of a segment whose timestamps were parsed. */
  public long timestamps() {
    return timestamps;
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
    return tcp + headerBytes();
  }

  /** Where the TCP header begins. */
  public int tcpHeader() {
    return tcp;
  }

  /** Bytes of the TCP header according to the data offset. */
  public int headerBytes() {
    return TcpFlags.headerBytes(offsetAndFlags());
  }

  /** Bytes of TCP header and payload according to the IP length. */
  public int tcpBytes() {
    return headerBytes() + payloadBytes;
  }
}
