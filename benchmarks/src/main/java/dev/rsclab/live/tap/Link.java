package dev.rsclab.live.tap;

import dev.rsclab.packet.IpFamily;
import java.io.Closeable;
import java.io.IOException;

/**
 * Two network stacks that reach each other only through this process: a namespace and a tap in it
 * for the sender, and the same for the receiver. Whoever reads one tap and writes the other is the
 * wire.
 *
 * <p>Neighbours are known from the start and IPv6 addresses usable at once, so that nothing but the
 * endpoints' own traffic passes. TCP sends no timestamps, which QEMU's rules would not merge, and
 * remembers nothing of earlier connections. Closing takes everything away; so does the end of the
 * process.
 */
public final class Link implements Closeable {

  /** Segments that the sender's TCP hands down at once, as the kernel has it. */
  private static final int SEGMENTS_AT_ONCE = 65_535;

  private static final String[] PARAMETERS = {
    "ipv4/tcp_timestamps=0",
    "ipv4/tcp_no_metrics_save=1",
    "ipv6/conf/all/disable_ipv6=0",
    "ipv6/conf/default/disable_ipv6=0",
    "ipv6/conf/default/router_solicitations=0",
    "ipv6/conf/default/accept_dad=0",
    "ipv6/conf/default/addr_gen_mode=1",
  };

  private final Namespace sender;
  private final Namespace receiver;
  private final Tap senderTap;
  private final Tap receiverTap;

  private Link(Namespace sender, Namespace receiver, Tap senderTap, Tap receiverTap) {
    this.sender = sender;
    this.receiver = receiver;
    this.senderTap = senderTap;
    this.receiverTap = receiverTap;
  }

  /**
   * Sets up both ends.
   *
   * @param kernelCoalesces whether what the receiver's tap is given goes through the kernel's own
   *     receive offload, with the wait of {@link #setKernelInterval}
   * @throws IOException if that is not possible; nothing is left then
   */
  public static Link open(boolean kernelCoalesces) throws IOException {
    Namespace sender = Namespace.create();
    try {
      Namespace receiver = Namespace.create();
      try {
        Tap senderTap = end(sender, 1, false);
        try {
          return new Link(sender, receiver, senderTap, end(receiver, 2, kernelCoalesces));
        } catch (IOException e) {
          senderTap.close();
          throw e;
        }
      } catch (IOException e) {
        receiver.close();
        throw e;
      }
    } catch (IOException e) {
      sender.close();
      throw e;
    }
  }

  /** Makes the tap of the first or second end and gives it its addresses. */
  private static Tap end(Namespace namespace, int number, boolean napi) throws IOException {
    for (String parameter : PARAMETERS) {
      int equals = parameter.indexOf('=');
      namespace.setParameter(parameter.substring(0, equals), parameter.substring(equals + 1));
    }
    Tap tap = Tap.create(namespace, napi);
    try {
      int other = 3 - number;
      namespace.ip(
          """
          link set dev lo up
          link set dev TAP address 02:72:73:63:00:0%1$d
          addr add 10.77.0.%1$d/24 dev TAP
          addr add fd77::%1$d/64 dev TAP nodad
          link set dev TAP up
          neigh add 10.77.0.%2$d lladdr 02:72:73:63:00:0%2$d dev TAP nud permanent
          neigh add fd77::%2$d lladdr 02:72:73:63:00:0%2$d dev TAP nud permanent
          """
              .replace("TAP", Tap.NAME)
              .formatted(number, other));
      return tap;
    } catch (IOException e) {
      tap.close();
      throw e;
    }
  }

  /** The receiver's address of a family, as bytes in network order. */
  static byte[] receiverAddress(IpFamily family) {
    return family == IpFamily.IPV4
        ? new byte[] {10, 77, 0, 2}
        : new byte[] {(byte) 0xfd, 0x77, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};
  }

  /** Where connections are made from. */
  public Namespace sender() {
    return sender;
  }

  /** Where connections are accepted. */
  public Namespace receiver() {
    return receiver;
  }

  /** What the sender's stack sends is read here. */
  public Tap senderTap() {
    return senderTap;
  }

  /** What the receiver's stack shall receive is written here. */
  public Tap receiverTap() {
    return receiverTap;
  }

  /**
   * How long the kernel's own receive offload holds segments, in ns ({@code gro_flush_timeout}).
   */
  public void setKernelInterval(long nanos) throws IOException {
    receiver.setDeviceAttribute(Tap.NAME, "gro_flush_timeout", Long.toString(nanos));
  }

  /**
   * Whether the sender's TCP hands segments down one by one, each when its pacing says so, or in
   * the bursts that it makes by itself.
   */
  public void setOneByOne(boolean oneByOne) throws IOException {
    sender.ip(
        "link set dev %s gso_max_segs %d\n".formatted(Tap.NAME, oneByOne ? 1 : SEGMENTS_AT_ONCE));
  }

  /** Segments that the sender's TCP has sent again so far. */
  public long retransmits() throws IOException {
    return TcpCounters.parse(sender.read("snmp")).retransmits();
  }

  /** What the receiver's TCP has been given so far; a merged frame counts once. */
  public long deliveries() throws IOException {
    return TcpCounters.parse(receiver.read("snmp")).received();
  }

  @Override
  public void close() {
    senderTap.close();
    receiverTap.close();
    sender.close();
    receiver.close();
  }
}
