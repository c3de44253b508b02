package dev.rsclab.results;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as they stand in the files ({@code "50us"}), in nanoseconds. */
public final class Nanos {
  private static final Pattern TEXT =
      Pattern.compile("\\s*(\\d{1,12}(?:\\.\\d{1,9})?)\\s*(ns|us|\u00b5s|\u03bcs|ms|s)\\s*");

  private Nanos() {}

  /**
   * Reads a number with a unit: ns, us, ms or s.
   *
   * @return nanoseconds
   * @throws IllegalArgumentException if the text is no such time, or no whole number of ns
   */
  public static long parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a time such as 0us, 50us, 50000ns or 1ms");
    }
    int power =
        switch (matcher.group(2)) {
          case "ns" -> 0;
          case "ms" -> 6;
          case "s" -> 9;
          default -> 3;
        };
    try {
      return new BigDecimal(matcher.group(1)).movePointRight(power).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("'" + text + "' is not a whole number of ns", e);
    }
  }

  /** In microseconds without unit, as few digits as are exact: 50000 is {@code "50"}. */
  public static String micros(long nanos) {
    return BigDecimal.valueOf(nanos, 3).stripTrailingZeros().toPlainString();
  }

  /** In microseconds with unit: 50000 is {@code "50 us"}. */
  public static String format(long nanos) {
    return micros(nanos) + " us";
  }

  /** A mean or percentile in microseconds with unit, to about three digits. */
  public static String approximate(double nanos) {
    return String.format(Locale.ROOT, nanos < 100_000 ? "%.1f us" : "%.0f us", nanos / 1e3);
  }
}
