package dev.rsclab.results;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Comparisons that are made together, so that the chance of even one false claim among them is 5 %.
 *
 * <p>Single-step max-T (Westfall and Young 1993): the pooled residuals are shuffled over the cells,
 * the largest t statistic of all comparisons is taken, and a difference is claimed only if its own
 * statistic lies above 95 % of those. Comparisons that share a cell are dependent, and the shuffles
 * have the same dependence, which Bonferroni gives away. An uneven cell (see {@link PooledNoise})
 * stands in its statistic with its own deviation, in the shuffles as in the data.
 *
 * <p>With two forks a cell the level is 2.5 %: see {@code level}.
 *
 * <p>With fewer than {@value PooledNoise#ENOUGH} degrees of freedom there are too few residuals to
 * shuffle: t tests and Bonferroni then; if the two cells compared are all there is, the {@linkplain
 * ExactPermutation exact permutation test}.
 *
 * <p>Besides, a difference must exceed the {@link NoiseFloor}, if there is one.
 */
final class Comparisons {
  private final List<Pair> pairs;
  private final double floor;
  private final double[] critical = {Double.NaN, Double.NaN};

  /** Two cells of one noise. */
  record Pair(Estimate numerator, Estimate denominator) {
    private double standardError() {
      return Math.hypot(numerator.standardError(), denominator.standardError());
    }
  }

  private Comparisons(List<Pair> pairs, double floor) {
    this.pairs = pairs;
    this.floor = floor;
  }

  /** All comparisons that are made together. */
  static Comparisons of(List<Pair> pairs, Optional<NoiseFloor> floor) {
    return new Comparisons(List.copyOf(pairs), floor.map(NoiseFloor::log).orElse(0.0));
  }

  /** Whether two cells differ, in whatever direction. */
  boolean differ(Estimate a, Estimate b) {
    double log = a.logMean() - b.logMean();
    if (!a.hasInterval() || !b.hasInterval() || Math.abs(log) <= floor) {
      return false;
    }
    if (a.noise().resampled() && a.noise().equals(b.noise())) {
      return exceeds(Math.abs(log), new Pair(a, b), true);
    }
    return a.noise()
        .exactSamples(a, b)
        .map(samples ->
            ExactPermutation.differ(samples[0], samples[1]) <= Ratio.ALPHA / pairs.size())
        .orElseGet(() -> a.over(b).distinguishable(Math.max(1, pairs.size())));
  }

  /** Whether {@code a} is lower than {@code b}. */
  boolean below(Estimate a, Estimate b) {
    double log = a.logMean() - b.logMean();
    if (!a.hasInterval() || !b.hasInterval() || -log <= floor) {
      return false;
    }
    if (a.noise().resampled() && a.noise().equals(b.noise())) {
      return exceeds(-log, new Pair(b, a), false);
    }
    return a.noise()
        .exactSamples(a, b)
        .map(
            samples -> ExactPermutation.below(samples[0], samples[1]) <= Ratio.ALPHA / pairs.size())
        .orElseGet(() -> a.over(b).below(Math.max(1, pairs.size())));
  }

  private boolean exceeds(double difference, Pair pair, boolean twoSided) {
    double error = pair.standardError();
    return error == 0 ? difference > 0 : difference > error * critical(twoSided);
  }

  /** What a t statistic must exceed. */
  double critical(boolean twoSided) {
    int side = twoSided ? 1 : 0;
    if (Double.isNaN(critical[side])) {
      critical[side] = computeCritical(twoSided);
    }
    return critical[side];
  }

  private double computeCritical(boolean twoSided) {
    IdentityHashMap<Estimate, double[][]> cells = new IdentityHashMap<>();
    int from = 0;
    for (Pair pair : pairs) {
      for (Estimate cell : List.of(pair.numerator, pair.denominator)) {
        if (!cells.containsKey(cell)) {
          double[][] shuffled = new double[2][ForkErrors.RESAMPLES];
          double scale = Math.min(1, cell.scale());
          cell.noise()
              .errors()
              .shuffled()
              .cells(from, cell.forks(), scale, shuffled[0], shuffled[1]);
          cells.put(cell, shuffled);
          from += cell.forks();
        }
      }
    }
    double[] largest = new double[ForkErrors.RESAMPLES];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    for (Pair pair : pairs) {
      double[][] a = cells.get(pair.numerator);
      double[][] b = cells.get(pair.denominator);
      for (int i = 0; i < largest.length; i++) {
        double t = (a[0][i] - b[0][i]) / Math.sqrt(a[1][i] + b[1][i]);
        largest[i] = Math.max(largest[i], twoSided ? Math.abs(t) : t);
      }
    }
    Arrays.sort(largest);
    int rank = (int) Math.ceil((1 - level()) * (largest.length + 1));
    return largest[rank - 1];
  }

  /**
   * The residuals of two forks are both half their difference: tails and skew partly cancel in
   * them. In simulations with such noise that lets up to 9 % of families claim something false, so
   * with two forks a cell the shuffles are read at half the level.
   */
  private double level() {
    boolean two =
        pairs.stream()
            .anyMatch(pair -> Math.min(pair.numerator.forks(), pair.denominator.forks()) <= 2);
    return two ? Ratio.ALPHA / 2 : Ratio.ALPHA;
  }
}
