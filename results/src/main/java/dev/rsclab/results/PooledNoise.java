package dev.rsclab.results;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.apache.commons.math3.distribution.FDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How much two forks of the same cell differ, estimated from many cells together.
 *
 * <p>A run has 2 to 5 forks for each cell: too few to estimate a variance from one cell alone, let
 * alone a distribution. So the residuals of log(fork mean) around its cell's mean are pooled over
 * all cells of a benchmark, or of benchmarks that are measured alike, with the sum of (forks - 1)
 * degrees of freedom. The logarithm makes the spread a relative one, which cells of very different
 * speed can share. The price is the assumption that they do share it. A cell that shows not to, by
 * an F test against the others at 0.1 % for all cells together, is given its own standard
 * deviation; it stays in the pool, so that the others become too wide rather than too narrow.
 *
 * @param variance pooled variance of log(fork mean); NaN if no cell has two forks
 * @param degreesOfFreedom sum of (forks - 1) over the cells
 * @param cells number of cells
 * @param largestCellDeviation the standard deviation of the cell that spreads most; NaN likewise
 * @param errors the residuals to resample; null if only the variance is known
 */
public record PooledNoise(
    double variance,
    int degreesOfFreedom,
    int cells,
    double largestCellDeviation,
    ForkErrors errors) {

  /** With fewer degrees of freedom there are too few residuals to resample. */
  static final int ENOUGH = 20;

  /**
   * The level, for all cells together, at which a cell counts as uneven: far below 5 %, since heavy
   * tails alone must not make many cells look so.
   */
  private static final double UNEVEN = 0.001;

  private static final double NORMAL95 = 1.959963984540054;

  /** By degrees of freedom. */
  private static final RecentPoints<Double> T95 =
      new RecentPoints<>(df -> new TDistribution(null, df).inverseCumulativeProbability(0.975));

  private static final RecentPoints<UnevenF> UNEVEN_F = new RecentPoints<>(UnevenF::limit);

  /** The arguments of {@link #unevenF}. */
  private record UnevenF(int df, int others, int cells) {
    double limit() {
      return new FDistribution(null, df, others).inverseCumulativeProbability(1 - UNEVEN / cells);
    }
  }

  /** A noise of which only the variance is known: normal, not resampled. */
  PooledNoise(double variance, int degreesOfFreedom, int cells, double largestCellDeviation) {
    this(variance, degreesOfFreedom, cells, largestCellDeviation, null);
  }

  /**
   * Pools cells of which only the fork means are known.
   *
   * @param forkMeans for each cell the mean of each of its forks, all positive
   */
  public static PooledNoise of(Collection<double[]> forkMeans) {
    return ofForks(
        forkMeans.stream().map(cell -> DoubleStream.of(cell).mapToObj(List::of).toList()).toList());
  }

  /**
   * Pools cells.
   *
   * @param cells cell, fork, iteration; all readings positive
   */
  static PooledNoise ofForks(List<List<List<Double>>> cells) {
    double squares = 0;
    int df = 0;
    double largest = Double.NaN;
    for (List<List<Double>> cell : cells) {
      double[] forkMeans = Measurement.forkMeans(cell);
      double square = squares(forkMeans);
      squares += square;
      df += forkMeans.length - 1;
      if (forkMeans.length > 1) {
        double deviation = Math.sqrt(square / (forkMeans.length - 1));
        largest = Double.isNaN(largest) ? deviation : Math.max(largest, deviation);
      }
    }
    double variance = df == 0 ? Double.NaN : squares / df;
    return new PooledNoise(variance, df, cells.size(), largest, ForkErrors.of(cells));
  }

  /** Whether any cell had a second fork, so that differences can be told from noise at all. */
  public boolean known() {
    return degreesOfFreedom > 0;
  }

  /** Whether there are enough residuals to resample; if not, the t distribution stands in. */
  boolean resampled() {
    return errors != null && degreesOfFreedom >= ENOUGH && variance > 0;
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
    double own = uneven(forkMeans) ? squares(forkMeans) / (forkMeans.length - 1) : variance;
    return new Estimate(
        meanLog(forkMeans), Math.sqrt(own / forkMeans.length), forkMeans.length, this);
  }

  /**
   * Whether a cell of the pool spreads more than the others, beyond chance (F test, Bonferroni).
   */
  boolean uneven(double... forkMeans) {
    int df = forkMeans.length - 1;
    int others = degreesOfFreedom - df;
    if (df < 1 || others < ENOUGH) {
      return false;
    }
    double own = squares(forkMeans);
    double rest = (variance * degreesOfFreedom - own) / others;
    return own / df > rest * unevenF(df, others, cells);
  }

  /** What the F statistic of an uneven cell is at least. */
  static double unevenF(int df, int others, int cells) {
    return UNEVEN_F.of(new UnevenF(df, others, cells));
  }

  /** How many cells spread more than the others, beyond chance. */
  int unevenCells() {
    return errors == null ? 0 : (int) errors.forkMeans().filter(this::uneven).count();
  }

  /**
   * By how much the mean of some forks errs, as 2.5 % and 97.5 % points: percentiles of the
   * resampled errors, widened by t(df) over normal, since the pool is itself a sample.
   */
  double[] errorQuantiles(int forks) {
    return widened(errors.quantiles(forks), degreesOfFreedom);
  }

  /** Widens percentiles of resampled errors. */
  static double[] widened(double[] quantiles, double degreesOfFreedom) {
    double factor = t95(degreesOfFreedom) / NORMAL95;
    return new double[] {quantiles[0] * factor, quantiles[1] * factor};
  }

  /** The fork means behind two estimates as logarithms, if they are all there is. */
  Optional<double[][]> exactSamples(Estimate a, Estimate b) {
    if (errors == null || cells != 2 || !a.noise().equals(b.noise())) {
      return Optional.empty();
    }
    Optional<double[]> first = errors.logsWithMean(a.logMean());
    Optional<double[]> second = errors.logsWithMean(b.logMean());
    return first
        .filter(one -> second.isPresent() && one.length + second.get().length <= ENOUGH)
        .map(one -> new double[][] {one, second.get()});
  }

  /** The two-sided 95 % point of Student's t with {@code df} degrees of freedom. */
  static double t95(double df) {
    return T95.of(df);
  }

  private static double meanLog(double[] values) {
    return DoubleStream.of(values).map(Math::log).average().orElse(Double.NaN);
  }

  private static double squares(double[] values) {
    double mean = meanLog(values);
    return DoubleStream.of(values)
        .map(value -> (Math.log(value) - mean) * (Math.log(value) - mean))
        .sum();
  }
}
