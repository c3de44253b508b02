package dev.rsclab.packet;

/**
 * What makes two TCP segments of one IP version belong together: addresses, ports and VLAN, and
 * nothing else (contract 1.6; the reference has no VLAN, all its keys have VLAN 0).
 *
 * <p>A reusable holder: {@link PacketView} fills one per packet, flow tables compare it or copy its
 * words. MACs, queue, traffic class and flow label are not part of it.
 */
public final class FlowKey {

  /** Words of an IPv4 key: both addresses, then VLAN and both ports. */
  public static final int IPV4_WORDS = 2;

  /** Words of an IPv6 key: two per address, then VLAN and both ports. */
  public static final int IPV6_WORDS = 5;

  // Irregular bits with nothing up the sleeve: the first binary digits of pi and of e behind the
  // point.
  private static final long PI = 0x243F6A8885A308D3L;
  private static final long E = 0xB7E151628AED2A6BL;

  private final long firstKey;
  private final long secondKey;
  private boolean ipv6;
  private long ports;
  private long first;
  private long second;
  private long third;
  private long fourth;
  private int hash;

  /** A holder whose hash is not keyed. */
  public FlowKey() {
    this(0);
  }

  /**
   * A holder whose hash depends on a key: who does not know it cannot make flows collide.
   *
   * @param hashKey any number; all keys in one table must have the same
   */
  public FlowKey(long hashKey) {
    firstKey = PI ^ hashKey;
    secondKey = E ^ Long.reverse(hashKey);
  }

  /** Words that a key of {@code family} needs in an array. */
  public static int words(IpFamily family) {
    return family == IpFamily.IPV4 ? IPV4_WORDS : IPV6_WORDS;
  }

  /**
   * Takes the key of an IPv4 segment whose IP header lies inside {@code bytes}.
   *
   * @param ports source and destination port, the first 32 bits of the TCP header
   * @param vlan the VLAN, 0 if there is none
   */
  public void setIpv4(byte[] bytes, int ipHeader, int ports, int vlan) {
    setIpv4(
        Bytes.i64Be(bytes, ipHeader + Headers.IPV4_SOURCE),
        (long) vlan << 32 | (ports & 0xFFFF_FFFFL));
  }

  /**
   * Takes the key of an IPv4 segment.
   *
   * @param addresses source and destination address
   * @param ports VLAN, 0 if there is none, source and destination port
   */
  public void setIpv4(long addresses, long ports) {
    setIpv4(addresses, ports, hashOfIpv4(addresses, ports));
  }

  /**
   * Takes the key of an IPv4 segment with a hash that {@link #hashOfIpv4} has given.
   *
   * @param addresses source and destination address
   * @param ports VLAN, 0 if there is none, source and destination port
   */
  public void setIpv4(long addresses, long ports, int hash) {
    ipv6 = false;
    this.ports = ports;
    first = addresses;
    this.hash = hash;
  }

  /**
   * Whether this is the key of an IPv4 segment.
   *
   * @param addresses source and destination address
   * @param ports VLAN, 0 if there is none, source and destination port
   */
  public boolean isIpv4(long addresses, long ports) {
    // One branch: flows of the same two hosts would make one for the addresses unpredictable.
    return ((first ^ addresses) | (this.ports ^ ports)) == 0 && !ipv6;
  }

  /** Of an IPv4 key the destination address (upper half) and both ports: half the key, as sent. */
  public long destinationAndPorts() {
    return first << 32 | (ports & 0xFFFF_FFFFL);
  }

  /** The hash that the key of an IPv4 segment will have. */
  public int hashOfIpv4(long addresses, long ports) {
    return Long.hashCode(mix(addresses ^ firstKey, ports ^ secondKey));
  }

  /**
   * Takes the key of an IPv6 segment whose IP header lies inside {@code bytes}.
   *
   * @param ports source and destination port, the first 32 bits of the TCP header
   * @param vlan the VLAN, 0 if there is none
   */
  public void setIpv6(byte[] bytes, int ipHeader, int ports, int vlan) {
    ipv6 = true;
    this.ports = (long) vlan << 32 | (ports & 0xFFFF_FFFFL);
    int addresses = ipHeader + Headers.IPV6_SOURCE;
    first = Bytes.i64Be(bytes, addresses);
    second = Bytes.i64Be(bytes, addresses + 8);
    third = Bytes.i64Be(bytes, addresses + 16);
    fourth = Bytes.i64Be(bytes, addresses + 24);
    long source = mix(first ^ firstKey, second ^ secondKey);
    long destination = mix(third ^ secondKey, fourth ^ firstKey);
    hash = Long.hashCode(mix(source ^ Long.rotateLeft(destination, 32), this.ports ^ secondKey));
  }

  /** 32 well-mixed bits of the key. */
  public int hash() {
    return hash;
  }

  /** The key's word {@code index}: addresses first, ports last. */
  public long word(int index) {
    return switch (index) {
      case 0 -> first;
      case 1 -> ipv6 ? second : ports;
      case 2 -> third;
      case 3 -> fourth;
      default -> ports;
    };
  }

  /** Copies the key's words to {@code to} from {@code at} on. */
  public void store(long[] to, int at) {
    to[at] = first;
    if (ipv6) {
      to[at + 1] = second;
      to[at + 2] = third;
      to[at + 3] = fourth;
      to[at + 4] = ports;
    } else {
      to[at + 1] = ports;
    }
  }

  /** Whether the words that {@link #store} put at {@code at} are this key's. */
  public boolean matches(long[] words, int at) {
    if (words[at] != first) {
      return false;
    }
    return ipv6
        ? words[at + 4] == ports
            && words[at + 1] == second
            && words[at + 2] == third
            && words[at + 3] == fourth
        : words[at + 1] == ports;
  }

  /**
   * Both halves of a 128-bit product, folded into one: the mixing step of wyhash. Four-tuples of
   * one subnet differ in few bits; the product carries each of them into the whole upper half.
   */
  private static long mix(long a, long b) {
    return Math.multiplyHigh(a, b) ^ a * b;
  }
}
