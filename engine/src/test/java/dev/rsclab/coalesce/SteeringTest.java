package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.queue.HashType;
import dev.rsclab.queue.ReceiveSideScaling;
import dev.rsclab.queue.ToeplitzHash;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queue a frame goes to; the coalescers behind the queues: {@link QueuesTest}. */
class SteeringTest {

  private static final int VNET = 12;

  /** No entry of the tables here names it. */
  private static final int UNCLASSIFIED = 200;

  private static final byte[] KEY = ToeplitzHash.publishedKey();

  /** Each entry is a queue of its own. */
  private static final List<Integer> TABLE =
      IntStream.range(0, ReceiveSideScaling.MAX_ENTRIES).boxed().toList();

  private static ReceiveSideScaling steering(Set<HashType> types) {
    return ReceiveSideScaling.of(types, KEY, TABLE, UNCLASSIFIED);
  }

  private static final ReceiveSideScaling ALL = steering(EnumSet.allOf(HashType.class));
  private static final ReceiveSideScaling ADDRESSES =
      steering(EnumSet.of(HashType.IPV4, HashType.IPV6));
  private static final ReceiveSideScaling PORTS =
      steering(EnumSet.of(HashType.TCPV4, HashType.TCPV6));

  private static int queue(ReceiveSideScaling steering, byte[] frame) {
    return steering.queue(frame, VNET, frame.length - VNET);
  }

  private static int queue(ReceiveSideScaling steering, TcpFrame frame) {
    return queue(steering, frame.build());
  }

  private static TcpFrame frame(IpFamily family) {
    return TcpFrame.of(family).vnet(VNET);
  }

  /** A frame of the verification suite's first flow: its hashes are known. */
  private static byte[] published() {
    byte[] frame = frame(IpFamily.IPV4).build();
    int ip = VNET + Headers.ETHERNET_BYTES;
    byte[] addresses = {66, 9, (byte) 149, (byte) 187, (byte) 161, (byte) 142, 100, 80};
    System.arraycopy(addresses, 0, frame, ip + Headers.IPV4_SOURCE, addresses.length);
    Bytes.putU16Be(frame, ip + Headers.IPV4_BYTES, 2794);
    Bytes.putU16Be(frame, ip + Headers.IPV4_BYTES + 2, 1766);
    return frame;
  }

  @Test
  void theLowBitsOfTheHashSelectAnEntry() {
    assertThat(queue(ALL, published())).isEqualTo(0x51ccc178 & 0x7F);
    assertThat(queue(ADDRESSES, published())).isEqualTo(0x323e8fc2 & 0x7F);
    ReceiveSideScaling two =
        ReceiveSideScaling.of(EnumSet.allOf(HashType.class), KEY, List.of(7, 3), 5);
    assertThat(queue(two, published())).isEqualTo(7);
    assertThat(two.queues()).isEqualTo(8);
    assertThat(ALL.queues()).isEqualTo(UNCLASSIFIED + 1);
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void aWholeSegmentGoesByItsPortsWhateverIsAroundThem(IpFamily family) {
    int queue = queue(PORTS, frame(family));
    assertThat(queue).isEqualTo(queue(ALL, frame(family))).isNotEqualTo(UNCLASSIFIED);
    assertThat(queue(PORTS, frame(family).flow(1001))).isNotEqualTo(queue);
    List<TcpFrame> same =
        List.of(
            frame(family).vlan(9),
            frame(family).vlan(0x2000),
            family == IpFamily.IPV4
                ? frame(family).ipOptions(10)
                : frame(family).extensions(0, 43, 60),
            frame(family).flags(2).payload(0),
            frame(family).dataOffset(0),
            frame(family).trailing(30),
            frame(family).wrongIpChecksum().wrongTcpChecksum(),
            frame(family).payload(60_000));
    assertThat(same).allSatisfy(it -> assertThat(queue(ALL, it)).isEqualTo(queue));
    byte[] whole = frame(family).build();
    int ports = VNET + Headers.ETHERNET_BYTES + family.headerBytes() + 4;
    assertThat(queue(ALL, Arrays.copyOf(whole, ports))).as("cut behind ports").isEqualTo(queue);
    assertThat(queue(PORTS, Arrays.copyOf(whole, ports - 1))).isEqualTo(UNCLASSIFIED);
  }

  @Test
  void fragmentsGoByTheirAddresses() {
    List<TcpFrame> fragments =
        List.of(
            frame(IpFamily.IPV4).fragmentWord(TcpFrame.MORE_FRAGMENTS),
            frame(IpFamily.IPV4).fragmentWord(TcpFrame.MORE_FRAGMENTS | 185),
            frame(IpFamily.IPV4).fragmentWord(370));
    int queue = queue(ADDRESSES, frame(IpFamily.IPV4));
    for (TcpFrame fragment : fragments) {
      assertThat(queue(ALL, fragment)).isEqualTo(queue).isEqualTo(queue(ADDRESSES, fragment));
      assertThat(queue(PORTS, fragment)).isEqualTo(UNCLASSIFIED);
    }
    byte[] atomic = frame(IpFamily.IPV6).extensions(44).build();
    assertThat(queue(ALL, atomic)).as("RFC 6946").isEqualTo(queue(PORTS, frame(IpFamily.IPV6)));
    byte[] first = atomic.clone();
    first[VNET + Headers.ETHERNET_BYTES + Headers.IPV6_BYTES + 3] = 1;
    assertThat(queue(ALL, first)).isEqualTo(queue(ADDRESSES, frame(IpFamily.IPV6)));
    assertThat(queue(PORTS, first)).isEqualTo(UNCLASSIFIED);
  }

  @ParameterizedTest
  @EnumSource(IpFamily.class)
  void whatIsNotTcpGoesByItsAddresses(IpFamily family) {
    byte[] datagram = frame(family).build();
    boolean ipv4 = family == IpFamily.IPV4;
    int protocol = ipv4 ? Headers.IPV4_PROTOCOL : Headers.IPV6_NEXT_HEADER;
    datagram[VNET + Headers.ETHERNET_BYTES + protocol] = 17;
    assertThat(queue(ALL, datagram)).isEqualTo(queue(ADDRESSES, frame(family)));
    assertThat(queue(PORTS, datagram)).isEqualTo(UNCLASSIFIED);
  }

  @Test
  void aFamilyThatIsOffIsNotClassified() {
    ReceiveSideScaling four = steering(EnumSet.of(HashType.IPV4, HashType.TCPV4));
    assertThat(queue(four, frame(IpFamily.IPV4))).isEqualTo(queue(ALL, frame(IpFamily.IPV4)));
    assertThat(queue(four, frame(IpFamily.IPV6))).isEqualTo(UNCLASSIFIED);
    assertThat(queue(steering(Set.of()), frame(IpFamily.IPV4))).isEqualTo(UNCLASSIFIED);
  }

  @Test
  void whatHasNoIpHeaderThatCanBeReadIsNotClassified() {
    TcpFrame twoTags = frame(IpFamily.IPV4).tag(TcpFrame.TAG, 1).tag(TcpFrame.TAG, 2);
    TcpFrame serviceTag = frame(IpFamily.IPV4).tag(TcpFrame.SERVICE_TAG, 1);
    assertThat(queue(ALL, twoTags)).isEqualTo(UNCLASSIFIED);
    assertThat(queue(ALL, serviceTag)).isEqualTo(UNCLASSIFIED);
    for (IpFamily family : IpFamily.values()) {
      byte[] frame = frame(family).vlan(4).build();
      for (int bytes = 0; bytes < 18 + family.headerBytes(); bytes++) {
        assertThat(queue(ALL, Arrays.copyOf(frame, VNET + bytes))).isEqualTo(UNCLASSIFIED);
      }
      frame = frame(family).build();
      for (int first : new int[] {0x00, 0x35, 0x40, 0x44, 0x50, 0x75, 0xF5}) {
        frame[VNET + Headers.ETHERNET_BYTES] = (byte) first;
        assertThat(queue(ALL, frame)).isEqualTo(UNCLASSIFIED);
      }
    }
  }

  /**
   * The odd packets of a stream go where the others of their flow go, unless they are fragments.
   */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 128})
  void allPacketsOfAFlowGoToOneQueue(int queues) {
    int flows = 400;
    ReceiveSideScaling steering = ReceiveSideScaling.evenly(queues, KEY);
    StreamPackets packets = new StreamPackets(queues, flows);
    packets.vnetBytes = VNET;
    int[] queueOf = new int[flows];
    Arrays.fill(queueOf, -1);
    for (int i = 0; i < 40_000; i++) {
      packets.next(new int[flows]);
      int queue = steering.queue(packets.bytes, VNET, packets.length - VNET);
      assertThat(queue).isBetween(0, queues - 1);
      if (packets.toldFlow && !packets.fragment) {
        queueOf[packets.flow] = queueOf[packets.flow] < 0 ? queue : queueOf[packets.flow];
        assertThat(queue).as("flow %d", packets.flow).isEqualTo(queueOf[packets.flow]);
      }
    }
    assertThat(Arrays.stream(queueOf).distinct().count()).isGreaterThan(queues / 2);
  }

  @Test
  void noBytesMakeItThrow() {
    SplittableRandom random = new SplittableRandom(5);
    RandomFrames frames = new RandomFrames(random, 20, false);
    for (int i = 0; i < 20_000; i++) {
      byte[] frame = frames.next(VNET);
      frame = Arrays.copyOf(frame, VNET + random.nextInt(Math.max(1, frame.length - VNET)));
      assertThat(queue(ALL, frame)).isBetween(0, UNCLASSIFIED);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 96, 256})
  void aTableHasAPowerOfTwoOfEntries(int entries) {
    assertThatThrownBy(
            () -> ReceiveSideScaling.of(Set.of(), KEY, Collections.nCopies(entries, 0), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("indirection table of %d entries; allowed: a power of two up to 128", entries);
  }

  @Test
  void queuesAreCountedFromZero() {
    assertThatThrownBy(() -> ReceiveSideScaling.of(Set.of(), KEY, List.of(0, -2), 0))
        .hasMessage("queue -2; allowed: 0 and more");
    assertThatThrownBy(() -> ReceiveSideScaling.of(Set.of(), KEY, List.of(0), -1))
        .hasMessage("queue -1; allowed: 0 and more");
    assertThatThrownBy(() -> ReceiveSideScaling.evenly(0, KEY))
        .hasMessage("0 queues; allowed: 1 to 128");
    assertThatThrownBy(() -> ReceiveSideScaling.evenly(129, KEY))
        .hasMessage("129 queues; allowed: 1 to 128");
  }
}
