package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A guest that books what each flow delivers: every packet in its turn, every payload byte, right
 * checksums. Allocates nothing for a delivery that is as it should be.
 */
final class FlowLedger extends BufferedGuest {

  private static final int WHOLE = 0xFFFF;

  private final StreamPackets packets;
  private final long moods;
  private final boolean tagsToo;
  private final int[] turn;
  private final CRC32C[] payloads;
  private final CRC32C headers = new CRC32C();
  private final byte[] gathered = new byte[66_000];
  private long attempts;
  private boolean accepting;

  /** Whether the guest has refused something since this was last cleared. */
  boolean refused;

  /** Frames of a chain that were passed. */
  final long[] passed = new long[2];

  /** Packets of a chain that went into what was held. */
  final long[] merged = new long[2];

  /**
   * Has seen nothing.
   *
   * @param packets holds the packet that is being offered
   * @param moods decides which deliveries are refused
   * @param tagsToo whether chains take frames with a tag
   */
  FlowLedger(StreamPackets packets, int flows, long moods, boolean tagsToo) {
    this.packets = packets;
    this.tagsToo = tagsToo;
    this.moods = moods;
    turn = new int[flows];
    payloads = new CRC32C[flows];
    for (int i = 0; i < flows; i++) {
      payloads[i] = new CRC32C();
    }
  }

  static int index(IpFamily family) {
    return family == IpFamily.IPV4 ? 0 : 1;
  }

  static void check(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }

  void accept(boolean everything) {
    accepting = everything;
  }

  /** How many packets of a flow have been delivered. */
  int delivered(int flow) {
    return turn[flow];
  }

  /** The digest of a flow's delivered payload. */
  long payload(int flow) {
    return payloads[flow].getValue();
  }

  /** The digest of the headers of all deliveries. */
  long headers() {
    return headers.getValue();
  }

  @Override
  int accept(Delivery d) {
    long dice = ((moods + ++attempts) * 0x9E37_79B9_7F4A_7C15L) >>> 56;
    if (dice < 6 && !accepting) {
      refused = true;
      return dice < 4 ? NO_ROOM : CANNOT_RECEIVE;
    }
    if (d.wasHeld()) {
      bookHeld(d);
    } else {
      bookPassed(d);
    }
    return d.length();
  }

  private void bookPassed(Delivery d) {
    StreamPackets p = packets;
    int start = d.headStart();
    check(
        d.length() == p.length
            && d.headBytes() == p.length
            && Arrays.equals(d.head(), start, start + p.length, p.bytes, 0, p.length)
            && d.frames() == 1,
        "what is passed is not the packet that was offered");
    headers.update(p.bytes, 0, Math.min(p.length, p.payloadStart));
    if (p.toldFlow) {
      check(p.serial == turn[p.flow], "a packet overtakes an earlier one of its flow");
      turn[p.flow]++;
      payloads[p.flow].update(p.bytes, p.payloadStart, p.payload);
    }
    if (tagsToo ? p.taggedIp : p.plainIp) {
      passed[index(p.family())]++;
    }
  }

  private void bookHeld(Delivery d) {
    byte[] b = d.head();
    int start = d.headStart();
    int ethernet = start + packets.vnetBytes;
    boolean tagged = Bytes.u16Be(b, ethernet + Headers.ETHERNET_TYPE) == TcpFrame.TAG;
    int ip = ethernet + (tagged ? 18 : 14);
    IpFamily family =
        Bytes.u16Be(b, ip - 2) == Headers.ETHERTYPE_IPV4 ? IpFamily.IPV4 : IpFamily.IPV6;
    int tcp = ip + family.headerBytes();
    int tcpBytes =
        family == IpFamily.IPV4
            ? Bytes.u16Be(b, ip + Headers.IPV4_TOTAL_LENGTH) - Headers.IPV4_BYTES
            : Bytes.u16Be(b, ip + Headers.IPV6_PAYLOAD_LENGTH);
    int data = tcp + TcpFlags.headerBytes(Bytes.u16Be(b, tcp + Headers.TCP_OFFSET_AND_FLAGS));
    check(d.length() == tcp - start + tcpBytes, "a held frame is not trimmed to its IP length");
    int flow = Bytes.i32Be(b, ethernet + StreamPackets.FLOW_IN_ETHERNET);
    int serial = Bytes.u16Be(b, tcp + Headers.TCP_URGENT);
    check(serial == (turn[flow] & WHOLE), "a held packet is not next in its flow");
    turn[flow] += d.frames();
    merged[index(family)] += d.frames();
    headers.update(b, start, data - start);
    d.copyTo(gathered, 0);
    payloads[flow].update(gathered, data - start, d.length() - (data - start));
    checkChecksums(d, ip - start, family, tcpBytes);
  }

  private void checkChecksums(Delivery d, int ip, IpFamily family, int tcpBytes) {
    byte[] b = d.head();
    int start = d.headStart();
    int flags = b[start + VnetHeader.FLAGS];
    boolean partial = (flags & VnetHeader.FLAG_NEEDS_CSUM) != 0;
    boolean asItCame = d.frames() == 1 && (flags & VnetHeader.FLAG_DATA_VALID) != 0;
    if (asItCame) {
      return; // the host has said that it is right
    }
    if (d.length() > d.headBytes() && !partial) {
      b = gathered;
      start = 0;
    }
    int at = start + ip;
    int header = InternetChecksum.fold(InternetChecksum.add(0, b, at, Headers.IPV4_BYTES));
    check(family == IpFamily.IPV6 || header == WHOLE, "wrong IPv4 header checksum");
    int tcp = at + family.headerBytes();
    long pseudo = InternetChecksum.pseudoHeader(b, at, family, tcpBytes);
    if (partial) {
      int field = Bytes.u16Be(b, tcp + Headers.TCP_CHECKSUM);
      check(field == InternetChecksum.fold(pseudo), "the checksum is not the pseudo-header's sum");
    } else {
      int sum = InternetChecksum.fold(InternetChecksum.add(pseudo, b, tcp, tcpBytes));
      check(sum == WHOLE, "wrong TCP checksum");
    }
  }
}
