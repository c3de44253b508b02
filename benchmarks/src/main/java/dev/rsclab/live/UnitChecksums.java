package dev.rsclab.live;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.VnetHeader;

/**
 * Makes a delivery's headers what a Linux tap wants of a merged frame, whatever policy merged it.
 *
 * <p>A tap knows no RSC_INFO (it refuses it with EINVAL), ignores DATA_VALID, and wants a merged
 * frame as an offload: gso_type and gso_size, NEEDS_CSUM with csum_start and csum_offset, in the
 * TCP checksum the folded sum of the pseudo-header, not complemented (VIRTIO 1.x, 5.1.6.4.1), and a
 * right IPv4 header checksum, which QEMU's rules leave stale (contract 3.2). Lengths, flags,
 * numbers and payload stay as the engine delivered them. O(1); allocates nothing.
 */
final class UnitChecksums {

  private static final int IP_VERSION_4 = 4;

  /** The largest IP packet that was merged: the sender's MTU. */
  private final int mtu;

  UnitChecksums(int mtu) {
    this.mtu = mtu;
  }

  /**
   * Completes the headers of a delivery that lies in {@code frame} from 0 on. Those of a frame that
   * was not merged stay as they are.
   *
   * @param vnetHeaderBytes bytes of the virtio-net header
   */
  void complete(byte[] frame, int vnetHeaderBytes) {
    int flags = frame[VnetHeader.FLAGS];
    if ((flags & VnetHeader.FLAG_RSC_INFO) == 0) {
      return;
    }
    int ethernet = ethernetBytes(frame, vnetHeaderBytes);
    int ip = vnetHeaderBytes + ethernet;
    boolean ipv4 = Bytes.u8(frame, ip) >> 4 == IP_VERSION_4;
    IpFamily family = ipv4 ? IpFamily.IPV4 : IpFamily.IPV6;
    int tcp = ip + family.headerBytes();
    int tcpBytes =
        ipv4
            ? Bytes.u16Be(frame, ip + Headers.IPV4_TOTAL_LENGTH) - family.headerBytes()
            : Bytes.u16Be(frame, ip + Headers.IPV6_PAYLOAD_LENGTH);
    int tcpHeader = Bytes.u8(frame, tcp + Headers.TCP_OFFSET_AND_FLAGS) >> 4 << 2;
    if (ipv4) {
      Bytes.putU16Be(frame, ip + Headers.IPV4_CHECKSUM, 0);
      int checksum = InternetChecksum.ofIpv4Header(frame, ip, Headers.IPV4_BYTES);
      Bytes.putU16Be(frame, ip + Headers.IPV4_CHECKSUM, checksum);
    }
    long sum = InternetChecksum.pseudoHeader(frame, ip, family, tcpBytes);
    Bytes.putU16Be(frame, tcp + Headers.TCP_CHECKSUM, InternetChecksum.fold(sum));
    writeVnetHeader(
        frame, tcp - vnetHeaderBytes, tcpHeader, tcpBytes - tcpHeader, segmentBytes(frame, family));
  }

  /**
   * Payload of the largest segment: as the engine says, or, if it leaves that field alone, as the
   * MTU allows. Both count the options of the first segment's header, which all have.
   */
  private int segmentBytes(byte[] frame, IpFamily family) {
    int said = Bytes.u16Le(frame, VnetHeader.GSO_SIZE);
    return said > 0 ? said : mtu - family.headerBytes() - Headers.TCP_BYTES;
  }

  private static void writeVnetHeader(
      byte[] frame, int tcpStart, int tcpHeader, int payload, int segment) {
    boolean several = payload > segment;
    int gsoType = several ? frame[VnetHeader.GSO_TYPE] : VnetHeader.GSO_NONE;
    frame[VnetHeader.FLAGS] = VnetHeader.FLAG_NEEDS_CSUM;
    frame[VnetHeader.GSO_TYPE] = (byte) gsoType;
    Bytes.putU16Le(frame, VnetHeader.HDR_LEN, tcpStart + tcpHeader);
    Bytes.putU16Le(frame, VnetHeader.GSO_SIZE, several ? segment : 0);
    Bytes.putU16Le(frame, VnetHeader.CSUM_START, tcpStart);
    Bytes.putU16Le(frame, VnetHeader.CSUM_OFFSET, Headers.TCP_CHECKSUM);
  }

  private static int ethernetBytes(byte[] frame, int ethernet) {
    boolean tagged = Bytes.u16Be(frame, ethernet + Headers.ETHERNET_TYPE) == Headers.ETHERTYPE_TAG;
    return Headers.ETHERNET_BYTES + (tagged ? Headers.TAG_BYTES : 0);
  }
}
