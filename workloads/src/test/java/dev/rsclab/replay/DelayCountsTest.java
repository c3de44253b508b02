package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelayCountsTest {

  private static final double[] PERCENTS = {0, 0.001, 1, 50, 90, 99, 99.9, 99.999, 100};

  private static long nearestRank(long[] sorted, double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.clamp(rank, 1, sorted.length) - 1];
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 301, 300_001, 1L << 32})
  void isExactForFewFramesAtAnyInterval(long bound) {
    SplittableRandom random = new SplittableRandom(bound);
    long[] all = random.longs(200_000, 0, bound).toArray();
    DelayCounts counts = new DelayCounts();
    Arrays.stream(all).forEach(counts::add);
    Arrays.sort(all);
    Delays delays = counts.delays();
    assertThat(delays.count()).isEqualTo(all.length);
    assertThat(delays.unitNanos()).isEqualTo(1);
    assertThat(delays.mean())
        .isEqualTo(Arrays.stream(all).asDoubleStream().average().orElseThrow());
    for (double percent : PERCENTS) {
      assertThat(delays.percentile(percent)).isEqualTo(nearestRank(all, percent));
    }
  }

  @Test
  void isExactForManyFramesAtAnIntervalOfThreeMilliseconds() {
    DelayCounts counts = new DelayCounts();
    int distinct = 3_000_001;
    for (int i = 0; i < 3 * distinct; i++) {
      counts.add(i % distinct);
    }
    Delays delays = counts.delays();
    assertThat(delays.unitNanos()).isEqualTo(1);
    assertThat(delays.percentile(50)).isEqualTo(1_500_000);
    assertThat(delays.percentile(100)).isEqualTo(3_000_000);
    assertThat(delays.mean()).isEqualTo(1_500_000);
  }

  @Test
  void roundsMoreDelaysThanItHoldsDownToAUnit() {
    DelayCounts counts = new DelayCounts();
    int frames = 2 * DelayCounts.MOST_DISTINCT + 1;
    for (int i = 0; i < frames; i++) {
      counts.add(2L * i + 1);
    }
    Delays delays = counts.delays();
    assertThat(delays.count()).isEqualTo(frames);
    assertThat(delays.unitNanos()).isEqualTo(8);
    assertThat(delays.mean()).isEqualTo(frames);
    for (double percent : PERCENTS) {
      long exact = 2 * (long) Math.clamp(Math.ceil(percent / 100 * frames), 1, frames) - 1;
      assertThat(delays.percentile(percent)).isBetween(exact - 7, exact).matches(d -> d % 8 == 0);
    }
  }

  @Test
  void nothingCountedIsNoDelay() {
    Delays delays = new DelayCounts().delays();
    assertThat(delays.count()).isZero();
    assertThat(delays.percentile(99)).isZero();
    assertThat(delays.mean()).isZero();
  }
}
