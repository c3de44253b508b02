package dev.rsclab.results.live;

import dev.rsclab.results.Figures;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * What a delivery costs, and what a segment costs beside that: the line of time per segment over
 * deliveries per segment, by ordinary least squares, a repetition each.
 *
 * <p>Errors are half widths of 95 % intervals, by Student's t, and take the repetitions for
 * independent and equally noisy.
 *
 * @param perDelivery its slope, in ns
 * @param perDeliveryError of it
 * @param perSegment its value at 0, in ns: what remains however much is merged
 * @param perSegmentError of it
 * @param count repetitions
 * @param rSquared the share of the variance that the line explains
 */
record LiveFit(
    double perDelivery,
    double perDeliveryError,
    double perSegment,
    double perSegmentError,
    int count,
    double rSquared) {

  /** With fewer, or less different merge factors, a line is no finding. */
  private static final int LEAST_COUNT = 4;

  private static final double LEAST_WIDTH = 0.2;

  private static final double ALPHA = 0.05;

  /**
   * Fits the repetitions of a workload, without the kernel's own offload, which merges behind the
   * tap, and without those that other load disturbed. O(readings).
   *
   * @param nanos the time of a repetition; NaN where it was not measured
   * @return nothing if there are too few, or if all merged alike
   */
  static Optional<LiveFit> of(List<LiveReading> readings, ToDoubleFunction<LiveReading> nanos) {
    SimpleRegression line = new SimpleRegression();
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (LiveReading it : readings) {
      double time = nanos.applyAsDouble(it);
      if (it.device().isKernel() || it.disturbed() || !(it.segmentsPerDelivery() > 0 && time > 0)) {
        continue;
      }
      double deliveries = 1 / it.segmentsPerDelivery();
      line.addData(deliveries, time / it.counts().segments());
      lowest = Math.min(lowest, deliveries);
      highest = Math.max(highest, deliveries);
    }
    int count = (int) line.getN();
    if (count < LEAST_COUNT || highest - lowest < LEAST_WIDTH) {
      return Optional.empty();
    }
    double t = new TDistribution(null, count - 2.0).inverseCumulativeProbability(1 - ALPHA / 2);
    return Optional.of(
        new LiveFit(
            line.getSlope(),
            t * line.getSlopeStdErr(),
            line.getIntercept(),
            t * line.getInterceptStdErr(),
            count,
            line.getRSquare()));
  }

  /** How many times cheaper a segment can become at most, if it is merged without end. */
  double limit() {
    return (perDelivery + perSegment) / perSegment;
  }

  /** {@code "12.3 +- 1.2"}, in us. */
  String delivery() {
    return micros(perDelivery, perDeliveryError);
  }

  /** Likewise of a segment. */
  String segment() {
    return micros(perSegment, perSegmentError);
  }

  private static String micros(double nanos, double error) {
    return Figures.number(nanos / 1e3) + " +- " + Figures.number(error / 1e3);
  }
}
