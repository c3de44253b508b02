package dev.rsclab.replay;

import java.math.BigDecimal;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option's value that is a percentage from 0 to a highest one, as a share of 1. One
 * subclass for each range, since picocli wants a class.
 */
public abstract class Percentages implements ITypeConverter<Double> {

  private final int highest;
  private final String example;

  /**
   * A range.
   *
   * @param highest in percent, below 100
   * @param example a value for the message
   */
  protected Percentages(int highest, String example) {
    this.highest = highest;
    this.example = example;
  }

  @Override
  public Double convert(String text) {
    if (text.matches("\\d{1,2}(\\.\\d{1,4})?%?")) {
      BigDecimal percent = new BigDecimal(text.replace("%", ""));
      if (percent.compareTo(BigDecimal.valueOf(highest)) <= 0) {
        return percent.movePointLeft(2).doubleValue();
      }
    }
    throw new TypeConversionException(
        "'%s'; allowed: a percentage from 0%% to %d%%, such as %s"
            .formatted(text, highest, example));
  }
}
