package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.Placement;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.queue.ReceiveSideScaling;
import dev.rsclab.replay.RscInterval;
import dev.rsclab.results.GuestCost;
import dev.rsclab.workload.WorkloadOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Looks at JMH's options before anything is measured: JMH itself ignores a parameter that no
 * benchmark has, and finds a wrong value only in the fork, one fork after the other.
 */
final class CommandLineCheck {

  private static final String PARAMETER_OPTION = "-p";

  private CommandLineCheck() {}

  /** The full names of the benchmarks that match, sorted. */
  static List<String> benchmarkNames(List<String> includes, List<String> excludes) {
    return benchmarks(includes, excludes).stream()
        .map(BenchmarkListEntry::getUsername)
        .distinct()
        .sorted()
        .toList();
  }

  /**
   * Passes if the regular expressions match a benchmark, and every {@code -p} names a parameter and
   * gives it values that it can have.
   *
   * @throws IllegalArgumentException if not; the message names option, value and allowed values
   */
  static void check(CommandLineOptions cli, List<String> args) {
    Collection<BenchmarkListEntry> benchmarks = benchmarks(cli.getIncludes(), cli.getExcludes());
    if (benchmarks.isEmpty()) {
      throw new IllegalArgumentException(
          "no benchmark matches "
              + String.join(" ", cli.getIncludes())
              + "; there are: "
              + String.join(", ", names(benchmarks(List.of(), List.of()))));
    }
    Set<String> known = parameters(benchmarks);
    for (String name : known) {
      cli.getParameter(name).orElse(List.of()).forEach(value -> checkValue(name, value));
    }
    for (int i = 1; i < args.size(); i++) {
      if (args.get(i - 1).equals(PARAMETER_OPTION)) {
        String name = args.get(i).replaceFirst("=.*", "");
        if (!known.contains(name)) {
          throw new IllegalArgumentException(
              "-p %s: no such parameter; allowed: %s"
                  .formatted(args.get(i), String.join(", ", known)));
        }
      }
    }
  }

  private static void checkValue(String name, String value) {
    switch (name) {
      case "kind" -> requireKind(value);
      case "family" -> requireOneOf(name, value, constants(IpFamily.values()));
      case "placement" -> requireOneOf(name, value, constants(Placement.values()));
      case "refill" -> requireOneOf(name, value, constants(Refill.values()));
      case "workload" -> requireOneOf(name, value, Traces.names());
      case "interval" -> requireParsed(name, value, RscInterval::parse);
      case "ringFrames" ->
          requireNumber(
              name, value, 2 * RingCursor.BATCH, NicRing.MAX_FRAMES, 2 * RingCursor.BATCH);
      case "flows" -> requireNumber(name, value, 1, WorkloadOptions.MAX_FLOWS, 1);
      case "burst" -> requireNumber(name, value, 1, FlowScalingBenchmark.PACKETS, 1);
      case "batch" -> requireOneOf(name, value, RingCursor.BATCHES);
      case "totalFlows" -> requireNumber(name, value, 1, FlowScalingBenchmark.PACKETS, 1);
      case "payloadBytes" ->
          requireNumber(name, value, 1, FlowScalingBenchmark.MAX_PAYLOAD_BYTES, 1);
      case "queues" -> requireNumber(name, value, 1, ReceiveSideScaling.MAX_ENTRIES, 1);
      case "steering" ->
          requireOneOf(name, value, constants(QueueScalingBenchmark.Steering.values()));
      case "counters" ->
          requireOneOf(name, value, constants(QueueScalingBenchmark.Counters.values()));
      case "flush" -> requireOneOf(name, value, flushStrategies());
      case "policy" -> requireParsed(name, value, RscPolicy::named);
      case "repetition" -> requireOneOf(name, value, List.of("1", "2"));
      case "guest" -> requireGuest(value);
      default -> {
        // A parameter of a benchmark that somebody added: its values are its own business.
      }
    }
  }

  private static void requireOneOf(String name, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw refused(name, name + "=" + value, String.join(", ", allowed));
    }
  }

  private static void requireKind(String value) {
    if (constants(CoalescerKind.values()).contains(value)) {
      requireParsed("kind", value, CoalescerKind::named); // says what the JVM lacks
    }
    requireOneOf("kind", value, CoalescerKind.available().stream().map(Enum::name).toList());
  }

  private static void requireParsed(String name, String value, Consumer<String> parse) {
    try {
      parse.accept(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          PARAMETER_OPTION + " " + name + "=" + value + ": " + e.getMessage(), e);
    }
  }

  private static void requireGuest(String value) {
    if (GuestCost.parse(value).isEmpty()) {
      throw refused("guest", "guest=" + value, GuestCost.ALLOWED);
    }
  }

  private static void requireNumber(String name, String value, int low, int high, int step) {
    boolean number = value.matches("\\d{1,9}");
    int given = number ? Integer.parseInt(value) : -1;
    if (given < low || given > high || given % step != 0) {
      String multiple = step == 1 ? "" : ", a multiple of " + step;
      throw refused(name, name + "=" + value, low + " to " + high + multiple);
    }
  }

  private static IllegalArgumentException refused(String name, String given, String allowed) {
    return new IllegalArgumentException(
        PARAMETER_OPTION + " " + given + ": not a value of " + name + "; allowed: " + allowed);
  }

  private static List<String> constants(Enum<?>[] values) {
    return Stream.of(values).map(Enum::name).toList();
  }

  /** As the report and {@code replay.csv} write them. */
  private static List<String> flushStrategies() {
    return Stream.of(FlushStrategy.values()).map(FlushStrategy::toString).toList();
  }

  private static Collection<BenchmarkListEntry> benchmarks(
      List<String> includes, List<String> excludes) {
    OutputFormat silent =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            VerboseMode.SILENT);
    List<String> expressions = includes.isEmpty() ? List.of(".*") : includes;
    return BenchmarkList.defaultList().find(silent, expressions, excludes);
  }

  /**
   * The full names of the benchmarks that match, by the kinds that each of them runs with if nobody
   * names kinds; those that have no kind under an empty list.
   */
  static Map<List<String>, List<String>> byKinds(CommandLineOptions cli) {
    Map<List<String>, List<String>> names = new LinkedHashMap<>();
    List<String> available = CoalescerKind.available().stream().map(Enum::name).toList();
    for (BenchmarkListEntry benchmark : benchmarks(cli.getIncludes(), cli.getExcludes())) {
      String[] kinds =
          benchmark
              .getParams()
              .orElse(Map.<String, String[]>of())
              .getOrDefault("kind", new String[0]);
      names
          .computeIfAbsent(
              Stream.of(kinds).filter(available::contains).toList(), _ -> new ArrayList<>())
          .add(benchmark.getUsername());
    }
    return names;
  }

  private static Set<String> parameters(Collection<BenchmarkListEntry> benchmarks) {
    Set<String> names = new TreeSet<>();
    benchmarks.forEach(benchmark -> {
      if (benchmark.getParams().hasValue()) {
        names.addAll(benchmark.getParams().get().keySet());
      }
    });
    return names;
  }

  private static Set<String> names(Collection<BenchmarkListEntry> benchmarks) {
    Set<String> names = new TreeSet<>();
    benchmarks.forEach(benchmark -> {
      String[] parts = benchmark.getUsername().split("\\.", -1);
      names.add(String.join(".", Arrays.asList(parts).subList(parts.length - 2, parts.length)));
    });
    return names;
  }
}
