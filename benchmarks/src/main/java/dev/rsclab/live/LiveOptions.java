package dev.rsclab.live;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.replay.OptionTexts;
import dev.rsclab.replay.Percentages;
import dev.rsclab.replay.WholeNumbers;
import dev.rsclab.results.Nanos;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the {@code live} command reads its options' values, and what it says is allowed. */
final class LiveOptions {

  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,8})(kB|MB|GB)?");
  private static final long LARGEST = 100_000_000_000L;

  private LiveOptions() {}

  static final class Load implements ITypeConverter<LiveWorkload.Load> {
    @Override
    public LiveWorkload.Load convert(String text) {
      return OptionTexts.convert(text, LiveWorkload.Load::parse);
    }
  }

  static final class Family implements ITypeConverter<IpFamily> {
    @Override
    public IpFamily convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "ipv4" -> IpFamily.IPV4;
        case "ipv6" -> IpFamily.IPV6;
        default -> throw new TypeConversionException("'" + text + "'; allowed: ipv4, ipv6");
      };
    }
  }

  /** One that merges: what does not is in every run. */
  static final class Kind implements ITypeConverter<CoalescerKind> {
    @Override
    public CoalescerKind convert(String text) {
      CoalescerKind kind = OptionTexts.convert(text, CoalescerKind::named);
      if (!kind.coalesces()) {
        throw new TypeConversionException(
            "'" + text + "' coalesces nothing; every run has that as NONE");
      }
      return kind;
    }
  }

  /** The name of a policy, which stays as typed: it goes into files. */
  static final class Policy implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      OptionTexts.convert(text, RscPolicy::named);
      return text.toLowerCase(Locale.ROOT);
    }
  }

  /** How long something is measured. */
  static final class Time implements ITypeConverter<Duration> {

    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Override
    public Duration convert(String text) {
      try {
        Duration time = Duration.ofNanos(Nanos.parse(text));
        if (time.toMillis() >= 1 && time.compareTo(LONGEST) <= 0) {
          return time;
        }
      } catch (IllegalArgumentException e) {
        throw OptionTexts.refused(allowed(text), e);
      }
      throw new TypeConversionException(allowed(text));
    }

    private static String allowed(String text) {
      return "'" + text + "'; allowed: 1ms to 600s, such as 500ms or 2s";
    }
  }

  /** A number of bytes. */
  static final class Size implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      Matcher size = SIZE.matcher(text);
      if (size.matches()) {
        long bytes = Long.parseLong(size.group(1)) * factor(size.group(2));
        if (bytes <= LARGEST) {
          return bytes;
        }
      }
      throw new TypeConversionException(
          "'" + text + "'; allowed: a number of bytes up to 100GB, such as 200MB or 1000000");
    }

    private static long factor(String unit) {
      return switch (unit) {
        case "kB" -> 1_000;
        case "MB" -> 1_000_000;
        case "GB" -> 1_000_000_000;
        case null, default -> 1;
      };
    }
  }

  /** A share of the segments. */
  static final class Percent extends Percentages {
    Percent() {
      super(30, "0.5%");
    }
  }

  /** How many rounds. */
  static final class Rounds extends WholeNumbers {
    Rounds() {
      super(1, 999);
    }
  }
}
