package dev.rsclab.workload;

import static dev.rsclab.workload.TestFrames.ACK;
import static dev.rsclab.workload.TestFrames.FIN;
import static dev.rsclab.workload.TestFrames.RST;
import static dev.rsclab.workload.TestFrames.SYN;
import static dev.rsclab.workload.TestFrames.ipv4;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What passes after the first change in a trace, and what they must not. */
final class RepetitionTest {

  @Test
  void synAndFinTakeOneEach() {
    PacketTrace trace =
        TestFrames.trace(
            ipv4(1000, 99, 0, SYN, 0),
            ipv4(1000, 100, 500, ACK, 10),
            ipv4(1000, 110, 700, ACK | FIN, 5));
    assertThat(trace.sequenceAdvance(0)).isEqualTo(1 + 10 + 5 + 1);
    assertThat(trace.acknowledgementAdvance(0)).isEqualTo(200);
    Segment syn = Segment.of(trace, 0, 3);
    assertThat(syn.sequence()).isEqualTo(99 + 3 * 17);
    assertThat(syn.acknowledgement()).as("means nothing without ACK").isZero();
    assertThat(Segment.of(trace, 1, 3).acknowledgement()).isEqualTo(500 + 3 * 200);
  }

  @Test
  void startsAtTheLowestSegmentAndEndsAtTheHighest() {
    PacketTrace trace =
        TestFrames.trace(
            ipv4(1000, 20, 7, ACK, 10),
            ipv4(1000, -10, 7, ACK, 10),
            ipv4(1000, 50, 5, ACK, 10),
            ipv4(1000, 30, 7, ACK, 10));
    assertThat(trace.sequenceAdvance(0)).isEqualTo(70);
    assertThat(trace.acknowledgementAdvance(0)).as("an old one is no advance").isZero();
    assertThat(Segment.of(trace, 1, 1).sequence()).as("follows 50 + 10").isEqualTo(60);
  }

  @Test
  void resetsDoNotCount() {
    PacketTrace trace =
        TestFrames.trace(
            ipv4(1000, 0x7000_0000, 5, RST, 0),
            ipv4(1000, 100, 5, ACK, 10),
            ipv4(1000, 0, 900, RST | ACK, 0),
            ipv4(1001, 0, 0, RST, 0));
    assertThat(trace.sequenceAdvance(0)).isEqualTo(10);
    assertThat(trace.acknowledgementAdvance(0)).isZero();
    assertThat(trace.sequenceAdvance(1)).isZero();
    assertThat(Segment.of(trace, 0, 1).sequence()).isEqualTo(0x7000_000A);
  }

  @Test
  void acknowledgementsAloneDoNotBeginWithADuplicate() {
    PacketTrace trace =
        TestFrames.trace(
            ipv4(1000, 1, 1000, ACK, 0), ipv4(1000, 1, 3000, ACK, 0), ipv4(1000, 1, 6000, ACK, 0));
    assertThat(trace.sequenceAdvance(0)).isZero();
    assertThat(trace.acknowledgementAdvance(0)).isEqualTo(5000 + 3000);
    assertThat(Segment.of(trace, 0, 1).acknowledgement()).isEqualTo(9000);
    assertThat(Segment.of(trace, 0, 1).sequence()).isEqualTo(1);
  }

  @Test
  void sequenceNumbersMayWrapMoreThanOnce() {
    PacketTrace.Builder builder = new PacketTrace.Builder();
    int segments = 150_000;
    int sequence = -5;
    // One frame for all: only its numbers matter here, and to fill 9 GB of payload took 5 s.
    byte[] frame = ipv4(1000, sequence, sequence, ACK, 60_000);
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    for (int i = 0; i < segments; i++, sequence += 60_000) {
      bytes.putInt(34 + 4, sequence).putInt(34 + 8, sequence);
      builder.add(i, frame, 0, 54, frame.length);
    }
    PacketTrace trace = builder.build();
    long advance = 60_000L * segments;
    assertThat(trace.sequenceAdvance(0)).isEqualTo(advance);
    assertThat(trace.acknowledgementAdvance(0)).isEqualTo(advance - 60_000);
    assertThat(Segment.of(trace, 0, 7).sequence()).isEqualTo((int) (-5 + 7 * advance));
  }

  @Test
  void changesNothingButNumbersAndChecksum() {
    PacketTrace trace = WorkloadKind.BULK.generate(WorkloadKind.BULK.defaults().withPackets(100));
    for (int packet = 0; packet < trace.packets(); packet++) {
      byte[] first = Segment.of(trace, packet, 0).frame();
      byte[] later = Segment.of(trace, packet, 1_000_000_007L).frame();
      for (byte[] frame : new byte[][] {first, later}) {
        Arrays.fill(frame, 34 + 4, 34 + 12, (byte) 0);
        Arrays.fill(frame, 34 + 16, 34 + 18, (byte) 0);
      }
      assertThat(later).isEqualTo(first);
    }
  }

  @ParameterizedTest
  @EnumSource(WorkloadKind.class)
  void everyPassContinuesTheOneBefore(WorkloadKind kind) {
    WorkloadOptions options =
        kind.defaults().withPackets(3000).withFlows(kind == WorkloadKind.CERTIFICATION ? 1 : 3000);
    if (kind != WorkloadKind.CERTIFICATION) {
      options = options.withFamily(FamilyMix.MIXED);
    }
    PacketTrace trace = kind.generate(options);
    long time = -1;
    int[] sequence = new int[trace.flows()];
    int[] acknowledgement = new int[trace.flows()];
    Set<Integer> seen = new HashSet<>();
    for (long pass = 0; pass < 3; pass++) {
      for (int packet = 0; packet < trace.packets(); packet++) {
        Segment segment = Segment.of(trace, packet, pass);
        assertThat(segment.tcpSum()).isEqualTo(0xFFFF);
        int flow = trace.flow(packet);
        if (kind != WorkloadKind.LOSSY) {
          if (seen.add(flow)) {
            sequence[flow] = segment.sequence();
            acknowledgement[flow] = segment.acknowledgement();
          }
          assertThat(segment.sequence()).isEqualTo(sequence[flow]);
          assertThat(segment.acknowledgement() - acknowledgement[flow]).isGreaterThanOrEqualTo(0);
          sequence[flow] += segment.payloadBytes();
          acknowledgement[flow] = segment.acknowledgement();
        }
        assertThat(trace.arrivalNanos(packet, pass)).isGreaterThan(time);
        time = trace.arrivalNanos(packet, pass);
      }
    }
  }

  @Test
  void lossyPassesCoverTheStreamWithoutHoleOrOverlap() {
    PacketTrace trace =
        WorkloadKind.LOSSY.generate(WorkloadKind.LOSSY.defaults().withPackets(5000));
    for (int flow = 0; flow < trace.flows(); flow++) {
      int start = 0;
      boolean first = true;
      for (long pass = 0; pass < 3; pass++) {
        Set<Integer> offsets = new HashSet<>();
        for (int packet = 0; packet < trace.packets(); packet++) {
          if (trace.flow(packet) != flow) {
            continue;
          }
          Segment segment = Segment.of(trace, packet, pass);
          if (first) {
            start = segment.sequence();
            first = false;
          }
          assertThat(segment.tcpSum()).isEqualTo(0xFFFF);
          if (segment.payloadBytes() > 0) {
            offsets.add(segment.sequence() - start);
          }
        }
        long advance = trace.sequenceAdvance(flow);
        assertThat(offsets).hasSize((int) (advance / 1460));
        for (long offset = pass * advance; offset < (pass + 1) * advance; offset += 1460) {
          assertThat(offsets).contains((int) offset);
        }
      }
    }
  }
}
