package dev.rsclab.packet;

/** The two IP versions. Each has its own chain, timer and counters in the device (contract 2.1). */
public enum IpFamily {
  /** EtherType 0x0800; 20 header bytes in everything that RSC looks at. */
  IPV4(Headers.ETHERTYPE_IPV4, Headers.IPV4_BYTES),
  /** EtherType 0x86DD; 40 header bytes, extension headers excluded. */
  IPV6(Headers.ETHERTYPE_IPV6, Headers.IPV6_BYTES);

  private final int etherType;
  private final int headerBytes;

  IpFamily(int etherType, int headerBytes) {
    this.etherType = etherType;
    this.headerBytes = headerBytes;
  }

  /** The EtherType, 16 bits. */
  public int etherType() {
    return etherType;
  }

  /** Bytes of the IP header without options or extension headers. */
  public int headerBytes() {
    return headerBytes;
  }
}
