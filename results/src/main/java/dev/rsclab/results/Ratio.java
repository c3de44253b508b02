package dev.rsclab.results;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * One value over another, with its 95 % interval and the tests whether they differ.
 *
 * <p>The interval is a basic bootstrap interval, as that of {@link Estimate}, if both noises can be
 * resampled, else a t interval.
 *
 * <p>The tests here are t tests: yes only if the ratio cannot be explained by noise at level {@link
 * #ALPHA}, divided by the number of comparisons made in the same breath (Bonferroni). If nothing is
 * known about the noise they always say no. {@link Comparisons} resamples where it can and comes
 * back to these where it cannot.
 *
 * @param log logarithm of the ratio
 * @param standardError its standard error; NaN if the noise is unknown
 * @param degreesOfFreedom of the standard error; 0 if the noise is unknown
 * @param lowError the 2.5 % point of the error of {@code log}
 * @param highError the 97.5 % point
 */
public record Ratio(
    double log, double standardError, double degreesOfFreedom, double lowError, double highError) {

  /** The level of every test: 5 % for all comparisons that are counted together. */
  public static final double ALPHA = 0.05;

  /** With a t interval. */
  Ratio(double log, double standardError, double degreesOfFreedom) {
    this(
        log,
        standardError,
        degreesOfFreedom,
        -halfWidth(standardError, degreesOfFreedom),
        halfWidth(standardError, degreesOfFreedom));
  }

  /**
   * The ratio of two estimates. Those with the same noise share its degrees of freedom; of
   * different ones the degrees are combined by the Welch-Satterthwaite rule.
   */
  public static Ratio of(Estimate numerator, Estimate denominator) {
    double a = numerator.standardError() * numerator.standardError();
    double b = denominator.standardError() * denominator.standardError();
    double log = numerator.logMean() - denominator.logMean();
    if (!numerator.hasInterval() || !denominator.hasInterval()) {
      return new Ratio(log, Double.NaN, 0);
    }
    double dfA = numerator.noise().degreesOfFreedom();
    double dfB = denominator.noise().degreesOfFreedom();
    boolean shared = numerator.noise().equals(denominator.noise());
    double df = shared || a + b == 0 ? dfA : (a + b) * (a + b) / (a * a / dfA + b * b / dfB);
    if (!numerator.noise().resampled() || !denominator.noise().resampled()) {
      return new Ratio(log, Math.sqrt(a + b), df);
    }
    double[] errors = numerator.errors(0);
    double[] others = denominator.errors(1);
    Arrays.setAll(errors, i -> errors[i] - others[i]);
    double[] quantiles = PooledNoise.widened(ForkErrors.quantiles(errors), df);
    return new Ratio(log, Math.sqrt(a + b), df, quantiles[0], quantiles[1]);
  }

  /** The ratio. */
  public double value() {
    return Math.exp(log);
  }

  /** Whether the noise is known. */
  public boolean tested() {
    return degreesOfFreedom > 0;
  }

  /** Lower end of the 95 % interval; NaN if the noise is unknown. */
  public double low() {
    return tested() ? Math.exp(log - highError) : Double.NaN;
  }

  /** Upper end of the 95 % interval; NaN if the noise is unknown. */
  public double high() {
    return tested() ? Math.exp(log - lowError) : Double.NaN;
  }

  /**
   * Whether the two values differ, in whatever direction (two-sided t test).
   *
   * @param comparisons how many such comparisons are made together, at least 1
   */
  public boolean distinguishable(int comparisons) {
    return tested() && 2 * lowerTail(-Math.abs(log)) < ALPHA / comparisons;
  }

  /**
   * Whether the numerator is lower than the denominator (one-sided t test).
   *
   * @param comparisons how many such comparisons are made together, at least 1
   */
  public boolean below(int comparisons) {
    return tested() && lowerTail(log) < ALPHA / comparisons;
  }

  private double lowerTail(double difference) {
    if (standardError == 0) {
      return difference < 0 ? 0 : 1;
    }
    return new TDistribution(null, degreesOfFreedom)
        .cumulativeProbability(difference / standardError);
  }

  private static double halfWidth(double standardError, double degreesOfFreedom) {
    return degreesOfFreedom > 0 ? PooledNoise.t95(degreesOfFreedom) * standardError : Double.NaN;
  }
}
