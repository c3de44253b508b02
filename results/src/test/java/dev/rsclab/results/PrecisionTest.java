package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PrecisionTest {

  private static final double T95_OF_30 = 2.042272;

  /** With only the variance known the interval is mean log +- t s / sqrt(forks). */
  private static Estimate estimate(double deviation, int forks) {
    PooledNoise noise = new PooledNoise(deviation * deviation, 30, 10, deviation);
    return new Estimate(Math.log(1000), deviation / Math.sqrt(forks), forks, noise);
  }

  private static double halfWidth(double deviation, int forks) {
    return Math.sinh(T95_OF_30 * deviation / Math.sqrt(forks));
  }

  @Test
  void theHalfWidthIsAShareOfTheValue() {
    Precision precision = Precision.ofEstimates(List.of(estimate(0.02, 4)));
    assertThat(precision.halfWidth()).isCloseTo(halfWidth(0.02, 4), within(1e-6));
    assertThat(precision.inWords()).contains("95 % of 1 cells", "+-2.0 %");
  }

  @Test
  void oneCellInTwentyMayBeWorse() {
    List<Estimate> cells = new ArrayList<>(Collections.nCopies(19, estimate(0.01, 4)));
    cells.add(estimate(0.5, 4));
    assertThat(Precision.ofEstimates(cells).halfWidth())
        .isCloseTo(halfWidth(0.01, 4), within(1e-6));
    cells.add(estimate(0.5, 4));
    assertThat(Precision.ofEstimates(cells).halfWidth()).isCloseTo(halfWidth(0.5, 4), within(1e-6));
  }

  @Test
  void withOneForkNothingIsKnown() {
    List<Measurement> cells = List.of(cell("A.a", 10.0), cell("A.b", 11.0));
    assertThat(Precision.of(cells)).isEqualTo(new Precision(Double.POSITIVE_INFINITY, 2));
    assertThat(Precision.of(cells).inWords()).contains("not known");
    assertThatThrownBy(() -> Precision.of(List.of())).hasMessageContaining("no cells");
  }

  @Test
  void theNoiseIsThatOfEachBenchmark() {
    List<Measurement> cells = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      cells.add(cell("Quiet.a", 10.0, 10.0 * Math.exp(0.001)));
      cells.add(cell("Loud.a", 10.0, 10.0 * Math.exp(0.1)));
    }
    List<Measurement> quiet =
        cells.stream().filter(cell -> cell.benchmark().equals("Quiet.a")).toList();
    assertThat(Precision.of(quiet).halfWidth()).isLessThan(0.003);
    assertThat(Precision.of(cells).halfWidth()).isBetween(0.05, 0.3);
  }

  private static Measurement cell(String benchmark, Double... forkMeans) {
    List<List<Double>> forks = new ArrayList<>();
    for (Double mean : forkMeans) {
      forks.add(List.of(mean));
    }
    return new Measurement(
        benchmark, "avgt", "ns/op", new TreeMap<>(Map.of("flows", "1")), forks, Double.NaN);
  }
}
