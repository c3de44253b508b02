package dev.rsclab.bench;

import dev.rsclab.results.Precision;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When no further round is made, though more are allowed: as soon as the cells are known well
 * enough, or when another round would not end in time. Two rounds are always made, because one says
 * nothing about noise.
 *
 * @param precision the half width of an interval that is good enough, as a share of its value
 * @param budget how long the job may measure
 * @param profiling what of that is kept for profiled forks
 */
record Limits(OptionalDouble precision, Optional<Duration> budget, Duration profiling) {

  /** Rounds at most where only limits end a run. */
  static final int MOST_ROUNDS = 20;

  /** No limits: the profile says how many rounds are made. */
  static final Limits NONE = new Limits(OptionalDouble.empty(), Optional.empty(), Duration.ZERO);

  private static final int LEAST_ROUNDS = 2;
  private static final Pattern PERCENT = Pattern.compile("(\\d{1,2}(?:\\.\\d{1,3})?) ?%?");

  /**
   * Limits as users write them: {@code "2%"} and {@code "30m"}; an empty text is no limit.
   *
   * @throws IllegalArgumentException if a text has another form; the message says what is allowed
   */
  static Limits of(String precision, String budget) {
    return new Limits(
        precision.isBlank() ? OptionalDouble.empty() : OptionalDouble.of(share(precision.strip())),
        budget.isBlank() ? Optional.empty() : Optional.of(duration(budget.strip())),
        Duration.ZERO);
  }

  /** The same limits, with so much of the budget kept for profiled forks. */
  Limits keeping(Duration forProfiles) {
    return new Limits(precision, budget, forProfiles);
  }

  private static double share(String text) {
    Matcher percent = PERCENT.matcher(text);
    if (!percent.matches() || Double.parseDouble(percent.group(1)) == 0) {
      throw new IllegalArgumentException(
          "--precision '" + text + "'; allowed: above 0 and below 100 percent, such as 2%");
    }
    return Double.parseDouble(percent.group(1)) / 100;
  }

  private static Duration duration(String text) {
    try {
      Duration duration = Duration.parse("PT" + text);
      if (duration.isPositive()) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below, together with durations that are not positive.
    }
    throw new IllegalArgumentException(
        "--budget '" + text + "'; allowed: hours, minutes and seconds, such as 30m or 1h30m");
  }

  /** Whether there is any. */
  boolean any() {
    return precision.isPresent() || budget.isPresent();
  }

  /**
   * Why no further round is made; nothing if one is.
   *
   * @param made rounds made
   * @param elapsed since the job began
   * @param longest what the longest of the rounds took
   * @param known how well the cells are known
   */
  Optional<String> reasonToStop(int made, Duration elapsed, Duration longest, Precision known) {
    if (made < LEAST_ROUNDS) {
      return Optional.empty();
    }
    if (precision.isPresent() && known.halfWidth() <= precision.getAsDouble()) {
      return Optional.of(
          "Stopped after %d rounds, because they are precise enough: %s; %s was asked for."
              .formatted(made, known.inWords(), percent(precision.getAsDouble())));
    }
    if (budget.isPresent() && elapsed.plus(longest).plus(profiling).compareTo(budget.get()) > 0) {
      return Optional.of(
          ("Stopped after %d rounds and %s, because another one, of up to %s%s, would not end within the"
                  + " budget of %s: %s.")
              .formatted(
                  made,
                  text(elapsed),
                  text(longest),
                  profiling.isZero() ? "" : ", and the profiles, of about " + text(profiling),
                  text(budget.get()),
                  known.inWords()));
    }
    return Optional.empty();
  }

  /** What to say if the rounds that are always made will not end in time; nothing if they will. */
  Optional<String> tooShort(Duration twoRounds) {
    return budget
        .filter(it -> twoRounds.plus(profiling).compareTo(it) > 0)
        .map(it ->
            "The budget of %s is too short: two rounds%s are always made, and will take about %s."
                .formatted(
                    text(it),
                    profiling.isZero() ? "" : " and the profiles",
                    text(twoRounds.plus(profiling))));
  }

  /** The limits as options without their dashes: {@code precision=2%}. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    precision.ifPresent(it -> options.add("precision=" + percent(it).replace(" ", "")));
    budget.ifPresent(it -> options.add("budget=" + text(it)));
    return options;
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share * 100)
            .round(new MathContext(4))
            .stripTrailingZeros()
            .toPlainString()
        + " %";
  }

  /** A duration as users write it: {@code 1h30m}. */
  static String text(Duration duration) {
    return Duration.ofSeconds(Math.round(duration.toMillis() / 1000.0))
        .toString()
        .substring("PT".length())
        .toLowerCase(Locale.ROOT);
  }
}
