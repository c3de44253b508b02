package dev.rsclab.bench;

import dev.rsclab.replay.OptionTexts;
import dev.rsclab.replay.Percentages;
import dev.rsclab.replay.RscInterval;
import dev.rsclab.results.GuestCost;
import java.util.OptionalLong;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How commands read options' values that {@link OptionTexts} does not know. */
final class OptionValues {

  private OptionValues() {}

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
        throw OptionTexts.refused("'" + text + "'; allowed: none, or " + RscInterval.ALLOWED, e);
      }
    }
  }

  /** What the guest spends on a delivery. */
  static final class Guest implements ITypeConverter<GuestCost> {
    @Override
    public GuestCost convert(String text) {
      return OptionTexts.convert(text, GuestCost::named);
    }
  }

  /** A loss that is tolerated, as a share. */
  static final class Percent extends Percentages {
    Percent() {
      super(99, "2%");
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
