package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.capture.ShippedCapture;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A sweep finds for each interval exactly what a replay of its own does. */
class IntervalSweepTest {

  private static final List<Long> INTERVALS = List.of(300_000L, 0L, 7_001L, 20_000L, 1_000_000L);
  private static final double[] PERCENTS = {0.1, 25, 50, 90, 99, 99.9, 100};

  private interface Traffic {
    FrameSource open() throws IOException;
  }

  private static void assertSweepAgrees(Traffic traffic, RscPolicy policy) throws IOException {
    List<ReplayReport> reports = IntervalSweep.run(traffic.open(), policy, INTERVALS);
    assertThat(reports).hasSameSizeAs(INTERVALS);
    for (int i = 0; i < INTERVALS.size(); i++) {
      ReplayReport expected =
          Replay.run(
              traffic.open(),
              CoalescerKind.LINKED_LIST,
              policy.withIntervalNanos(INTERVALS.get(i)),
              DeliveryListener.NONE);
      ReplayReport found = reports.get(i);
      assertThat(found)
          .usingRecursiveComparison()
          .ignoringFields("delays", "messageDelays")
          .isEqualTo(expected);
      assertSame(found.delays(), expected.delays());
      assertSame(found.messageDelays(), expected.messageDelays());
      assertThat(found.delays().count()).isEqualTo(found.frames());
    }
  }

  private static void assertSame(Delays found, Delays expected) {
    assertThat(found.count()).isEqualTo(expected.count());
    assertThat(found.mean()).isEqualTo(expected.mean());
    for (double percent : PERCENTS) {
      assertThat(found.percentile(percent)).isEqualTo(expected.percentile(percent));
    }
  }

  @ParameterizedTest
  @EnumSource(WorkloadKind.class)
  void everyWorkloadUnderTheReference(WorkloadKind kind) throws IOException {
    var trace = kind.generate(kind.defaults().withPackets(10_000));
    assertSweepAgrees(() -> FrameSource.of(trace), RscPolicy.qemu());
  }

  @ParameterizedTest
  @EnumSource(FlushStrategy.class)
  void everyStrategy(FlushStrategy strategy) throws IOException {
    var trace = WorkloadKind.MIXED.generate(WorkloadKind.MIXED.defaults().withPackets(10_000));
    assertSweepAgrees(() -> FrameSource.of(trace), RscPolicy.hardened().withFlush(strategy));
  }

  @ParameterizedTest
  @EnumSource(ShippedCapture.class)
  void everyShippedCapture(ShippedCapture capture) throws IOException {
    assertSweepAgrees(() -> FrameSource.of(capture.open()), RscPolicy.hardened());
    assertSweepAgrees(() -> FrameSource.of(capture.open()), RscPolicy.windows());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void fewerSegmentsThanFlowsAreHeld(int segments) throws IOException {
    var trace = WorkloadKind.BULK.generate(WorkloadKind.BULK.defaults().withPackets(5000));
    assertSweepAgrees(
        () -> FrameSource.of(trace), RscPolicy.hardened().withMaxHeldSegments(segments));
  }

  /**
   * Ten segments of a message, 10 us apart. A timer that is due at a frame's arrival fires before
   * it: with 25 us three segments leave together, after 25, 15 and 5 us.
   */
  @Test
  void segmentsOfOneFlowAtAnEvenPace() throws IOException {
    PacketTrace.Builder trace = new PacketTrace.Builder();
    for (int i = 0; i < 10; i++) {
      byte[] frame = segment(1000 + 100 * i, i == 9);
      trace.add(10_000L * i, frame, 0, frame.length, frame.length);
    }
    List<ReplayReport> reports =
        IntervalSweep.run(
            FrameSource.of(trace.build()), RscPolicy.qemu(), List.of(0L, 25_000L, 100_000L));
    assertThat(reports).extracting(ReplayReport::mergeFactor).containsExactly(1.0, 2.5, 10.0);
    assertThat(reports)
        .extracting(it -> it.delayPercentile(50))
        .containsExactly(0L, 15_000L, 50_000L);
    assertThat(reports)
        .extracting(it -> it.delayPercentile(99))
        .containsExactly(0L, 25_000L, 100_000L);
    assertThat(reports)
        .extracting(it -> it.messageDelays().percentile(99))
        .containsExactly(0L, 25_000L, 10_000L);
    assertThat(reports).extracting(ReplayReport::frameBytes).containsOnly(1540L);
  }

  /** An IPv4 segment with 100 bytes of payload; its checksums are not set. */
  private static byte[] segment(int sequence, boolean push) {
    ByteBuffer frame = ByteBuffer.allocate(154);
    frame.putShort(12, (short) 0x0800);
    frame.putShort(14, (short) 0x4500).putShort(16, (short) 140).putShort(20, (short) 0x4000);
    frame.put(23, (byte) 6).putInt(26, 0x0A00_0001).putInt(30, 0x0A00_0002);
    frame
        .putInt(34, 0x1234_0050)
        .putInt(38, sequence)
        .putShort(46, (short) (push ? 0x5018 : 0x5010));
    return frame.array();
  }

  @Test
  void noTrafficIsNoFrames() throws IOException {
    ReplayReport report =
        IntervalSweep.run(new NoFrames(), RscPolicy.qemu(), List.of(0L)).getFirst();
    assertThat(report.frames()).isZero();
    assertThat(report.mergeFactor()).isEqualTo(1);
  }

  @Test
  void whatTheSourceSaysIsThrown() {
    FrameSource broken =
        new NoFrames() {
          @Override
          public boolean next() throws IOException {
            throw new IOException("torn");
          }
        };
    assertThatThrownBy(() -> IntervalSweep.run(broken, RscPolicy.qemu(), INTERVALS))
        .isInstanceOf(IOException.class)
        .hasMessage("torn");
  }

  /** A source without frames. */
  private static class NoFrames implements FrameSource {
    @Override
    public boolean next() throws IOException {
      return false;
    }

    @Override
    public byte[] bytes() {
      return new byte[0];
    }

    @Override
    public int capturedLength() {
      return 0;
    }

    @Override
    public int length() {
      return 0;
    }

    @Override
    public long timestampNanos() {
      return 0;
    }

    @Override
    public IOException error(String what) {
      return new IOException(what);
    }

    @Override
    public double fractionRead() {
      return 1;
    }

    @Override
    public void close() {
      // Nothing to close.
    }
  }
}
