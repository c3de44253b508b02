package dev.rsclab.packet;

/**
 * The virtio-net header in front of every frame (VIRTIO 1.x, struct virtio_net_hdr; contract 1.2).
 * All fields are little-endian.
 *
 * <p>It has 10 bytes, 12 with MRG_RXBUF or VERSION_1, and 20 with HASH_REPORT; the fields below are
 * at the same place in all three.
 */
public final class VnetHeader {

  /** Bytes of the header when neither VERSION_1 nor MRG_RXBUF is negotiated. */
  public static final int LEGACY_BYTES = 10;

  /** Bytes of the header with MRG_RXBUF or VERSION_1: {@link #NUM_BUFFERS} is there. */
  public static final int MERGEABLE_BYTES = 12;

  /** Bytes of the header with VERSION_1 and HASH_REPORT. */
  public static final int HASH_REPORT_BYTES = 20;

  /** Offset of the 8-bit flags. */
  public static final int FLAGS = 0;

  /** Flag: the checksum is partial and starts at {@link #CSUM_START}. */
  public static final int FLAG_NEEDS_CSUM = 1;

  /** Flag: the checksum has been validated. */
  public static final int FLAG_DATA_VALID = 2;

  /** Flag: {@link #CSUM_START} counts segments and {@link #CSUM_OFFSET} duplicate ACKs. */
  public static final int FLAG_RSC_INFO = 4;

  /** Offset of the 8-bit GSO type. */
  public static final int GSO_TYPE = 1;

  /** GSO type of a frame that is not segmented. */
  public static final int GSO_NONE = 0;

  /** GSO type of TCP over IPv4. */
  public static final int GSO_TCPV4 = 1;

  /** GSO type of TCP over IPv6. */
  public static final int GSO_TCPV6 = 4;

  /** Bit of the GSO type: the segments carry CWR. */
  public static final int GSO_ECN = 0x80;

  /** Offset of the 16-bit length of the headers, in bytes. */
  public static final int HDR_LEN = 2;

  /** Offset of the 16-bit segment size, in bytes. */
  public static final int GSO_SIZE = 4;

  /** Offset of the 16-bit start of the checksum, or of the number of coalesced segments. */
  public static final int CSUM_START = 6;

  /** Offset of the 16-bit place of the checksum, or of the number of duplicate ACKs. */
  public static final int CSUM_OFFSET = 8;

  /** Offset of the 16-bit number of receive buffers that the frame lies in. */
  public static final int NUM_BUFFERS = 10;

  /** Bytes that headers of all lengths have in common, those before {@link #NUM_BUFFERS}. */
  public static final int COMMON_BYTES = LEGACY_BYTES;

  private VnetHeader() {}

  /** Whether a virtio-net header can have {@code bytes} bytes. */
  public static boolean isLength(int bytes) {
    return bytes == LEGACY_BYTES || bytes == MERGEABLE_BYTES || bytes == HASH_REPORT_BYTES;
  }

  /** The GSO type of a coalesced unit of a family. */
  public static int gsoType(IpFamily family) {
    return family == IpFamily.IPV4 ? GSO_TCPV4 : GSO_TCPV6;
  }
}
