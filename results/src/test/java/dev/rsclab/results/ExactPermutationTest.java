package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ExactPermutationTest {
  @Test
  void countsTheSplits() {
    double[] low = {1, 2, 3};
    double[] high = {4, 5, 6};
    assertThat(ExactPermutation.differ(low, high)).isCloseTo(2 / 20.0, within(1e-12));
    assertThat(ExactPermutation.below(low, high)).isCloseTo(1 / 20.0, within(1e-12));
    assertThat(ExactPermutation.below(high, low)).isCloseTo(1, within(1e-12));
    // 7 against 7, separated: 2 of 3432, where Commons Math 3.6.1 says 0.00175.
    double[] seven = {1, 2, 3, 4, 5, 6, 7};
    double[] more = {11, 12, 13, 14, 15, 16, 17};
    assertThat(ExactPermutation.differ(seven, more)).isCloseTo(2 / 3432.0, within(1e-12));
  }

  @Test
  void equalValuesDoNotDiffer() {
    assertThat(ExactPermutation.differ(new double[] {0.1, 0.1}, new double[] {0.1})).isEqualTo(1);
  }

  @Test
  void refusesWhatItCannotCount() {
    assertThatThrownBy(() -> ExactPermutation.differ(new double[] {}, new double[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ExactPermutation.differ(new double[20], new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
