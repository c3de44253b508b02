package dev.rsclab.packet;

/**
 * The flag bits in the 16-bit word of data offset, reserved bits and flags of a TCP header (RFC
 * 9293, RFC 3168).
 */
public final class TcpFlags {

  /** No more data from the sender. */
  public static final int FIN = 0x01;

  /** Synchronise sequence numbers. */
  public static final int SYN = 0x02;

  /** Reset the connection. */
  public static final int RST = 0x04;

  /** Push: hand the data over now. */
  public static final int PSH = 0x08;

  /** The acknowledgement number is valid. */
  public static final int ACK = 0x10;

  /** The urgent pointer is valid. */
  public static final int URG = 0x20;

  /** ECN echo. */
  public static final int ECE = 0x40;

  /** Congestion window reduced. */
  public static final int CWR = 0x80;

  /** The most header bytes that a data offset can tell. */
  public static final int MAX_HEADER_BYTES = 60;

  private TcpFlags() {}

  /** Header bytes according to the data offset in the word, 0 to 60. */
  public static int headerBytes(int offsetAndFlags) {
    return (offsetAndFlags >>> 12 & 0xF) << 2;
  }
}
