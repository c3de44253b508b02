package dev.rsclab.results.live;

import dev.rsclab.results.Figures;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The median of a few readings and their range.
 *
 * @param median of an even number, the mean of the middle two
 * @param low the lowest
 * @param high the highest
 * @param count how many
 */
record Spread(double median, double low, double high, int count) {

  /** Of the readings that are numbers; nothing if there is none. O(n log n). */
  static Optional<Spread> of(DoubleStream readings) {
    double[] sorted = readings.filter(Double::isFinite).toArray();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0
        ? Optional.empty()
        : Optional.of(
            new Spread((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1], n));
  }

  /** Whether some value lies in both ranges. */
  boolean overlaps(Spread other) {
    return low <= other.high && other.low <= high;
  }

  /** {@code "3.05 (2.99 to 3.11)"}; without a range if there is one reading. */
  String inWords() {
    return inWords("");
  }

  /** Likewise with a unit or sign behind the median. */
  String inWords(String unit) {
    String text = Figures.number(median) + unit;
    return count == 1
        ? text
        : "%s (%s to %s)".formatted(text, Figures.number(low), Figures.number(high));
  }
}
