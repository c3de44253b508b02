package dev.rsclab.results;

import java.util.Collection;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How much two forks of the same cell differ, estimated from many cells together.
 *
 * <p>A run has 2 to 5 forks for each cell: too few to estimate a variance from one cell alone. So
 * the variance of log(fork mean) around its cell's mean is pooled over all cells of a benchmark, or
 * of benchmarks that are measured alike, with the sum of (forks - 1) degrees of freedom. The
 * logarithm makes the spread a relative one, which cells of very different speed can share. The
 * price is the assumption that they do share it; {@link #largestCellDeviation} shows when one does
 * not.
 *
 * @param variance pooled variance of log(fork mean); NaN if no cell has two forks
 * @param degreesOfFreedom sum of (forks - 1) over the cells
 * @param cells number of cells
 * @param largestCellDeviation the standard deviation of the cell that spreads most; NaN likewise
 */
public record PooledNoise(
    double variance, int degreesOfFreedom, int cells, double largestCellDeviation) {

  /**
   * Pools cells.
   *
   * @param forkMeans for each cell the mean of each of its forks, all positive
   */
  public static PooledNoise of(Collection<double[]> forkMeans) {
    double squares = 0;
    int df = 0;
    double largest = Double.NaN;
    for (double[] cell : forkMeans) {
      double mean = meanLog(cell);
      double square =
          DoubleStream.of(cell).map(v -> (Math.log(v) - mean) * (Math.log(v) - mean)).sum();
      squares += square;
      df += cell.length - 1;
      if (cell.length > 1) {
        double deviation = Math.sqrt(square / (cell.length - 1));
        largest = Double.isNaN(largest) ? deviation : Math.max(largest, deviation);
      }
    }
    return new PooledNoise(df == 0 ? Double.NaN : squares / df, df, forkMeans.size(), largest);
  }

  /** Whether any cell had a second fork, so that differences can be told from noise at all. */
  public boolean known() {
    return degreesOfFreedom > 0;
  }

  /** The pooled standard deviation of one fork mean, relative: 0.02 is 2 %. */
  public double deviation() {
    return Math.sqrt(variance);
  }

  /**
   * The value of a cell with its uncertainty.
   *
   * @param forkMeans the mean of each fork of the cell, all positive
   */
  public Estimate estimate(double... forkMeans) {
    return new Estimate(
        meanLog(forkMeans), Math.sqrt(variance / forkMeans.length), forkMeans.length, this);
  }

  /** The two-sided 95 % point of Student's t with {@code df} degrees of freedom. */
  static double t95(double df) {
    return new TDistribution(null, df).inverseCumulativeProbability(0.975);
  }

  private static double meanLog(double[] values) {
    return DoubleStream.of(values).map(Math::log).average().orElse(Double.NaN);
  }
}
