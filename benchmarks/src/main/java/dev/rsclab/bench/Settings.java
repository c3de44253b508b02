package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.replay.RscInterval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a run measures: the profile, and in its place whatever JMH options the user gave.
 *
 * @param profile the profile
 * @param cli the user's JMH options
 * @param parent the same without the regular expressions that choose benchmarks: JMH would add them
 *     to those of a leg
 * @param jmhArgs the user's JMH options as they were written
 * @param workloads the workloads of the interval benchmark, each with the IP versions that it has
 * @param capture the user's capture, or an empty string
 */
record Settings(
    Profile profile,
    CommandLineOptions cli,
    CommandLineOptions parent,
    List<String> jmhArgs,
    SequencedMap<String, List<IpFamily>> workloads,
    String capture) {

  private static final String INTERVALS = IntervalBenchmark.class.getName() + ".";
  private static final String FLOWS = FlowScalingBenchmark.class.getName() + ".";
  private static final String BASELINES = BaselineBenchmark.class.getName() + ".";

  /** Forks of each cell: the user's {@code -f}, or the profile's. */
  int rounds() {
    return Math.max(1, cli.getForkCount().orElse(profile.rounds()));
  }

  /** A text with the capture's file name in place of its path. */
  String withoutPath(String text) {
    return capture.isEmpty() ? text : text.replace(capture, captureName());
  }

  /** The capture's file name, or an empty string. */
  String captureName() {
    return capture.isEmpty() ? "" : Path.of(capture).getFileName().toString();
  }

  /** The intervals of the interval benchmark, ascending, in one form each. */
  List<String> intervals() {
    return values("interval", profile.intervals()).stream()
        .map(RscInterval::parse)
        .sorted()
        .distinct()
        .map(RscInterval::format)
        .toList();
  }

  /** Whether the interval benchmark is among what is measured. */
  boolean measuresIntervals() {
    return benchmarks().stream().anyMatch(name -> name.startsWith(INTERVALS));
  }

  /**
   * The legs of a round: the intervals one after the other, so that all kinds of one interval
   * follow each other closely; then the numbers of flows, likewise, with the baselines before them.
   *
   * @param backwards from the longest interval to the shortest and so on: every other round, so
   *     that a machine that drifts does not favour one end
   */
  List<Leg> legs(boolean backwards) {
    List<Leg> legs = new ArrayList<>();
    List<String> names = benchmarks();
    List<String> interval = names.stream().filter(name -> name.startsWith(INTERVALS)).toList();
    List<String> flows = names.stream().filter(name -> name.startsWith(FLOWS)).toList();
    List<String> baselines = names.stream().filter(name -> name.startsWith(BASELINES)).toList();
    List<String> others =
        names.stream()
            .filter(name -> Stream.of(INTERVALS, FLOWS, BASELINES).noneMatch(name::startsWith))
            .toList();
    if (!interval.isEmpty()) {
      intervals().forEach(value -> intervalLegs(interval, value, legs));
    }
    if (!baselines.isEmpty()) {
      legs.add(leg(baselines, frames()));
    }
    if (!flows.isEmpty()) {
      for (String count : values("flows", profile.flows())) {
        Map<String, List<String>> params = frames();
        params.put("flows", List.of(count));
        params.put("kind", kinds());
        legs.add(leg(flows, params));
      }
    }
    if (!others.isEmpty()) {
      legs.add(leg(others, new LinkedHashMap<>()));
    }
    return backwards ? legs.reversed() : legs;
  }

  /** What the frames of the flow benchmark and of the baselines are like, and where they lie. */
  private Map<String, List<String>> frames() {
    Map<String, List<String>> params = ring();
    params.put("payloadBytes", values("payloadBytes", profile.payloads()));
    params.put("family", values("family", List.of(IpFamily.IPV4.name())));
    return params;
  }

  private Map<String, List<String>> ring() {
    Map<String, List<String>> params = new LinkedHashMap<>();
    params.put("ringFrames", values("ringFrames", List.of(Integer.toString(RingCursor.BATCH))));
    params.put("refill", values("refill", List.of(Refill.HEADERS.name())));
    return params;
  }

  /** One leg for all workloads that have the same IP versions. */
  private void intervalLegs(List<String> benchmarks, String interval, List<Leg> legs) {
    List<String> kinds = kindsAt(interval);
    if (kinds.isEmpty()) {
      return;
    }
    Map<List<IpFamily>, List<String>> byFamilies = new LinkedHashMap<>();
    workloads.forEach((workload, families) ->
        byFamilies.computeIfAbsent(families, key -> new ArrayList<>()).add(workload));
    byFamilies.forEach((families, names) -> {
      Map<String, List<String>> params = ring();
      params.put("interval", List.of(interval));
      params.put("kind", kinds);
      params.put("family", families.stream().map(IpFamily::name).toList());
      params.put("workload", names);
      params.put("guest", values("guest", List.of(Profile.GUEST)));
      legs.add(leg(benchmarks, params));
    });
  }

  private List<String> kinds() {
    return values("kind", Stream.of(CoalescerKind.values()).map(CoalescerKind::name).toList());
  }

  /**
   * The floor knows no interval: it is measured with the shortest and the longest, so that it is
   * seen at two times of a round.
   */
  private List<String> kindsAt(String interval) {
    List<String> all = intervals();
    boolean atTheEnd = interval.equals(all.getFirst()) || interval.equals(all.getLast());
    return kinds().stream()
        .filter(kind -> atTheEnd || CoalescerKind.valueOf(kind).coalesces())
        .toList();
  }

  /** The full names of what is measured. */
  private List<String> benchmarks() {
    if (cli.getIncludes().isEmpty()) {
      List<String> mainJob = Stream.of(INTERVALS, FLOWS, BASELINES).map(Pattern::quote).toList();
      return CommandLineCheck.benchmarkNames(mainJob, cli.getExcludes());
    }
    return CommandLineCheck.benchmarkNames(cli.getIncludes(), cli.getExcludes());
  }

  private List<String> values(String name, List<String> otherwise) {
    return List.copyOf(cli.getParameter(name).orElse(otherwise));
  }

  private Leg leg(List<String> benchmarks, Map<String, List<String>> params) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(parent)
            .forks(1)
            .shouldFailOnError(false)
            .verbosity(VerboseMode.NORMAL)
            .addProfiler(GCProfiler.class)
            .jvmArgsPrepend(forkFlags());
    benchmarks.forEach(name -> options.include("^" + Pattern.quote(name) + "$"));
    iterations(options);
    int cells = benchmarks.size();
    for (Map.Entry<String, List<String>> param : params.entrySet()) {
      options.param(param.getKey(), param.getValue().toArray(String[]::new));
      cells *= param.getValue().size();
    }
    return new Leg(options.build(), cells);
  }

  private void iterations(ChainedOptionsBuilder options) {
    if (!cli.getWarmupIterations().hasValue()) {
      options.warmupIterations(profile.warmup().count());
    }
    if (!cli.getWarmupTime().hasValue()) {
      options.warmupTime(profile.warmup().time());
    }
    if (!cli.getMeasurementIterations().hasValue()) {
      options.measurementIterations(profile.measurement().count());
    }
    if (!cli.getMeasurementTime().hasValue()) {
      options.measurementTime(profile.measurement().time());
    }
  }

  private String[] forkFlags() {
    List<String> flags = new ArrayList<>(List.of(JmhCommand.FORK_FLAGS));
    Collection<String> users = cli.getJvmArgsPrepend().orElse(List.of());
    flags.addAll(users);
    if (!capture.isEmpty()) {
      flags.add("-D" + Traces.CAPTURE_PROPERTY + "=" + capture);
    }
    return flags.toArray(String[]::new);
  }
}
