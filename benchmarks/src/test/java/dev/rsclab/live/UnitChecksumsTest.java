package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.workload.FamilyMix;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is written to the tap, checked byte by byte and with sums of our own: the kernel takes most
 * wrong headers without a word.
 */
class UnitChecksumsTest {

  private static final int VNET = 12;
  private static final int ETHERNET = 14;
  private static final int TCP = 6;
  private static final int NEEDS_CSUM = 1;
  private static final int ALL_ONES = 0xFFFF;

  /** A delivery as the engine made it, and as it goes to the tap. */
  private static final class Written {
    private final byte[] delivered;
    private final byte[] frame;
    private final int frames;

    Written(byte[] delivered, byte[] frame, int frames) {
      this.delivered = delivered;
      this.frame = frame;
      this.frames = frames;
    }
  }

  /** Segments of three flows, which the interval merges; then what a coalescer delivers of them. */
  private static List<Written> written(RscPolicy policy, IpFamily family, int payload) {
    PacketTrace trace =
        WorkloadKind.BULK.generate(
            WorkloadKind.BULK
                .defaults()
                .withPackets(300)
                .withFlows(3)
                .withPayloadBytes(payload)
                .withFamily(family == IpFamily.IPV4 ? FamilyMix.IPV4 : FamilyMix.IPV6));
    UnitChecksums checksums = new UnitChecksums(1500);
    List<Written> all = new ArrayList<>();
    Coalescer coalescer =
        CoalescerKind.OPEN_ADDRESSING.create(
            policy.withVnetHeaderBytes(VNET), delivery -> write(delivery, checksums, all));
    byte[] frame = new byte[VNET + trace.longestFrame()];
    for (int packet = 0; packet < trace.packets(); packet++) {
      long now = trace.arrivalNanos(packet);
      coalescer.advance(now);
      Arrays.fill(frame, 0, VNET, (byte) 0);
      coalescer.offer(0, frame, 0, VNET + trace.copyFrame(packet, 0, frame, VNET), now);
    }
    coalescer.flush();
    return all;
  }

  private static int write(Delivery delivery, UnitChecksums checksums, List<Written> all) {
    byte[] delivered = delivery.toByteArray();
    byte[] frame = delivered.clone();
    checksums.complete(frame, VNET);
    all.add(new Written(delivered, frame, delivery.frames()));
    return delivery.length();
  }

  @ParameterizedTest
  @CsvSource({
    "qemu, IPV4, 1448", "qemu, IPV6, 1428", "qemu, IPV4, 101", "qemu, IPV6, 101",
    "hardened, IPV4, 1448", "hardened, IPV6, 1428", "hardened, IPV4, 101", "hardened, IPV6, 101",
    "windows, IPV4, 1460", "windows, IPV6, 1440", "hardened+compute-tcp-checksum, IPV4, 1448"
  })
  void mergedFramesAreWhatTheKernelWants(String policy, IpFamily family, int payload) {
    List<Written> all = written(RscPolicy.named(policy), family, payload);
    List<Written> merged = all.stream().filter(it -> it.frames > 1).toList();
    assertThat(merged).isNotEmpty();
    for (Written it : merged) {
      byte[] frame = it.frame;
      int ip = VNET + ETHERNET;
      int tcp = ip + (family == IpFamily.IPV4 ? 20 : 40);
      int tcpHeader = (frame[tcp + 12] >> 4 & 0xF) * 4;
      int tcpBytes = frame.length - tcp;
      assertThat(frame[0]).as("flags").isEqualTo((byte) NEEDS_CSUM);
      assertThat(littleEndian(frame, 2)).as("hdr_len").isEqualTo(tcp + tcpHeader - VNET);
      assertThat(littleEndian(frame, 6)).as("csum_start").isEqualTo(tcp - VNET);
      assertThat(littleEndian(frame, 8)).as("csum_offset").isEqualTo(16);
      assertThat(littleEndian(frame, 10))
          .as("num_buffers")
          .isEqualTo(littleEndian(it.delivered, 10));
      assertGso(frame, family, tcpBytes - tcpHeader, payload, policy);
      assertAddresses(frame, ip, family, tcp, tcpBytes);
      // What lies between the checksum and the end is the engine's.
      assertThat(Arrays.copyOfRange(frame, tcp + 18, frame.length))
          .isEqualTo(Arrays.copyOfRange(it.delivered, tcp + 18, frame.length));
      assertThat(Arrays.copyOfRange(frame, tcp, tcp + 16))
          .isEqualTo(Arrays.copyOfRange(it.delivered, tcp, tcp + 16));
    }
  }

  private static void assertGso(
      byte[] frame, IpFamily family, int payloadOfUnit, int payload, String policy) {
    boolean qemu = policy.equals("qemu");
    int segment = qemu ? 1500 - (family == IpFamily.IPV4 ? 40 : 60) : payload;
    if (payloadOfUnit <= segment) {
      assertThat(frame[1]).as("gso_type").isZero();
      assertThat(littleEndian(frame, 4)).as("gso_size").isZero();
    } else {
      assertThat(frame[1]).as("gso_type").isEqualTo((byte) (family == IpFamily.IPV4 ? 1 : 4));
      assertThat(littleEndian(frame, 4)).as("gso_size").isEqualTo(segment);
    }
  }

  /** Sums as RFC 1071 writes them, a word at a time, and what a NIC would complete. */
  private static void assertAddresses(
      byte[] frame, int ip, IpFamily family, int tcp, int tcpBytes) {
    long pseudo = (long) TCP + tcpBytes;
    if (family == IpFamily.IPV4) {
      assertThat(bigEndian(frame, ip + 2)).as("total length").isEqualTo(20 + tcpBytes);
      assertThat(sum(0, frame, ip, 20)).as("IPv4 header checksum").isEqualTo(ALL_ONES);
      pseudo = sum(pseudo, frame, ip + 12, 8);
    } else {
      assertThat(bigEndian(frame, ip + 4)).as("payload length").isEqualTo(tcpBytes);
      pseudo = sum(pseudo, frame, ip + 8, 32);
    }
    assertThat(bigEndian(frame, tcp + 16)).as("pseudo-header sum").isEqualTo((int) pseudo);
    byte[] completed = frame.clone();
    int checksum = ~sum(0, completed, tcp, tcpBytes) & ALL_ONES;
    completed[tcp + 16] = (byte) (checksum >> 8);
    completed[tcp + 17] = (byte) checksum;
    assertThat(sum(pseudo, completed, tcp, tcpBytes)).as("TCP checksum").isEqualTo(ALL_ONES);
  }

  /** A ones'-complement sum, folded at every step. */
  private static int sum(long before, byte[] bytes, int from, int length) {
    long sum = before;
    for (int i = 0; i < length; i += 2) {
      int low = i + 1 < length ? bytes[from + i + 1] & 0xFF : 0;
      sum += ((bytes[from + i] & 0xFF) << 8) + low;
      sum = (sum & ALL_ONES) + (sum >> 16);
    }
    return (int) ((sum & ALL_ONES) + (sum >> 16));
  }

  private static int littleEndian(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) + ((bytes[at + 1] & 0xFF) << 8);
  }

  private static int bigEndian(byte[] bytes, int at) {
    return ((bytes[at] & 0xFF) << 8) + (bytes[at + 1] & 0xFF);
  }

  @Test
  void whatWasNotMergedStaysAsItWas() {
    for (IpFamily family : IpFamily.values()) {
      List<Written> alone =
          written(RscPolicy.hardened().withIntervalNanos(0), family, 1000).stream()
              .filter(it -> it.frames == 1)
              .toList();
      assertThat(alone).isNotEmpty();
      alone.forEach(it -> assertThat(it.frame).isEqualTo(it.delivered));
    }
  }
}
