package dev.rsclab.results;

import java.util.random.RandomGenerator;

/**
 * The pooled residuals of {@link ForkErrors} shuffled over all cells, for permutation tests.
 *
 * <p>Everything that a statistic takes from the data is taken anew each time: the pooled variance,
 * and which cells are uneven. So a fork that stalled makes every cell a little suspect, but not
 * more than the statistic itself would. Memory is linear in the residuals times {@link
 * ForkErrors#RESAMPLES}.
 */
final class ShuffledErrors {
  private final double[][] residuals;
  private final double[] variances;
  private final int[] sizes;
  private final int allCells;

  private ShuffledErrors(double[][] residuals, double[] variances, int[] sizes, int allCells) {
    this.residuals = residuals;
    this.variances = variances;
    this.sizes = sizes;
    this.allCells = allCells;
  }

  /**
   * Shuffles.
   *
   * @param residuals cell after cell
   * @param sizes how many of them each cell has, those of one fork left out
   * @param allCells how many cells there are, those of one fork included
   */
  static ShuffledErrors of(double[] residuals, int[] sizes, int allCells, RandomGenerator random) {
    double[][] pools = new double[ForkErrors.RESAMPLES][];
    double[] variances = new double[ForkErrors.RESAMPLES];
    double[] pool = residuals.clone();
    for (int b = 0; b < ForkErrors.RESAMPLES; b++) {
      for (int i = pool.length - 1; i > 0; i--) {
        int other = random.nextInt(i + 1);
        double swapped = pool[i];
        pool[i] = pool[other];
        pool[other] = swapped;
      }
      pools[b] = pool.clone();
      variances[b] = varianceWithinCells(pool, sizes);
    }
    return new ShuffledErrors(pools, variances, sizes, allCells);
  }

  private static double varianceWithinCells(double[] pool, int[] sizes) {
    double squares = 0;
    int from = 0;
    for (int size : sizes) {
      double sum = 0;
      double sumOfSquares = 0;
      for (int i = from; i < from + size; i++) {
        sum += pool[i];
        sumOfSquares += pool[i] * pool[i];
      }
      squares += sumOfSquares - sum * sum / size;
      from += size;
    }
    return squares / (pool.length - sizes.length);
  }

  /**
   * What some of the residuals would be as a cell, in each shuffle: its mean and the variance of
   * that mean, judged as {@link PooledNoise} judges a cell (of its own if it is uneven, else the
   * pool's).
   *
   * @param from which residuals: beyond the last it goes on with the first
   * @param scale by how much the cell errs, relative to a cell of the pool
   * @param means the means go here
   * @param cellVariances the variances of the means go here
   */
  void cells(int from, int forks, double scale, double[] means, double[] cellVariances) {
    double limit = forks > 1 ? unevenLimit(forks - 1) : Double.POSITIVE_INFINITY;
    for (int b = 0; b < residuals.length; b++) {
      double sum = 0;
      double squares = 0;
      for (int i = from; i < from + forks; i++) {
        double residual = residuals[b][i % residuals[b].length];
        sum += residual;
        squares += residual * residual;
      }
      double pooled = variances[b];
      double own = (squares - sum * sum / forks) / Math.max(1, forks - 1);
      means[b] = sum / forks * scale;
      cellVariances[b] = (own > pooled * limit ? own : pooled) / forks * scale * scale;
    }
  }

  /** How many times the pooled variance a cell's own is at least if the cell is uneven. */
  private double unevenLimit(int df) {
    int all = residuals[0].length - sizes.length;
    double f = PooledNoise.unevenF(df, all - df, allCells);
    return f * all / (all - df + f * df);
  }
}
