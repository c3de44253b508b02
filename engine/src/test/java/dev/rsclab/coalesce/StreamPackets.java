package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random packets of some flows, one at a time in a buffer that is reused: made to be cheap, so that
 * millions can be tried.
 *
 * <p>A delivered frame tells where it comes from: the source MAC ends in the number of its flow,
 * and the urgent pointer, which nothing compares and a unit keeps of its first packet, is the
 * packet's place among those of its flow that were accepted.
 */
final class StreamPackets {

  /** Where in the Ethernet header the number of the flow is. */
  static final int FLOW_IN_ETHERNET = 8;

  private static final int LARGEST_PAYLOAD = 65_000;
  private static final int TIMESTAMP_OPTION = 0x0101080A;
  private static final int UDP = 17;
  private static final int FRAGMENT_HEADER = 44;
  private static final int DESTINATION_OPTIONS = 60;

  private final SplittableRandom random;
  private final byte[] pool = new byte[2 * LARGEST_PAYLOAD];

  /** The virtio-net header and the frame, from the start of the array. */
  final byte[] bytes = new byte[LARGEST_PAYLOAD + 1000];

  int length;
  int flow;

  /** The packet's place among those of its flow that were accepted. */
  int serial;

  /** Whether a device can tell the flow; what belongs to none may overtake all. */
  boolean toldFlow;

  /** Whether it is a part of an IP packet, the first one as well. */
  boolean fragment;

  /** Whether it is a frame of the family for a device that does not look through tags. */
  boolean plainIp;

  /** Whether it is a frame of the family for a device that looks through one tag. */
  boolean taggedIp;

  int payloadStart;
  int payload;
  int vnetBytes;

  private final int[] next;
  private final int[] acknowledgement;
  private final int[] window;
  private final int[] clock;
  private final int[] reduced;
  private final int[] lastPayload;

  private IpFamily family = IpFamily.IPV4;
  private int vnetFlags;
  private int gsoType;
  private int destinationMac;
  private int tagType;
  private int tagControl;
  private boolean tagged;
  private boolean twoTags;
  private int serviceClass;
  private int flowLabel;
  private int hopLimit;
  private int fragmentWord;
  private int protocol;
  private int extension;
  private int extensionWord;
  private int ipLengthError;
  private int ipChecksumError;
  private int sequence;
  private int flags;
  private int options;
  private int dataOffset;
  private int timestamp;
  private int tcpChecksumError;
  private int trailing;
  private int cut;

  StreamPackets(long seed, int flows) {
    random = new SplittableRandom(seed);
    random.nextBytes(pool);
    next = new int[flows];
    acknowledgement = new int[flows];
    window = new int[flows];
    clock = new int[flows];
    reduced = new int[flows];
    lastPayload = new int[flows];
    Arrays.setAll(next, i -> random.nextInt());
    Arrays.setAll(clock, i -> random.nextInt());
  }

  IpFamily family() {
    return family;
  }

  private boolean oneIn(int n) {
    return random.nextInt(n) == 0;
  }

  /** A VLAN for one flow in five. */
  private static int vlan(int flow) {
    return flow % 5 == 3 ? 1 + flow % 7 : 0;
  }

  private static boolean hasTimestamps(int flow) {
    return flow % 3 == 0;
  }

  /**
   * Makes the next packet.
   *
   * @param serials the place of each flow's next packet among its accepted ones
   */
  void next(int[] serials) {
    flow = random.nextInt(next.length);
    family = flow % 2 == 0 ? IpFamily.IPV4 : IpFamily.IPV6;
    makePlain();
    if (oneIn(6)) {
      acknowledge();
    } else {
      send();
    }
    makeOdd(random.nextInt(300));
    if (reduced[flow] > 0) {
      reduced[flow]--;
      flags |= TcpFlags.CWR;
    }
    serial = serials[flow];
    write();
  }

  private void makePlain() {
    toldFlow = true;
    fragment = false;
    vnetFlags = 0;
    gsoType = 0;
    destinationMac = 0;
    tagControl = vlan(flow);
    tagged = tagControl != 0;
    tagType = TcpFrame.TAG;
    twoTags = false;
    serviceClass = flow % 4 == 0 ? 2 : 0;
    flowLabel = flow;
    hopLimit = 64;
    fragmentWord = Headers.IPV4_DONT_FRAGMENT;
    protocol = Headers.PROTOCOL_TCP;
    extension = 0;
    extensionWord = 0;
    ipLengthError = 0;
    ipChecksumError = 0;
    flags = TcpFlags.ACK;
    options = hasTimestamps(flow) ? 3 : 0;
    dataOffset = -1;
    clock[flow] += random.nextInt(2);
    timestamp = clock[flow];
    tcpChecksumError = 0;
    trailing = 0;
    cut = 0;
  }

  private void acknowledge() {
    payload = 0;
    sequence = next[flow];
    switch (random.nextInt(4)) {
      case 0 -> window[flow] += 1;
      case 1, 2 -> acknowledgement[flow] += random.nextInt(3000);
      default -> sequence -= random.nextInt(2);
    }
  }

  private void send() {
    int size = random.nextInt(4096);
    if (size == 0) {
      payload = random.nextInt(1, LARGEST_PAYLOAD);
    } else if (size < 16) {
      payload = random.nextInt(1, 9000);
    } else {
      payload = size < 128 ? 1448 : random.nextInt(1, 120);
    }
    sequence = next[flow];
    if (oneIn(16)) {
      acknowledgement[flow] += random.nextInt(3000);
    }
    if (oneIn(16)) {
      window[flow] += random.nextInt(2);
    }
    switch (random.nextInt(128)) {
      case 0, 4 -> sequence -= lastPayload[flow]; // a retransmission
      case 1 -> sequence += 1000;
      case 2 -> sequence--;
      case 3 -> sequence = random.nextInt();
      default -> {
        next[flow] += payload;
        lastPayload[flow] = payload;
      }
    }
  }

  private void makeOdd(int oddity) {
    switch (oddity) {
      case 0 -> flags |= TcpFlags.FIN;
      case 1 -> flags |= TcpFlags.SYN;
      case 2 -> flags |= TcpFlags.RST;
      case 3 -> flags |= TcpFlags.URG;
      case 4 -> tcpChecksumError = 1;
      case 5 -> ipChecksumError = 1;
      case 6 -> vnetFlags = VnetHeader.FLAG_NEEDS_CSUM;
      case 7 -> gsoType = VnetHeader.gsoType(family);
      case 8 -> vnetFlags = VnetHeader.FLAG_DATA_VALID;
      case 9 -> {
        vnetFlags = VnetHeader.FLAG_DATA_VALID;
        tcpChecksumError = 1;
      }
      case 10 -> fragmentWord = 0;
      case 11, 12, 13 -> extend(oddity);
      case 14 -> {
        twoTags = true;
        tagged = true;
        toldFlow = false;
      }
      case 15 -> {
        tagType = TcpFrame.SERVICE_TAG;
        tagged = true;
        toldFlow = false;
      }
      case 16, 17, 18 -> trailing = random.nextInt(1, 50);
      case 19, 20 -> tagged = true; // a priority tag, if the flow has no VLAN
      case 21 -> options = random.nextInt(1, 11);
      case 22 -> dataOffset = random.nextInt(5);
      case 23 -> {
        payload = 0;
        options = 0;
        dataOffset = random.nextInt(6, 16);
      }
      case 24 -> ipLengthError = 60;
      case 25 -> hopLimit = 63;
      case 26 -> serviceClass ^= 4;
      case 27 -> destinationMac = 1;
      case 28 -> flowLabel = 0x12345;
      case 29 -> flags |= random.nextInt(16) << 8;
      case 30 -> serviceClass ^= random.nextInt(4);
      case 31 -> flags |= TcpFlags.ECE;
      case 32 -> reduced[flow] = random.nextInt(1, 4);
      case 33 -> timestamp -= 5;
      case 34 -> acknowledgement[flow] -= 7;
      case 35 -> acknowledgement[flow] += 1 << 30;
      case 36 -> {
        protocol = UDP;
        toldFlow = false;
      }
      case 37 -> {
        cut = 24 + (tagged ? 4 : 0); // into the IP header
        toldFlow = false;
      }
      default -> flags |= oddity < 60 ? TcpFlags.PSH : 0;
    }
  }

  /** IPv4 options and fragments, and IPv6 extension headers. */
  private void extend(int oddity) {
    boolean laterFragment = oddity == 13;
    toldFlow = !laterFragment;
    fragment = oddity != 11;
    if (family == IpFamily.IPV6) {
      extension = oddity == 11 ? DESTINATION_OPTIONS : FRAGMENT_HEADER;
      extensionWord = laterFragment ? 185 << 3 : 1;
    } else if (oddity == 11) {
      extension = random.nextInt(1, 11); // words of options
    } else {
      fragmentWord |= laterFragment ? 185 : TcpFrame.MORE_FRAGMENTS;
    }
  }

  private void write() {
    int ip = writeEthernet();
    int extensionBytes = extension == 0 ? 0 : family == IpFamily.IPV4 ? 4 * extension : 8;
    int tcp = ip + family.headerBytes() + extensionBytes;
    payloadStart = tcp + Headers.TCP_BYTES + 4 * options;
    int end = payloadStart + payload;
    if (family == IpFamily.IPV4) {
      writeIpv4(ip, extensionBytes, end - ip + ipLengthError);
    } else {
      writeIpv6(ip, end - ip - Headers.IPV6_BYTES + ipLengthError);
    }
    System.arraycopy(pool, random.nextInt(LARGEST_PAYLOAD), bytes, payloadStart, payload);
    writeTcp(tcp, end - tcp);
    Arrays.fill(bytes, end, end + trailing, (byte) 0x55);
    length = cut > 0 ? vnetBytes + cut : end + trailing;
    payload = cut > 0 ? 0 : payload;
  }

  /** Writes the virtio-net header, too, and returns where the IP header begins. */
  private int writeEthernet() {
    byte[] b = bytes;
    int at = vnetBytes;
    Arrays.fill(b, 0, at, (byte) 0);
    b[0] = (byte) vnetFlags;
    b[1] = (byte) gsoType;
    Bytes.putI32Be(b, at, 0x0200_0000);
    Bytes.putU16Be(b, at + 4, destinationMac);
    Bytes.putU16Be(b, at + 6, 0x0200);
    Bytes.putI32Be(b, at + FLOW_IN_ETHERNET, flow);
    at += 12;
    plainIp = !tagged;
    taggedIp = !twoTags && tagType == TcpFrame.TAG;
    if (tagged) {
      Bytes.putI32Be(b, at, tagType << 16 | tagControl);
      at += 4;
    }
    if (twoTags) {
      Bytes.putI32Be(b, at, TcpFrame.TAG << 16 | 1);
      at += 4;
    }
    Bytes.putU16Be(b, at, family.etherType());
    return at + 2;
  }

  private void writeIpv4(int ip, int optionBytes, int totalLength) {
    byte[] b = bytes;
    int headerBytes = Headers.IPV4_BYTES + optionBytes;
    b[ip] = (byte) (0x40 | headerBytes / 4);
    b[ip + Headers.IPV4_TOS] = (byte) serviceClass;
    Bytes.putU16Be(b, ip + Headers.IPV4_TOTAL_LENGTH, totalLength);
    Bytes.putU16Be(b, ip + Headers.IPV4_IDENTIFICATION, sequence);
    Bytes.putU16Be(b, ip + Headers.IPV4_FRAGMENT, fragmentWord);
    b[ip + Headers.IPV4_TTL] = (byte) hopLimit;
    b[ip + Headers.IPV4_PROTOCOL] = (byte) protocol;
    Bytes.putU16Be(b, ip + Headers.IPV4_CHECKSUM, 0);
    Bytes.putI32Be(b, ip + Headers.IPV4_SOURCE, 0x0A00_0001);
    Bytes.putI32Be(b, ip + Headers.IPV4_SOURCE + 4, 0x0A00_0002);
    Arrays.fill(b, ip + Headers.IPV4_BYTES, ip + headerBytes, (byte) 1);
    int checksum = InternetChecksum.ofIpv4Header(b, ip, headerBytes);
    Bytes.putU16Be(b, ip + Headers.IPV4_CHECKSUM, checksum ^ ipChecksumError);
  }

  private void writeIpv6(int ip, int payloadLength) {
    byte[] b = bytes;
    Bytes.putI32Be(b, ip, 6 << 28 | serviceClass << 20 | flowLabel);
    Bytes.putU16Be(b, ip + Headers.IPV6_PAYLOAD_LENGTH, payloadLength);
    b[ip + Headers.IPV6_NEXT_HEADER] = (byte) (extension == 0 ? protocol : extension);
    b[ip + Headers.IPV6_HOP_LIMIT] = (byte) hopLimit;
    for (int address = 0; address < 2; address++) {
      int at = ip + Headers.IPV6_SOURCE + 16 * address;
      Bytes.putI64Be(b, at, 0xFD00L << 48);
      Bytes.putI64Be(b, at + 8, 1 + address);
    }
    if (extension != 0) {
      int at = ip + Headers.IPV6_BYTES;
      Bytes.putI64Be(b, at, (long) Headers.PROTOCOL_TCP << 56 | (long) extensionWord << 32);
    }
  }

  private void writeTcp(int tcp, int tcpBytes) {
    byte[] b = bytes;
    int words = dataOffset < 0 ? 5 + options : dataOffset;
    Bytes.putI32Be(b, tcp, flow << 16 | 80);
    Bytes.putI32Be(b, tcp + Headers.TCP_SEQUENCE, sequence);
    Bytes.putI32Be(b, tcp + Headers.TCP_ACKNOWLEDGEMENT, acknowledgement[flow]);
    Bytes.putU16Be(b, tcp + Headers.TCP_OFFSET_AND_FLAGS, words << 12 | flags);
    Bytes.putU16Be(b, tcp + Headers.TCP_WINDOW, window[flow]);
    Bytes.putU16Be(b, tcp + Headers.TCP_CHECKSUM, 0);
    Bytes.putU16Be(b, tcp + Headers.TCP_URGENT, serial);
    Arrays.fill(b, tcp + Headers.TCP_BYTES, payloadStart, (byte) 1);
    if (options == 3 && hasTimestamps(flow)) {
      Bytes.putI32Be(b, tcp + 20, TIMESTAMP_OPTION);
      Bytes.putI32Be(b, tcp + 24, timestamp);
      Bytes.putI32Be(b, tcp + 28, timestamp);
    }
    int ip = tcp - family.headerBytes(); // right without options, and only then looked at
    int checksum = InternetChecksum.ofTcp(b, ip, family, tcp, tcpBytes);
    Bytes.putU16Be(b, tcp + Headers.TCP_CHECKSUM, checksum ^ tcpChecksumError);
  }
}
