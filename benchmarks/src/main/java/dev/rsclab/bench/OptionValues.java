package dev.rsclab.bench;

import dev.rsclab.replay.RscInterval;
import dev.rsclab.results.GuestCost;
import java.util.OptionalLong;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the commands read their options' values, and what they say is allowed. */
final class OptionValues {

  private OptionValues() {}

  /** Turns the parser's complaint into one that the command line shows with the option's name. */
  private static <T> T convert(Function<String, T> parse, String text) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage(), e);
    }
  }

  private static TypeConversionException refused(String message, Exception cause) {
    TypeConversionException refused = new TypeConversionException(message);
    refused.initCause(cause);
    return refused;
  }

  /** An interval, in ns. */
  static final class Interval implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return OptionValues.convert(RscInterval::parse, text);
    }
  }

  /** A delay, in ns, or none. */
  static final class Budget implements ITypeConverter<OptionalLong> {
    @Override
    public OptionalLong convert(String text) {
      if (text.equals("none")) {
        return OptionalLong.empty();
      }
      try {
        return OptionalLong.of(RscInterval.parse(text));
      } catch (IllegalArgumentException e) {
        throw refused("'" + text + "'; allowed: none, or " + RscInterval.ALLOWED, e);
      }
    }
  }

  /** What the guest spends on a delivery. */
  static final class Guest implements ITypeConverter<GuestCost> {
    @Override
    public GuestCost convert(String text) {
      return OptionValues.convert(GuestCost::named, text);
    }
  }

  /** A percentage, as a share. */
  static final class Percent implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      if (!text.matches("\\d{1,2}(\\.\\d{1,3})?%?")) {
        throw new TypeConversionException(
            "'" + text + "'; allowed: a percentage from 0% to 99%, such as 2%");
      }
      return Double.parseDouble(text.replace("%", "")) / 100;
    }
  }

  /** A cost in ns that is not zero. */
  static final class Cost implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      if (!text.matches("[1-9]\\d{0,5}(\\.\\d{1,3})?")) {
        throw new TypeConversionException("'" + text + "'; allowed: 1 to 999999, such as 150");
      }
      return Double.valueOf(text);
    }
  }
}
