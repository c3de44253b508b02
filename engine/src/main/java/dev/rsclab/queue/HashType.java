package dev.rsclab.queue;

/**
 * What of a packet is hashed (VIRTIO 1.2, 5.1.6.4.3.1, there {@code VIRTIO_NET_HASH_TYPE_*}): this
 * device supports the four that a device of TCP needs. UDP is hashed by its addresses, and IPv6
 * extension headers are skipped, as the specification says of a device without the other types.
 */
public enum HashType {
  /** Addresses of a packet over IPv4, if none of the more specific types holds. */
  IPV4,
  /** Addresses and ports of a segment over IPv4. */
  TCPV4,
  /** Addresses of a packet over IPv6, if none of the more specific types holds. */
  IPV6,
  /** Addresses and ports of a segment over IPv6. */
  TCPV6
}
