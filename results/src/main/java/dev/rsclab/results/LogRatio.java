package dev.rsclab.results;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * The logarithm of a product of estimates over another, of any runs, with its error: variances add
 * up, and the degrees of freedom of different noises are combined by the Welch-Satterthwaite rule.
 *
 * @param log the logarithm
 * @param standardError its standard error; NaN if a noise is unknown
 * @param degreesOfFreedom of the standard error; 0 if a noise is unknown
 */
record LogRatio(double log, double standardError, double degreesOfFreedom) {

  static LogRatio of(List<Estimate> numerators, List<Estimate> denominators) {
    double log = 0;
    Map<PooledNoise, Double> variances = new LinkedHashMap<>();
    for (Estimate numerator : numerators) {
      log += numerator.logMean();
      variances.merge(numerator.noise(), square(numerator.standardError()), Double::sum);
    }
    for (Estimate denominator : denominators) {
      log -= denominator.logMean();
      variances.merge(denominator.noise(), square(denominator.standardError()), Double::sum);
    }
    if (!variances.keySet().stream().allMatch(PooledNoise::known)) {
      return new LogRatio(log, Double.NaN, 0);
    }
    double sum = 0;
    double parts = 0;
    double least = Double.POSITIVE_INFINITY;
    for (Map.Entry<PooledNoise, Double> part : variances.entrySet()) {
      double df = part.getKey().degreesOfFreedom();
      sum += part.getValue();
      parts += square(part.getValue()) / df;
      least = Math.min(least, df);
    }
    return new LogRatio(log, Math.sqrt(sum), parts == 0 ? least : square(sum) / parts);
  }

  private static double square(double x) {
    return x * x;
  }

  double value() {
    return Math.exp(log);
  }

  boolean tested() {
    return degreesOfFreedom > 0;
  }

  /**
   * Lower end of the interval that belongs to so many intervals, all of which hold together in 95 %
   * of cases (Bonferroni); NaN if the noise is unknown.
   */
  double low(int together) {
    return Math.exp(log - halfWidth(together));
  }

  /** Upper end of that interval. */
  double high(int together) {
    return Math.exp(log + halfWidth(together));
  }

  private double halfWidth(int together) {
    return tested()
        ? new TDistribution(null, degreesOfFreedom)
                .inverseCumulativeProbability(1 - Ratio.ALPHA / 2 / together)
            * standardError
        : Double.NaN;
  }
}
