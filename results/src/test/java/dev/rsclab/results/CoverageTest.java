package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs of 80 cells with a known truth: how often the intervals hold it, how often anything at all
 * is falsely claimed (beside the t test with Bonferroni), and how often a real difference is seen.
 * results/runs/README.md has the figures of 1000 runs.
 */
class CoverageTest {
  private static final int CELLS = 80;
  private static final int TABLE = 40;
  private static final int RUNS = 100;
  private static final int RATIOS = 10;
  private static final double NOISE = 0.02;

  /** Three standard deviations of a share of 5 % above it. */
  private static final double LIMIT =
      Ratio.ALPHA + 3 * Math.sqrt(Ratio.ALPHA * (1 - Ratio.ALPHA) / RUNS);

  private int held;
  private int ratiosHeld;
  private int falseClaims;
  private int falseClaimsByT;
  private int seen;

  /** Of one standard deviation of noise each. */
  enum Shape {
    NORMAL(Random::nextGaussian),
    HEAVY_TAILED(random ->
        random.nextGaussian()
            / Math.sqrt(
                square(random.nextGaussian())
                    + square(random.nextGaussian())
                    + square(random.nextGaussian()))),
    SKEWED(random -> 1 + Math.log(1 - random.nextDouble()));

    private final ToDoubleFunction<Random> draw;

    Shape(ToDoubleFunction<Random> draw) {
      this.draw = draw;
    }

    private static double square(double value) {
      return value * value;
    }
  }

  @ParameterizedTest
  @CsvSource({"NORMAL,2", "NORMAL,3", "HEAVY_TAILED,2", "HEAVY_TAILED,3", "SKEWED,2", "SKEWED,3"})
  void intervalsHoldTheTruthAndTestsClaimNothingFalse(Shape shape, int forks) {
    Random random = new Random(4711L * forks + shape.name().length());
    for (int run = 0; run < RUNS; run++) {
      List<Estimate> cells = cells(shape, forks, random);
      countIntervals(cells);
      countClaims(cells, forks);
    }
    assertThat(held / ((double) RUNS * CELLS)).as("interval").isBetween(0.93, 0.97);
    assertThat(ratiosHeld / (double) (RUNS * RATIOS)).as("ratio").isBetween(0.93, 0.97);
    assertThat(falseClaims / (double) RUNS).as("false claims").isLessThan(LIMIT);
    assertThat(seen / (double) RUNS).as("power").isGreaterThan(0.5);
    if (shape == Shape.HEAVY_TAILED) {
      assertThat(falseClaims).as("false claims, t test").isLessThan(falseClaimsByT);
    }
  }

  private void countIntervals(List<Estimate> cells) {
    for (Estimate cell : cells) {
      held += cell.low() <= 1 && 1 <= cell.high() ? 1 : 0;
    }
    for (Estimate cell : cells.subList(1, 1 + RATIOS)) {
      Ratio ratio = cell.over(cells.getFirst());
      ratiosHeld += ratio.low() <= 1 && 1 <= ratio.high() ? 1 : 0;
    }
  }

  /** One cell against all others of a table; then one of them is moved away from it. */
  private void countClaims(List<Estimate> cells, int forks) {
    Estimate control = cells.getFirst();
    List<Estimate> others = cells.subList(1, TABLE);
    Comparisons together =
        Comparisons.of(
            others.stream().map(other -> new Comparisons.Pair(other, control)).toList(),
            Optional.empty());
    falseClaims += others.stream().anyMatch(other -> together.differ(other, control)) ? 1 : 0;
    falseClaimsByT += others.stream().anyMatch(other -> byT(other, control)) ? 1 : 0;
    Estimate better = cells.get(1).moved(4 * NOISE * Math.sqrt(2.0 / forks));
    seen += together.differ(better, control) ? 1 : 0;
  }

  private static boolean byT(Estimate a, Estimate b) {
    double error = a.noise().deviation() * Math.sqrt(2.0 / a.forks());
    return new Ratio(a.logMean() - b.logMean(), error, a.noise().degreesOfFreedom())
        .distinguishable(TABLE - 1);
  }

  private static List<Estimate> cells(Shape shape, int forks, Random random) {
    List<double[]> cells = new ArrayList<>();
    for (int i = 0; i < CELLS; i++) {
      double[] cell = new double[forks];
      for (int fork = 0; fork < forks; fork++) {
        cell[fork] = Math.exp(NOISE * shape.draw.applyAsDouble(random));
      }
      cells.add(cell);
    }
    PooledNoise noise = PooledNoise.of(cells);
    return cells.stream().map(noise::estimate).toList();
  }
}
