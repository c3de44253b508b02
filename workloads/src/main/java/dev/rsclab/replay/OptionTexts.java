package dev.rsclab.replay;

import dev.rsclab.capture.ShippedCapture;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.Placement;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.coalesce.RscSwitch;
import dev.rsclab.workload.FamilyMix;
import dev.rsclab.workload.OptionRefusedException;
import dev.rsclab.workload.WorkloadKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the commands read their options' values, and what they say is allowed. */
public final class OptionTexts {

  private OptionTexts() {}

  /** Turns the parser's complaint into one that the command line shows with the option's name. */
  public static <T> T convert(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (OptionRefusedException e) { // names the option, as picocli does
      throw refused("'" + e.value() + "'; allowed: " + e.allowed(), e);
    } catch (IllegalArgumentException e) {
      throw refused(e.getMessage(), e);
    }
  }

  /** What the command line shows with the option's name. */
  public static TypeConversionException refused(String message, Exception cause) {
    TypeConversionException refused = new TypeConversionException(message);
    refused.initCause(cause);
    return refused;
  }

  private static <T> Iterator<String> names(T[] values, Function<T, String> name) {
    return Arrays.stream(values).map(name).iterator();
  }

  static final class Kinds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(CoalescerKind.available().toArray(CoalescerKind[]::new), CoalescerKind::name);
    }
  }

  static final class Workloads implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(WorkloadKind.values(), WorkloadKind::toString);
    }
  }

  static final class Families implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(FamilyMix.values(), FamilyMix::toString);
    }
  }

  static final class ShippedCaptures implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(ShippedCapture.values(), ShippedCapture::id);
    }
  }

  static final class Switches implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(RscSwitch.values(), RscSwitch::label);
    }
  }

  static final class Strategies implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(FlushStrategy.values(), FlushStrategy::toString);
    }
  }

  static final class Placements implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names(Placement.values(), placement -> placement.name().toLowerCase(Locale.ROOT));
    }
  }

  static final class PlacementConverter implements ITypeConverter<Placement> {
    @Override
    public Placement convert(String text) {
      return OptionTexts.convert(text, Placement::named);
    }
  }

  /** A flush strategy. */
  public static final class StrategyConverter implements ITypeConverter<FlushStrategy> {
    @Override
    public FlushStrategy convert(String text) {
      return OptionTexts.convert(text, FlushStrategy::named);
    }
  }

  static final class SwitchConverter implements ITypeConverter<RscSwitch> {
    @Override
    public RscSwitch convert(String text) {
      return OptionTexts.convert(text, RscSwitch::named);
    }
  }

  static final class KindConverter implements ITypeConverter<CoalescerKind> {
    @Override
    public CoalescerKind convert(String text) {
      return OptionTexts.convert(text, CoalescerKind::named);
    }
  }

  static final class WorkloadConverter implements ITypeConverter<WorkloadKind> {
    @Override
    public WorkloadKind convert(String text) {
      return OptionTexts.convert(text, WorkloadKind::named);
    }
  }

  static final class FamilyConverter implements ITypeConverter<FamilyMix> {
    @Override
    public FamilyMix convert(String text) {
      return OptionTexts.convert(text, FamilyMix::named);
    }
  }

  /** An interval, in ns. */
  public static final class IntervalConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return OptionTexts.convert(text, RscInterval::parse);
    }
  }

  static final class VnetHeaderConverter implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return switch (text) {
        case "10", "12", "20" -> Integer.valueOf(text);
        default -> throw new TypeConversionException("'" + text + "'; allowed: 10, 12 or 20");
      };
    }
  }

  static final class PathConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String text) {
      try {
        if (!text.isEmpty()) {
          return Path.of(text);
        }
      } catch (InvalidPathException e) {
        throw refused(
            ("'" + text + "' cannot be the name of a file: " + e.getReason())
                + ("; allowed: characters of " + System.getProperty("sun.jnu.encoding"))
                + ", as the locale says",
            e);
      }
      throw new TypeConversionException("'' cannot be the name of a file; allowed: a path");
    }
  }

  static final class PolicyConverter implements ITypeConverter<RscPolicy> {
    @Override
    public RscPolicy convert(String text) {
      return OptionTexts.convert(text, RscPolicy::named);
    }
  }
}
