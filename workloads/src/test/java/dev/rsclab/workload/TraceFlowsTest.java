package dev.rsclab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which frames of a trace are segments, and of which flow. */
final class TraceFlowsTest {

  private static final byte[] IPV4 = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 100);
  private static final byte[] IPV6 = TestFrames.ipv6(1000, 1, 2, TestFrames.ACK, 100);

  @Test
  void numbersFlowsInOrderOfAppearance() {
    byte[] otherPort = TestFrames.ipv4(1001, 1, 2, TestFrames.ACK, 100);
    byte[] otherAddress = IPV4.clone();
    otherAddress[29]++;
    byte[] otherInterface = IPV6.clone();
    otherInterface[37]++;
    byte[] reverse = IPV4.clone();
    System.arraycopy(IPV4, 26, reverse, 30, 4);
    System.arraycopy(IPV4, 30, reverse, 26, 4);
    byte[] arp = new byte[60];
    arp[12] = 8;
    arp[13] = 6;
    PacketTrace trace =
        TestFrames.trace(
            arp, IPV6, IPV4, otherPort, IPV4, otherAddress, IPV6, otherInterface, reverse);
    int[] flows = new int[trace.packets()];
    Arrays.setAll(flows, trace::flow);
    assertThat(flows).containsExactly(-1, 0, 1, 2, 1, 3, 0, 4, 5);
    assertThat(trace.flows()).isEqualTo(6);
  }

  @Test
  void looksBehindOneVlanTagAndIpv4Options() {
    byte[] options = new byte[IPV4.length + 8];
    System.arraycopy(IPV4, 0, options, 0, 34);
    System.arraycopy(IPV4, 34, options, 42, IPV4.length - 34);
    options[14] = 0x47;
    options[17] = (byte) (options[17] + 8);
    PacketTrace trace =
        TestFrames.trace(
            IPV4,
            TestFrames.tagged(IPV4),
            options,
            TestFrames.tagged(options),
            TestFrames.tagged(TestFrames.tagged(IPV4)));
    int[] flows = new int[trace.packets()];
    Arrays.setAll(flows, trace::flow);
    assertThat(flows).containsExactly(0, 0, 0, 0, -1);
    // The numbers are patched where they are: four times 100 bytes at the same place.
    byte[] to = new byte[trace.longestFrame()];
    trace.copyFrame(3, 2, to, 0);
    assertThat(Segment.u32(to, 18 + 28 + 4)).isEqualTo(1 + 2 * 100);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "version 5, false, 14, 55",
    "header of 16 bytes, false, 14, 44",
    "options where TCP should be, false, 14, 48",
    "total length beyond the frame, false, 17, 8D",
    "total length below the headers, false, 17, 20",
    "more fragments, false, 20, 60",
    "fragment offset, false, 21, 01",
    "UDP, false, 23, 11",
    "data offset 16, false, 46, 40",
    "IPv6 version 4, true, 14, 40",
    "IPv6 payload length beyond the frame, true, 19, 79",
    "IPv6 payload length below the header, true, 19, 13",
    "IPv6 hop-by-hop options, true, 20, 00",
    "IPv6 data offset 0, true, 66, 00"
  })
  void malformedFramesHaveNoFlow(String what, boolean ipv6, int at, String value) {
    byte[] frame = (ipv6 ? IPV6 : IPV4).clone();
    assertThat(TestFrames.trace(frame).flow(0)).isZero();
    frame[at] = (byte) Integer.parseInt(value, 16);
    PacketTrace trace = TestFrames.trace(frame);
    assertThat(trace.flow(0)).as(what).isEqualTo(PacketTrace.NO_FLOW);
    assertThat(trace.flows()).isZero();
    byte[] to = new byte[trace.length(0)];
    trace.copyFrame(0, 5, to, 0);
    assertThat(to).as("later passes do not touch it").isEqualTo(frame);
  }

  @Test
  void takesFramesCutOrDamagedAnywhere() {
    Random random = new Random(1);
    PacketTrace.Builder builder = new PacketTrace.Builder();
    for (byte[] whole : new byte[][] {IPV4, IPV6, TestFrames.tagged(IPV6)}) {
      for (int length = 0; length <= whole.length; length++) {
        builder.add(0, Arrays.copyOf(whole, length), 0, length, length);
        builder.add(0, Arrays.copyOf(whole, length), 0, length, whole.length);
      }
      for (int i = 0; i < 20_000; i++) {
        byte[] damaged = Arrays.copyOf(whole, 14 + random.nextInt(whole.length - 13));
        damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt();
        damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt();
        builder.add(0, damaged, 0, damaged.length, damaged.length);
      }
    }
    PacketTrace trace = builder.build();
    byte[] to = new byte[trace.longestFrame()];
    for (int packet = 0; packet < trace.packets(); packet++) {
      assertThat(trace.copyFrame(packet, 3, to, 0)).isEqualTo(trace.length(packet));
      assertThat(trace.flow(packet)).isBetween(-1, trace.flows() - 1);
    }
  }

  @Test
  void numbersManyFlows() {
    PacketTrace.Builder builder = new PacketTrace.Builder();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 50_000; i++) {
        byte[] frame = TestFrames.ipv4(i, 1, 2, TestFrames.ACK, 0);
        frame[29] = (byte) (i >> 8);
        builder.add(0, frame, 0, 54, 54);
      }
    }
    PacketTrace trace = builder.build();
    assertThat(trace.flows()).isEqualTo(50_000);
    for (int packet = 0; packet < trace.packets(); packet++) {
      assertThat(trace.flow(packet)).isEqualTo(packet % 50_000);
    }
  }
}
