package dev.rsclab.results;

import java.util.Locale;

/** How figures are written: about three significant digits, and never without their interval. */
public final class Figures {
  private Figures() {}

  /** A number with as many decimals as {@code like} deserves. */
  private static String number(double value, double like) {
    int decimals = like >= 100 ? 0 : like >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** A number alone, for what is exact. */
  public static String number(double value) {
    return number(value, value);
  }

  /** {@code "3.05 (2.99 to 3.11)"}: the value in the given unit, with its 95 % interval. */
  public static String estimate(Estimate estimate, double unit) {
    double value = estimate.value() / unit;
    return estimate.hasInterval()
        ? interval(value, estimate.low() / unit, estimate.high() / unit, "")
        : number(value);
  }

  /** {@code "3.10x (3.02 to 3.18)"}. */
  public static String ratio(Ratio ratio) {
    return ratio.tested()
        ? interval(ratio.value(), ratio.low(), ratio.high(), "x")
        : number(ratio.value()) + "x";
  }

  /** Likewise with the interval that holds together with others. */
  static String interval(LogRatio ratio, int together) {
    return ratio.tested()
        ? interval(ratio.value(), ratio.low(together), ratio.high(together), "x")
        : number(ratio.value()) + "x";
  }

  private static String interval(double value, double low, double high, String sign) {
    return number(value, value)
        + sign
        + " ("
        + number(low, value)
        + " to "
        + number(high, value)
        + ")";
  }

  /**
   * {@code "3.1x"}, for titles: the nearer to 1, the more decimals, so that it never reads as 1.
   */
  static String roughly(Ratio ratio) {
    double value = ratio.value();
    int decimals = value >= 9.95 ? 0 : value >= 1.995 ? 1 : Math.abs(value - 1) >= 0.005 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "fx", value);
  }

  /** A share as a percentage: 0.0123 is {@code "1.2 %"}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  /** {@code "1 fork"}, {@code "5 forks"}. */
  public static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }
}
