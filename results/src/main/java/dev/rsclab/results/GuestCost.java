package dev.rsclab.results;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the modelled guest spends on a delivery, as the parameters of a run name it: {@code guest},
 * a preset or a text such as {@code 1500ns+0.2ns/B}, or {@code guestNanos} in older runs.
 *
 * @param perDelivery in ns, however large the delivery
 * @param perByte in ns, for each byte of it
 */
public record GuestCost(BigDecimal perDelivery, BigDecimal perByte) {
  /** The texts that {@link #parse} reads, for messages. */
  public static final String ALLOWED =
      "ZERO, LIGHT, HEAVY or a cost per delivery and per byte such as 1500ns+0.2ns/B";

  /** Nothing. */
  static final GuestCost ZERO = new GuestCost(BigDecimal.ZERO, BigDecimal.ZERO);

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)ns(?:\\+(\\d{1,9}(?:\\.\\d{1,9})?)ns/B)?");

  /** The cost under a condition; nothing if it names none, or one that this class cannot read. */
  static Optional<GuestCost> of(Condition condition) {
    String nanos = condition.get(Condition.GUEST_NANOS);
    String guest = condition.get(Condition.GUEST);
    return parse(guest.isEmpty() && nanos.matches("\\d{1,9}") ? nanos + "ns" : guest);
  }

  /**
   * The cost that a text names.
   *
   * @throws IllegalArgumentException if it names none; the message says what is allowed
   */
  public static GuestCost named(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "'; allowed: " + ALLOWED));
  }

  /**
   * The cost that a value of the parameter {@code guest} names: ZERO, LIGHT, HEAVY, or a text such
   * as {@code 1500ns+0.2ns/B}; nothing if it is none of them.
   */
  public static Optional<GuestCost> parse(String text) {
    return switch (text) {
      case "ZERO" -> parse("0ns");
      case "LIGHT" -> parse("1000ns+0.1ns/B");
      case "HEAVY" -> parse("4500ns+0.4ns/B");
      default -> {
        Matcher matcher = TEXT.matcher(text);
        yield matcher.matches()
            ? Optional.of(new GuestCost(number(matcher.group(1)), number(matcher.group(2))))
            : Optional.empty();
      }
    };
  }

  /** What some deliveries cost together, in ns. */
  public double nanos(long deliveries, long bytes) {
    return perDelivery.doubleValue() * (double) deliveries + perByte.doubleValue() * (double) bytes;
  }

  /** Equal numbers are equal here, however they are written. */
  private static BigDecimal number(String digits) {
    return digits == null ? BigDecimal.ZERO : new BigDecimal(digits).stripTrailingZeros();
  }

  /** The cost in the notation of the parameter: {@code "1500ns+0.2ns/B"}. */
  public String text() {
    return perDelivery.toPlainString()
        + "ns"
        + (perByte.signum() == 0 ? "" : "+" + perByte.toPlainString() + "ns/B");
  }
}
