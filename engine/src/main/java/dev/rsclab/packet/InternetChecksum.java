package dev.rsclab.packet;

/**
 * The Internet checksum of RFC 1071 over byte ranges, at memory speed.
 *
 * <p>A <em>sum</em> here is a running ones'-complement sum in a {@code long}; {@link #fold} turns
 * it into 16 bits, and the checksum in a header is the complement of that. All values are in
 * network order.
 */
public final class InternetChecksum {

  /** What the words of data and their checksum add up to. */
  private static final int ALL_ONES = 0xFFFF;

  /** From so many bytes on, turning the result round costs less than turning every word. */
  private static final int LONG = 64;

  private static final long LOWER_HALF = 0xFFFF_FFFFL;

  private InternetChecksum() {}

  /**
   * Adds {@code length} bytes from {@code from} to {@code sum}; an odd last byte counts as if a
   * zero byte followed. O(length).
   *
   * @param sum what was added before; ranges before the last must have an even length
   */
  public static long add(long sum, byte[] bytes, int from, int length) {
    if (length < LONG) {
      return addBytes(sum, bytes, from, length);
    }
    int inWords = length & -Long.BYTES;
    return addBytes(
        sum + addWords(bytes, from, inWords >>> 3), bytes, from + inWords, length - inWords);
  }

  /**
   * The sum of whole words. The order of bytes does not matter to a sum (RFC 1071, section 2), so
   * that words are read as they lie in memory and the result is turned round.
   */
  private static int addWords(byte[] bytes, int from, int words) {
    // Halves of words, so that no carry is lost. The plain loop is the fast one: the compiler
    // unrolls it, and takes the checks of the range out of it; unrolled by hand they stay in.
    long lower = 0;
    long upper = 0;
    for (int i = 0; i < words; i++) {
      long word = Bytes.i64Le(bytes, from + Long.BYTES * i);
      lower += word & LOWER_HALF;
      upper += word >>> 32;
    }
    int folded = fold(lower + upper);
    return (folded & 0xFF) << 8 | folded >>> 8;
  }

  private static long halves(long word) {
    return (word >>> 32) + (word & LOWER_HALF);
  }

  /**
   * The sum of an IPv4 header without options, its checksum included. Without a loop: headers are
   * summed up for every unit.
   */
  public static long ipv4Header(byte[] bytes, int from) {
    return halves(Bytes.i64Be(bytes, from))
        + halves(Bytes.i64Be(bytes, from + 8))
        + (Bytes.i32Be(bytes, from + 16) & LOWER_HALF);
  }

  private static long addBytes(long before, byte[] bytes, int from, int length) {
    long sum = before;
    int end = from + length;
    int at = from;
    // Two 32-bit halves of each long go into a 64-bit sum: it cannot overflow below 2^32 additions.
    for (int last = end - 8; at <= last; at += 8) {
      sum += halves(Bytes.i64Be(bytes, at));
    }
    for (; at + 2 <= end; at += 2) {
      sum += Bytes.u16Be(bytes, at);
    }
    if (at < end) {
      sum += (long) Bytes.u8(bytes, at) << 8;
    }
    return sum;
  }

  /**
   * Adds {@code length} bytes that follow {@code before} others in {@code sum}, which may be an odd
   * number. O(length).
   */
  public static long append(long sum, int before, byte[] bytes, int from, int length) {
    int more = fold(add(0, bytes, from, length));
    // After an odd number of bytes every byte of the rest stands in the other half of its word.
    return sum + ((before & 1) == 0 ? more : (more & 0xFF) << 8 | more >>> 8);
  }

  /** The running sum folded to 16 bits, not complemented. */
  public static int fold(long sum) {
    // 33 bits, then 18, then 17, of which the uppermost is set only if nearly all others are zero.
    long halves = (sum >>> 32) + (sum & LOWER_HALF);
    int quarters = (int) (halves >>> 16) + (int) (halves & 0xFFFF);
    int folded = (quarters >>> 16) + (quarters & 0xFFFF);
    return (folded >>> 16) + (folded & 0xFFFF);
  }

  /** The checksum of an IPv4 header whose checksum field holds zero. */
  public static int ofIpv4Header(byte[] bytes, int from, int headerBytes) {
    return ~fold(add(0, bytes, from, headerBytes)) & 0xFFFF;
  }

  /**
   * The running sum of the pseudo-header of TCP (RFC 9293 section 3.1, RFC 8200 section 8.1).
   *
   * @param ipHeader offset of the IP header in {@code bytes}
   * @param tcpBytes bytes of TCP header and payload
   */
  public static long pseudoHeader(byte[] bytes, int ipHeader, IpFamily family, int tcpBytes) {
    long sum = (long) Headers.PROTOCOL_TCP + tcpBytes;
    if (family == IpFamily.IPV4) {
      return sum + halves(Bytes.i64Be(bytes, ipHeader + Headers.IPV4_SOURCE));
    }
    int addresses = ipHeader + Headers.IPV6_SOURCE;
    return sum
        + halves(Bytes.i64Be(bytes, addresses))
        + halves(Bytes.i64Be(bytes, addresses + 8))
        + halves(Bytes.i64Be(bytes, addresses + 16))
        + halves(Bytes.i64Be(bytes, addresses + 24));
  }

  /** The checksum of a TCP segment whose checksum field holds zero, pseudo-header included. */
  public static int ofTcp(byte[] bytes, int ipHeader, IpFamily family, int tcp, int tcpBytes) {
    long sum = pseudoHeader(bytes, ipHeader, family, tcpBytes);
    return ~fold(add(sum, bytes, tcp, tcpBytes)) & 0xFFFF;
  }

  /**
   * The checksum {@code checksum} after a 32-bit field changed from one value to another (RFC 1624,
   * equation 3).
   */
  public static int update(int checksum, int before, int after) {
    long sum = ~checksum & 0xFFFF;
    sum += ~before & 0xFFFF_FFFFL;
    sum += after & 0xFFFF_FFFFL;
    return ~fold(sum) & 0xFFFF;
  }

  /**
   * Whether both checksums of a parsed segment are right: the IPv4 header's, if it has one, and
   * TCP's. O(bytes of the segment).
   */
  public static boolean areValid(PacketView packet, IpFamily family) {
    byte[] bytes = packet.bytes();
    int ip = packet.ipHeader();
    if (family == IpFamily.IPV4 && fold(ipv4Header(bytes, ip)) != ALL_ONES) {
      return false;
    }
    long sum = pseudoHeader(bytes, ip, family, packet.tcpBytes());
    return fold(add(sum, bytes, packet.tcpHeader(), packet.tcpBytes())) == ALL_ONES;
  }
}
