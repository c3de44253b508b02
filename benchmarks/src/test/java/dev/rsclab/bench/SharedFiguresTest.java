package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.results.FlowScaling;
import org.junit.jupiter.api.Test;

/** Figures that results, which knows no benchmark, has to repeat. */
class SharedFiguresTest {

  @Test
  void packetsPerInterval() {
    assertThat(FlowScaling.PACKETS_PER_INTERVAL)
        .isEqualTo(FlowScalingBenchmark.PACKETS_PER_INTERVAL);
  }
}
