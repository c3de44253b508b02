package dev.rsclab.results;

import java.util.Arrays;

/**
 * The value of a cell with its 95 % interval.
 *
 * <p>The interval is a basic bootstrap interval: the mean log minus the 97.5 % and the 2.5 % points
 * of its resampled error ({@link ForkErrors}), so that skewed noise makes it skewed to the right
 * side. Where too few residuals are known it is mean log +- t(df) s / sqrt(forks), with s and df
 * from {@link PooledNoise}.
 *
 * <p>The value is the geometric mean of the fork means: the centre of that interval, and the mean
 * for which the ratio of two values is the value of the ratio.
 *
 * @param logMean mean of the logarithms of the fork means
 * @param standardError standard error of {@code logMean}; NaN if the noise is unknown
 * @param forks number of forks behind it
 * @param noise where the standard error comes from
 */
public record Estimate(double logMean, double standardError, int forks, PooledNoise noise) {

  /** The value, in the unit of the measurement. */
  public double value() {
    return Math.exp(logMean);
  }

  /** Whether there is an interval; without a second fork anywhere there is none. */
  public boolean hasInterval() {
    return noise.known();
  }

  /** Lower end of the 95 % interval; NaN without one. */
  public double low() {
    return hasInterval() ? Math.exp(logMean - errorAt(1)) : Double.NaN;
  }

  /** Upper end of the 95 % interval; NaN without one. */
  public double high() {
    return hasInterval() ? Math.exp(logMean - errorAt(0)) : Double.NaN;
  }

  /** The highest value that a chart must have room for. */
  double top() {
    return hasInterval() ? high() : value();
  }

  /** The lowest value that a chart must have room for. */
  double bottom() {
    return hasInterval() ? low() : value();
  }

  /** This value over another. */
  public Ratio over(Estimate other) {
    return Ratio.of(this, other);
  }

  /**
   * {@code factor} times this value, plus {@code constant}; the standard error follows by the delta
   * method.
   *
   * @param factor positive
   * @param constant not negative, in the unit of the value
   */
  public Estimate linear(double factor, double constant) {
    double scaled = factor * value();
    double moved = scaled + constant;
    return new Estimate(Math.log(moved), standardError * scaled / moved, forks, noise);
  }

  /** This estimate with its value moved by a logarithm. */
  Estimate moved(double byLog) {
    return new Estimate(logMean + byLog, standardError, forks, noise);
  }

  /** The errors of this mean in the resamples, independent of those of another stream. */
  double[] errors(int stream) {
    double scale = scale();
    return Arrays.stream(noise.errors().means(forks, stream)).map(error -> error * scale).toArray();
  }

  /** By how much this errs more than a cell of the pool with as many forks. */
  double scale() {
    return standardError * Math.sqrt(forks) / noise.deviation();
  }

  /** The 2.5 % (0) or 97.5 % (1) point of the error of {@link #logMean}. */
  private double errorAt(int end) {
    if (noise.resampled()) {
      return noise.errorQuantiles(forks)[end] * scale();
    }
    double halfWidth = PooledNoise.t95(noise.degreesOfFreedom()) * standardError;
    return end == 0 ? -halfWidth : halfWidth;
  }
}
