package dev.rsclab.capture;

/** Link type numbers of the tcpdump.org registry, shared by pcap and pcapng. */
final class LinkType {

  static final int ETHERNET = 1;

  private LinkType() {}

  /** Refuses every link type but Ethernet, for the field or record at {@code at}. */
  static void requireEthernet(int linkType, CaptureInput in, long at) throws CaptureException {
    if (linkType != ETHERNET) {
      throw in.error(at, "link type", describe(ETHERNET), describe(linkType));
    }
  }

  /** The number, and the name for those that are often met. */
  static String describe(int linkType) {
    String name =
        switch (linkType) {
          case 0 -> "BSD loopback";
          case 1 -> "Ethernet";
          case 9 -> "PPP";
          case 12, 14, 101 -> "raw IP";
          case 105 -> "IEEE 802.11";
          case 108 -> "OpenBSD loopback";
          case 113 -> "Linux cooked";
          case 127 -> "IEEE 802.11 with radiotap header";
          case 228 -> "raw IPv4";
          case 229 -> "raw IPv6";
          case 276 -> "Linux cooked v2";
          default -> null;
        };
    return name == null ? String.valueOf(linkType) : linkType + " (" + name + ")";
  }
}
