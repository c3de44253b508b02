package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.replay.IntervalSweep;
import dev.rsclab.replay.ReplayReport;
import dev.rsclab.workload.FamilyMix;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A replay of a record finds what a replay of the frames themselves does. */
class ArrivalRecordTest {

  private static final int HEADER = 12;

  private final PacketTrace trace =
      WorkloadKind.BULK.generate(
          WorkloadKind.BULK.defaults().withPackets(2000).withFlows(2).withFamily(FamilyMix.IPV6));

  private ArrivalRecord record(int room, int batch) {
    ArrivalRecord record = new ArrivalRecord(room);
    byte[] frame = new byte[HEADER + trace.longestFrame()];
    for (int packet = 0; packet < trace.packets(); packet++) {
      int length = trace.copyFrame(packet, 0, frame, HEADER);
      record.add(frame, HEADER, length, trace.arrivalNanos(packet));
      if (packet % batch == batch - 1) {
        record.endBatch();
      }
    }
    return record;
  }

  private static ReplayReport replay(ArrivalRecord record, FlushStrategy flush) throws IOException {
    return IntervalSweep.run(
            record.replay(), RscPolicy.hardened().withFlush(flush), List.of(300_000L))
        .getFirst();
  }

  @Test
  void headersAndTimesAreEnough() throws IOException {
    ReplayReport expected =
        IntervalSweep.run(
                dev.rsclab.replay.FrameSource.of(trace), RscPolicy.hardened(), List.of(300_000L))
            .getFirst();
    ReplayReport found = replay(record(2000, 64), FlushStrategy.CHAIN_TIMER);
    assertThat(found.frames()).isEqualTo(2000);
    assertThat(found.mergeFactor()).isEqualTo(expected.mergeFactor()).isGreaterThan(5);
    assertThat(found.delayPercentile(99)).isEqualTo(expected.delayPercentile(99));
  }

  @Test
  void batchesEndWhereTheyEnded() throws IOException {
    ReplayReport alone = replay(record(2000, 1), FlushStrategy.END_OF_BATCH);
    assertThat(alone.mergeFactor()).isEqualTo(1);
    assertThat(replay(record(2000, 8), FlushStrategy.END_OF_BATCH).mergeFactor())
        .isBetween(2.0, 8.0);
  }

  @Test
  void aFullRecordTakesNoMore() throws IOException {
    ArrivalRecord record = record(100, 64);
    assertThat(record.frames()).isEqualTo(100);
    assertThat(replay(record, FlushStrategy.PUSH).frames()).isEqualTo(100);
    record.clear();
    assertThat(replay(record, FlushStrategy.PUSH).frames()).isZero();
  }

  @Test
  void gapsAreBetweenNeighbours() {
    ArrivalRecord record = new ArrivalRecord(3);
    assertThat(record.gaps().count()).isZero();
    for (long nanos : new long[] {100, 700, 800}) {
      record.add(new byte[60], 0, 60, nanos);
    }
    assertThat(record.gaps().count()).isEqualTo(2);
    assertThat(record.gaps().percentile(50)).hasValue(100);
    assertThat(record.gaps().percentile(99)).hasValue(600);
  }
}
