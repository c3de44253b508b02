package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class PooledNoiseTest {
  private static final double E = Math.E;

  @Test
  void poolsTheVarianceOfLogarithms() {
    // Logs: {-1, 1} around 0 and {1, 2, 3} around 2: squares 2 and 2, degrees of freedom 1 and 2.
    PooledNoise noise =
        PooledNoise.of(List.of(new double[] {1 / E, E}, new double[] {E, E * E, E * E * E}));
    assertThat(noise.variance()).isCloseTo(4.0 / 3, within(1e-12));
    assertThat(noise.degreesOfFreedom()).isEqualTo(3);
    assertThat(noise.cells()).isEqualTo(2);
    assertThat(noise.largestCellDeviation()).isCloseTo(Math.sqrt(2), within(1e-12));
  }

  @Test
  void anIntervalIsSymmetricInTheLogarithm() {
    PooledNoise noise = new PooledNoise(0.01, 10, 5, 0.1);
    Estimate estimate = noise.estimate(90, 100, 1e6 / 9000);
    assertThat(estimate.value()).isCloseTo(100, within(1e-9));
    // t(0.975, 10) = 2.228139
    double factor = Math.exp(2.228139 * 0.1 / Math.sqrt(3));
    assertThat(estimate.high()).isCloseTo(100 * factor, within(1e-4));
    assertThat(estimate.low()).isCloseTo(100 / factor, within(1e-4));
  }

  @Test
  void aCellOfOneForkBorrowsTheNoiseOfTheOthers() {
    PooledNoise noise = PooledNoise.of(List.of(new double[] {1, 1.1}, new double[] {5}));
    assertThat(noise.degreesOfFreedom()).isEqualTo(1);
    assertThat(noise.estimate(5).hasInterval()).isTrue();
  }

  @Test
  void oneForkEverywhereGivesNoInterval() {
    PooledNoise noise = PooledNoise.of(List.of(new double[] {1}, new double[] {5}));
    assertThat(noise.known()).isFalse();
    Estimate estimate = noise.estimate(5);
    assertThat(estimate.value()).isCloseTo(5, within(1e-12));
    assertThat(estimate.low()).isNaN();
    assertThat(estimate.over(noise.estimate(1)).distinguishable(1)).isFalse();
    assertThat(estimate.over(noise.estimate(1)).below(1)).isFalse();
  }

  @Test
  void aLinearFunctionKeepsTheAbsoluteError() {
    Estimate copy = new PooledNoise(0.04, 20, 9, 0.2).estimate(40, 40, 40, 40);
    Estimate bound = copy.linear(1.25, 15);
    assertThat(bound.value()).isCloseTo(65, within(1e-9));
    // 0.1 relative of 50 ns is 5 ns of 65 ns.
    assertThat(bound.standardError()).isCloseTo(5.0 / 65, within(1e-12));
  }
}
