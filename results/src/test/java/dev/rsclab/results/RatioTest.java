package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RatioTest {
  @Test
  void oneBenchmarkSharesItsDegreesOfFreedom() {
    PooledNoise noise = new PooledNoise(0.01, 10, 5, 0.1);
    Ratio ratio = noise.estimate(200, 200).over(noise.estimate(100, 100));
    assertThat(ratio.value()).isCloseTo(2, within(1e-12));
    assertThat(ratio.degreesOfFreedom()).isEqualTo(10);
    assertThat(ratio.standardError()).isCloseTo(0.1, within(1e-12));
    assertThat(ratio.high()).isCloseTo(2 * Math.exp(0.2228139), within(1e-5));
    assertThat(ratio.low()).isCloseTo(2 / Math.exp(0.2228139), within(1e-5));
  }

  @Test
  void twoBenchmarksCombineTheirsByWelchSatterthwaite() {
    Estimate a = new PooledNoise(0.04, 10, 5, 0.2).estimate(2);
    Estimate b = new PooledNoise(0.02, 20, 5, 0.2).estimate(1);
    // (0.04 + 0.02)^2 / (0.04^2 / 10 + 0.02^2 / 20) = 20
    assertThat(a.over(b).degreesOfFreedom()).isCloseTo(20, within(1e-9));
    assertThat(a.over(b).standardError()).isCloseTo(Math.sqrt(0.06), within(1e-12));
  }

  @Test
  void bonferroniDemandsMoreOfEachComparison() {
    // t = 2.5 with 10 degrees of freedom: p = 0.0314 two-sided, 0.0157 one-sided (scipy).
    Ratio higher = new Ratio(0.25, 0.1, 10);
    assertThat(higher.distinguishable(1)).isTrue();
    assertThat(higher.distinguishable(2)).isFalse();
    assertThat(higher.below(1)).isFalse();
    Ratio lower = new Ratio(-0.25, 0.1, 10);
    assertThat(lower.distinguishable(1)).isTrue();
    assertThat(lower.below(3)).isTrue();
    assertThat(lower.below(4)).isFalse();
  }

  @Test
  void readingsWithoutAnySpreadDifferIfTheyAreNotEqual() {
    assertThat(new Ratio(0, 0, 10).distinguishable(1)).isFalse();
    assertThat(new Ratio(0, 0, 10).below(1)).isFalse();
    assertThat(new Ratio(-0.001, 0, 10).distinguishable(1)).isTrue();
    assertThat(new Ratio(-0.001, 0, 10).below(1)).isTrue();
  }
}
