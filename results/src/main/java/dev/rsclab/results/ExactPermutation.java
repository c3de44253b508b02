package dev.rsclab.results;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The exact permutation test of two small samples: how many of all splits of their values into two
 * such samples put the means at least as far apart. It assumes no distribution; three against three
 * cannot do better than 2 of 20 splits (1 of 20 one-sided), so it needs four forks a side to say
 * anything two-sided at 5 %.
 */
final class ExactPermutation {
  /** More values than this have too many splits. */
  private static final int MOST_VALUES = 20;

  /** Sums that differ by rounding only are equal. */
  private static final double ROUNDING = 1e-9;

  private ExactPermutation() {}

  /**
   * The p-value for "the means differ". Time: all splits of the values.
   *
   * @throws IllegalArgumentException if there are more than 20 values, or a sample is empty
   */
  static double differ(double[] a, double[] b) {
    return share(a, b, true);
  }

  /** Likewise for "the mean of {@code a} is lower". */
  static double below(double[] a, double[] b) {
    return share(a, b, false);
  }

  private static double share(double[] a, double[] b, boolean twoSided) {
    double[] all = DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b)).toArray();
    if (a.length == 0 || b.length == 0 || all.length > MOST_VALUES) {
      throw new IllegalArgumentException(a.length + " against " + b.length + " values");
    }
    double mean = DoubleStream.of(all).average().orElseThrow();
    double seen = DoubleStream.of(a).map(value -> value - mean).sum();
    double tolerance = ROUNDING * DoubleStream.of(all).map(value -> Math.abs(value - mean)).sum();
    int splits = 0;
    int extreme = 0;
    for (int chosen = 0; chosen < 1 << all.length; chosen++) {
      if (Integer.bitCount(chosen) == a.length) {
        double sum = sum(all, mean, chosen);
        splits++;
        boolean far =
            twoSided ? Math.abs(sum) >= Math.abs(seen) - tolerance : sum <= seen + tolerance;
        extreme += far ? 1 : 0;
      }
    }
    return extreme / (double) splits;
  }

  private static double sum(double[] all, double mean, int chosen) {
    return IntStream.range(0, all.length)
        .filter(i -> (chosen >> i & 1) != 0)
        .mapToDouble(i -> all[i] - mean)
        .sum();
  }
}
