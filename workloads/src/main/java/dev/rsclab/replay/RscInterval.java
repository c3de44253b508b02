package dev.rsclab.replay;

import dev.rsclab.coalesce.RscPolicy;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An {@code rsc_interval} as users write it: {@code 300us}, {@code 300000ns}, {@code 0.3ms}. */
public final class RscInterval {

  private static final Pattern FORM = Pattern.compile("(\\d{1,10}(?:\\.\\d{1,6})?)(ns|us|ms)?");

  /** What is allowed, in words. */
  public static final String ALLOWED =
      "a number with the unit ns, us or ms, from 0 to " + RscPolicy.MAX_INTERVAL_NANOS + "ns";

  private RscInterval() {}

  /**
   * The interval in nanoseconds.
   *
   * @throws IllegalArgumentException if the text has another form, the value has no whole number of
   *     nanoseconds or is out of range; the message says what is allowed
   */
  public static long parse(String text) {
    Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw refused(text);
    }
    String unit = form.group(2);
    double value = Double.parseDouble(form.group(1));
    if (unit == null && value != 0) {
      throw refused(text);
    }
    double nanos = value * nanosPer(unit == null ? "ns" : unit);
    long rounded = Math.round(nanos);
    if (Math.abs(nanos - rounded) > 1e-6 || rounded > RscPolicy.MAX_INTERVAL_NANOS) {
      throw refused(text);
    }
    return rounded;
  }

  /** The interval as text that {@link #parse} reads, in microseconds where that is whole. */
  public static String format(long nanos) {
    return nanos % 1000 == 0 ? nanos / 1000 + "us" : nanos + "ns";
  }

  private static long nanosPer(String unit) {
    return switch (unit) {
      case "ms" -> 1_000_000;
      case "us" -> 1_000;
      default -> 1;
    };
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException("not an interval: '" + text + "'; allowed: " + ALLOWED);
  }
}
