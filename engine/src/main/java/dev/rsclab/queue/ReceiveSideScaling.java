package dev.rsclab.queue;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PortsLocator;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which receive queue a frame goes to: its hash selects an entry of the indirection table, which
 * names the queue (VIRTIO 1.2, 5.1.6.5.7.1, feature VIRTIO_NET_F_RSS).
 *
 * <p>Whole TCP segments go by addresses and ports, behind IPv4 options, IPv6 extension headers and
 * one 802.1Q tag, too; everything else of IP goes by its addresses, fragments as well, since later
 * ones have no ports. What is not hashed (other EtherTypes, more tags than one, cut or malformed IP
 * headers, hash types that are off) goes to the unclassified queue.
 *
 * <p>So all whole segments of a flow go to one queue, tagged or not, cut or not. Fragments of a
 * flow do only if hashing by ports is off.
 *
 * <p>Allocation-free; O(1). Immutable, for any number of threads.
 */
public final class ReceiveSideScaling {

  /** Entries of the largest indirection table. */
  public static final int MAX_ENTRIES = 128;

  private static final int IPV4_ADDRESSES = 8;
  private static final int IPV6_ADDRESSES = 32;
  private static final int PORTS = 4;
  private static final int LEAST_IPV4_VERSION_AND_WORDS = 0x45;
  private static final int MOST_IPV4_VERSION_AND_WORDS = 0x4F;

  private final ToeplitzHash hash;
  private final int[] table;
  private final int unclassifiedQueue;
  private final int queues;
  private final boolean hashesIpv4;
  private final boolean hashesTcpV4;
  private final boolean hashesIpv6;
  private final boolean hashesTcpV6;

  private ReceiveSideScaling(Set<HashType> types, byte[] key, int[] table, int unclassifiedQueue) {
    hash = new ToeplitzHash(key);
    this.table = table;
    this.unclassifiedQueue = unclassifiedQueue;
    queues = 1 + Math.max(unclassifiedQueue, IntStream.of(table).max().orElseThrow());
    hashesIpv4 = types.contains(HashType.IPV4);
    hashesTcpV4 = types.contains(HashType.TCPV4);
    hashesIpv6 = types.contains(HashType.IPV6);
    hashesTcpV6 = types.contains(HashType.TCPV6);
  }

  /**
   * As a driver sets it up with {@code VIRTIO_NET_CTRL_MQ_RSS_CONFIG}.
   *
   * @param types what is hashed
   * @param key {@value ToeplitzHash#KEY_BYTES} bytes
   * @param table the queue of each entry; the low bits of the hash select one
   * @param unclassifiedQueue the queue of what is not hashed
   * @throws IllegalArgumentException if the key has another length, the table does not have a power
   *     of two of at most {@value #MAX_ENTRIES} entries, or a queue is negative
   */
  public static ReceiveSideScaling of(
      Collection<HashType> types, byte[] key, List<Integer> table, int unclassifiedQueue) {
    int entries = table.size();
    if (entries > MAX_ENTRIES || Integer.bitCount(entries) != 1) {
      throw new IllegalArgumentException(
          "indirection table of %d entries; allowed: a power of two up to %d"
              .formatted(entries, MAX_ENTRIES));
    }
    Set<HashType> all = EnumSet.noneOf(HashType.class);
    all.addAll(types);
    int[] queues = table.stream().mapToInt(ReceiveSideScaling::requireQueue).toArray();
    return new ReceiveSideScaling(all, key, queues, requireQueue(unclassifiedQueue));
  }

  /**
   * So many queues in turn over {@value #MAX_ENTRIES} entries, everything hashed that can be; what
   * is not goes to queue 0, as drivers set it up.
   *
   * @throws IllegalArgumentException if there are none, or more queues than entries
   */
  public static ReceiveSideScaling evenly(int queues, byte[] key) {
    if (queues < 1 || queues > MAX_ENTRIES) {
      throw new IllegalArgumentException(queues + " queues; allowed: 1 to " + MAX_ENTRIES);
    }
    List<Integer> table = IntStream.range(0, MAX_ENTRIES).map(i -> i % queues).boxed().toList();
    return of(EnumSet.allOf(HashType.class), key, table, 0);
  }

  private static int requireQueue(int queue) {
    if (queue < 0) {
      throw new IllegalArgumentException("queue " + queue + "; allowed: 0 and more");
    }
    return queue;
  }

  /** How many queues there are: one more than the highest that a frame can go to. */
  public int queues() {
    return queues;
  }

  /**
   * The queue that a frame goes to.
   *
   * @param bytes holds the frame, without its virtio-net header
   * @param start where the Ethernet header begins
   * @param length bytes of the frame; the caller has checked that they lie inside the array
   */
  public int queue(byte[] bytes, int start, int length) {
    int end = start + length;
    int ip = start + Headers.ETHERNET_BYTES;
    if (ip > end) {
      return unclassifiedQueue;
    }
    int etherType = Bytes.u16Be(bytes, ip - 2);
    if (etherType == Headers.ETHERTYPE_TAG && ip + Headers.TAG_BYTES <= end) {
      ip += Headers.TAG_BYTES;
      etherType = Bytes.u16Be(bytes, ip - 2);
    }
    return switch (etherType) {
      case Headers.ETHERTYPE_IPV4 -> ofIpv4(bytes, ip, end);
      case Headers.ETHERTYPE_IPV6 -> ofIpv6(bytes, ip, end);
      default -> unclassifiedQueue;
    };
  }

  private int ofIpv4(byte[] bytes, int ip, int end) {
    if (end - ip < IpFamily.IPV4.headerBytes()) {
      return unclassifiedQueue;
    }
    int versionAndWords = Bytes.u8(bytes, ip);
    if (versionAndWords < LEAST_IPV4_VERSION_AND_WORDS
        || versionAndWords > MOST_IPV4_VERSION_AND_WORDS) {
      return unclassifiedQueue;
    }
    int ports = hashesTcpV4 ? PortsLocator.ipv4(bytes, ip, end, false) : PortsLocator.NONE;
    if (ports == PortsLocator.NONE && !hashesIpv4) {
      return unclassifiedQueue;
    }
    return select(bytes, ip + Headers.IPV4_SOURCE, IPV4_ADDRESSES, ports);
  }

  private int ofIpv6(byte[] bytes, int ip, int end) {
    if (end - ip < IpFamily.IPV6.headerBytes() || Bytes.u8(bytes, ip) >>> 4 != 6) {
      return unclassifiedQueue;
    }
    int ports = hashesTcpV6 ? PortsLocator.ipv6(bytes, ip, end, false) : PortsLocator.NONE;
    if (ports == PortsLocator.NONE && !hashesIpv6) {
      return unclassifiedQueue;
    }
    return select(bytes, ip + Headers.IPV6_SOURCE, IPV6_ADDRESSES, ports);
  }

  /** Addresses and ports stand in the headers in the order in which they are hashed. */
  private int select(byte[] bytes, int addresses, int addressBytes, int ports) {
    int value = hash.part(0, bytes, addresses, addressBytes);
    if (ports != PortsLocator.NONE) {
      value ^= hash.part(addressBytes, bytes, ports, PORTS);
    }
    return table[value & (table.length - 1)];
  }
}
