package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.VnetHeader;

/**
 * The headers that the guest sees on what was held (contract section 3; docs/policies.md 4),
 * written into the bytes of the first frame: those of a merged segment once, at delivery.
 *
 * <p>O(1), but O(bytes) where the policy wants a whole TCP checksum.
 */
final class UnitHeaders {

  private final IpFamily family;
  private final boolean complete;
  private final boolean computesTcpChecksum;

  UnitHeaders(IpFamily family, RscPolicy policy) {
    this.family = family;
    complete = policy.has(RscSwitch.COMPLETE_HEADERS);
    computesTcpChecksum = policy.has(RscSwitch.COMPUTE_TCP_CHECKSUM);
  }

  /**
   * Writes the headers that a held segment has as long as nothing is merged to it: when it begins
   * to be held, since its memory is near then.
   */
  void writeUnmerged(byte[] head, int start) {
    if (!complete) {
      Bytes.putU16Le(head, start + VnetHeader.FLAGS, VnetHeader.GSO_NONE << 8);
    }
  }

  /**
   * Writes the headers of a held segment that merged something.
   *
   * @param unit the held segment's slot
   * @param start where its virtio-net header begins in {@code head}
   * @param vnetHeaderBytes bytes of that header
   */
  void writeMerged(HeldSegments held, int unit, byte[] head, int start, int vnetHeaderBytes) {
    int ip = start + vnetHeaderBytes + held.ethernetBytes(unit);
    int tcp = ip + family.headerBytes();
    boolean ipv4 = family == IpFamily.IPV4;
    int lengthField = ipv4 ? Headers.IPV4_TOTAL_LENGTH : Headers.IPV6_PAYLOAD_LENGTH;
    if (ipv4 && complete) {
      writeIpv4Checksum(head, ip, held.ipLength(unit));
    }
    Bytes.putU16Be(head, ip + lengthField, held.ipLength(unit));
    Bytes.putI64Be(head, tcp + Headers.TCP_ACKNOWLEDGEMENT, held.tcpState(unit));
    if (held.hasTimestamps(unit)) {
      Bytes.putI64Be(head, tcp + Headers.TCP_TIMESTAMPS, held.timestamps(unit));
    }
    if (!complete) {
      writeLikeTheReference(held, unit, head, start);
      return;
    }
    boolean several = held.segments(unit) > 1;
    if (several) {
      writeGso(held, unit, head, start);
    } else if (held.duplicateAcks(unit) > 0) {
      writeCounts(held, unit, head, start, VnetHeader.FLAG_DATA_VALID, VnetHeader.GSO_NONE);
    }
    writeTcpChecksum(held, unit, head, ip, several && !computesTcpChecksum);
  }

  /**
   * Writes the checksum that an IPv4 header will have with another total length. The header is
   * summed up as it is, before any field is written: a read that spans a field just written would
   * wait until that has left the processor's store buffer.
   */
  private static void writeIpv4Checksum(byte[] head, int ip, int totalLength) {
    int before = Bytes.u16Be(head, ip + Headers.IPV4_TOTAL_LENGTH);
    int checksum = Bytes.u16Be(head, ip + Headers.IPV4_CHECKSUM);
    // Added complements take both fields out of the sum (RFC 1624).
    long sum = InternetChecksum.ipv4Header(head, ip) + totalLength;
    sum += (~before & 0xFFFF) + (~checksum & 0xFFFF);
    Bytes.putU16Be(head, ip + Headers.IPV4_CHECKSUM, ~InternetChecksum.fold(sum) & 0xFFFF);
  }

  /** Neither checksum is touched: both stay the first packet's (contract 3.2). */
  private void writeLikeTheReference(HeldSegments held, int unit, byte[] head, int start) {
    writeCounts(held, unit, head, start, 0, VnetHeader.gsoType(family));
  }

  private void writeGso(HeldSegments held, int unit, byte[] head, int start) {
    int headerBytes = held.ethernetBytes(unit) + family.headerBytes() + held.tcpHeaderBytes(unit);
    int gsoType = VnetHeader.gsoType(family) | (held.hasCwr(unit) ? VnetHeader.GSO_ECN : 0);
    int checksum = computesTcpChecksum ? VnetHeader.FLAG_DATA_VALID : VnetHeader.FLAG_NEEDS_CSUM;
    writeCounts(held, unit, head, start, checksum, gsoType);
    Bytes.putU16Le(head, start + VnetHeader.HDR_LEN, headerBytes);
    Bytes.putU16Le(head, start + VnetHeader.GSO_SIZE, held.largestSegment(unit));
  }

  private static void writeCounts(
      HeldSegments held, int unit, byte[] head, int start, int flags, int gsoType) {
    head[start + VnetHeader.FLAGS] = (byte) (flags | VnetHeader.FLAG_RSC_INFO);
    head[start + VnetHeader.GSO_TYPE] = (byte) gsoType;
    Bytes.putU16Le(head, start + VnetHeader.CSUM_START, held.segments(unit));
    Bytes.putU16Le(head, start + VnetHeader.CSUM_OFFSET, held.duplicateAcks(unit));
  }

  private void writeTcpChecksum(HeldSegments held, int unit, byte[] head, int ip, boolean partial) {
    int tcp = ip + family.headerBytes();
    int tcpBytes = held.firstHeaderBytes(unit) + held.payloadBytes(unit);
    long sum = InternetChecksum.pseudoHeader(head, ip, family, tcpBytes);
    Bytes.putU16Be(head, tcp + Headers.TCP_CHECKSUM, 0);
    int checksum =
        partial
            ? InternetChecksum.fold(sum)
            : ~InternetChecksum.fold(held.addBytes(unit, sum, head, tcp, tcpBytes)) & 0xFFFF;
    Bytes.putU16Be(head, tcp + Headers.TCP_CHECKSUM, checksum);
  }
}
