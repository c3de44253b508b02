package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames whose time stamps are as far apart as a time stamp can be. */
@Timeout(20)
class TimeRangeTest {

  private static final PacketTrace BULK =
      WorkloadKind.BULK.generate(WorkloadKind.BULK.defaults().withPackets(2));

  /** The first frames of a bulk transfer at other times. */
  private static final class Stamped extends ForwardingFrames {
    private final long[] stamps;
    private int frame = -1;

    Stamped(long... stamps) {
      super(FrameSource.of(BULK));
      this.stamps = stamps;
    }

    @Override
    public boolean next() throws IOException {
      frame++;
      return super.next();
    }

    @Override
    public long timestampNanos() {
      return stamps[frame];
    }
  }

  private static ReplayReport replay(CoalescerKind kind, long first, long second)
      throws IOException {
    return Replay.run(new Stamped(first, second), kind, RscPolicy.qemu(), DeliveryListener.NONE);
  }

  @ParameterizedTest
  @MethodSource("dev.rsclab.coalesce.CoalescerKind#available")
  void theLastNanosecondOfTheClockEndsTheReplay(CoalescerKind kind) throws IOException {
    ReplayReport report = replay(kind, 0, Long.MAX_VALUE);
    assertThat(report.frames()).isEqualTo(2);
    assertThat(report.durationNanos()).isEqualTo(Long.MAX_VALUE);
    assertThat(report.delayPercentile(100)).isEqualTo(kind.coalesces() ? 300_000 : 0);
  }

  @ParameterizedTest
  @CsvSource({"-8000000000000000000, 8000000000000000000", "1, -9223372036854775808"})
  void timesTooFarApartAreRefusedWithTheirFrame(long first, long second) {
    assertThatThrownBy(() -> replay(CoalescerKind.HASH_MAP, first, second))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("frame 2", Long.toString(first), Long.toString(second));
  }

  @Test
  void timersFireAtTheirOwnTimeBeforeAFarArrival() throws IOException {
    List<Long> times = new ArrayList<>();
    Replay.run(
        new Stamped(0, Duration.ofDays(90_000).toNanos()),
        CoalescerKind.HASH_MAP,
        RscPolicy.qemu(),
        (nanos, delivery) -> times.add(nanos));
    assertThat(times).hasSize(2).first().isEqualTo(300_000L);
  }
}
