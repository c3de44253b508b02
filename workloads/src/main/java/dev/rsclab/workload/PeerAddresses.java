package dev.rsclab.workload;

/**
 * Who is at the other end of each flow: up to four flows come from the same peer and differ only in
 * their port, and peers are scattered over their network by the seed. So neither the addresses nor
 * the ports alone tell flows apart, and no low bits count up; a hash that relies on either is found
 * out. No two flows of a trace have the same addresses and ports.
 *
 * <p>IPv4 peers are in 10.64.0.0/10, IPv6 peers in fd00:0:0:1::/64 with a random interface
 * identifier. Ports are in Linux's ephemeral range, two apart.
 */
final class PeerAddresses {

  private static final int FLOWS_PER_PEER_SHIFT = 2;
  private static final int PEER_BITS = 22;
  private static final int PEER_MASK = (1 << PEER_BITS) - 1;
  private static final int IPV4_NETWORK = (10 << 24) | (64 << 16);
  private static final int FIRST_PORT = 32_768;

  /** The first half of every IPv6 peer's address. */
  static final long IPV6_NETWORK = 0xFD00_0000_0000_0001L;

  private final long salt;

  PeerAddresses(long salt) {
    this.salt = salt;
  }

  /** The peer of flow {@code number}, a permutation of 22 bits: odd factors and xor-shifts. */
  private int peer(int number) {
    int peer = ((number >>> FLOWS_PER_PEER_SHIFT) + (int) salt) & PEER_MASK;
    peer = (peer * 0x9E3779B1) & PEER_MASK;
    peer ^= peer >>> 11;
    peer = (peer * 0x85EBCA6B) & PEER_MASK;
    return peer ^ (peer >>> 13);
  }

  /** The IPv4 address. */
  int ipv4(int number) {
    return IPV4_NETWORK | peer(number);
  }

  /** The second half of the IPv6 address. */
  long ipv6Interface(int number) {
    return SeededRandom.mix(peer(number) + salt);
  }

  /** The TCP port, 32 768 to 49 157. */
  int port(int number) {
    int base = (int) (SeededRandom.mix(peer(number) - salt) >>> 50);
    return FIRST_PORT + base + 2 * (number & ((1 << FLOWS_PER_PEER_SHIFT) - 1));
  }

  /** The IPv6 flow label, 20 bits, the same for all segments of a flow (RFC 6437). */
  int flowLabel(int number) {
    return (int) (SeededRandom.mix(number ^ salt) >>> 44);
  }

  /** Whether flow {@code number} of a mixed trace is IPv6: flow 0 is not, flow 1 is. */
  boolean ipv6InMix(int number) {
    return number < 2 ? number == 1 : SeededRandom.mix(number + 31 * salt) < 0;
  }
}
