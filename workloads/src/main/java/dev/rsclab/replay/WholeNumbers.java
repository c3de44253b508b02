package dev.rsclab.replay;

import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.workload.WorkloadOptions;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads an option's value that is a whole number in a range; as its candidates, shows the range.
 * One subclass for each range, since picocli wants a class.
 */
public abstract class WholeNumbers implements ITypeConverter<Long>, Iterable<String> {

  private final long lowest;
  private final long highest;

  /** The range, both ends included. */
  protected WholeNumbers(long lowest, long highest) {
    this.lowest = lowest;
    this.highest = highest;
  }

  @Override
  public Long convert(String text) {
    try {
      long value = Long.parseLong(text);
      if (value >= lowest && value <= highest) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw OptionTexts.refused(message(text), e);
    }
    throw new TypeConversionException(message(text));
  }

  private String message(String text) {
    return "'" + text + "'; allowed: whole numbers, " + range();
  }

  private String range() {
    return lowest + " to " + highest;
  }

  @Override
  public Iterator<String> iterator() {
    return List.of(range()).iterator();
  }

  static final class HeldSegments extends WholeNumbers {
    HeldSegments() {
      super(1, RscPolicy.LARGEST_MAX_HELD_SEGMENTS);
    }
  }

  static final class Seeds extends WholeNumbers {
    Seeds() {
      super(Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  static final class Packets extends WholeNumbers {
    Packets() {
      super(1, WorkloadOptions.MAX_PACKETS);
    }
  }

  static final class Flows extends WholeNumbers {
    Flows() {
      super(1, WorkloadOptions.MAX_FLOWS);
    }
  }

  static final class Gigabits extends WholeNumbers {
    Gigabits() {
      super(1, 1000);
    }
  }

  static final class PayloadBytes extends WholeNumbers {
    PayloadBytes() {
      super(0, WorkloadOptions.MAX_PAYLOAD_BYTES);
    }
  }

  static final class BurstSegments extends WholeNumbers {
    BurstSegments() {
      super(0, WorkloadOptions.MAX_BURST_SEGMENTS);
    }
  }
}
