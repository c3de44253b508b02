package dev.rsclab.bench;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.peer.PeerOption;
import dev.rsclab.profile.ProfilerName;
import dev.rsclab.replay.RscInterval;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a run measures: the profile, and in its place whatever JMH options the user gave.
 *
 * @param profile the profile
 * @param cli the user's JMH options
 * @param parent the same without the regular expressions that choose benchmarks: JMH would add them
 *     to those of a leg
 * @param jmhArgs the user's JMH options as they were written
 * @param workloads all workloads, each with the IP versions that may be measured
 * @param capture the user's capture, or an empty string
 * @param limits when no further round is made
 * @param peers other programs that play the same packets
 * @param profilers what looks at further forks when all is measured
 */
record Settings(
    Profile profile,
    CommandLineOptions cli,
    CommandLineOptions parent,
    List<String> jmhArgs,
    SequencedMap<String, List<IpFamily>> workloads,
    String capture,
    Limits limits,
    PeerOption peers,
    List<ProfilerName> profilers) {

  /**
   * How long a cell is measured.
   *
   * @param warmup all iterations before
   * @param iteration one that is measured
   * @param iterations how many those are
   */
  record Times(Duration warmup, Duration iteration, int iterations) {}

  /** What starting a fork and its JVM takes beside its iterations. */
  static final Duration FORK = Duration.ofMillis(680);

  /** Forks of each cell at most: the user's {@code -f}, or the profile's, or what limits allow. */
  int rounds() {
    int otherwise = limits.any() ? Limits.MOST_ROUNDS : profile.rounds();
    return Math.max(1, cli.getForkCount().orElse(otherwise));
  }

  /** A text with the capture's file name in place of its path. */
  String withoutPath(String text) {
    return capture.isEmpty() ? text : text.replace(capture, captureName());
  }

  /** The capture's file name, or an empty string. */
  String captureName() {
    return capture.isEmpty() ? "" : Path.of(capture).getFileName().toString();
  }

  /** The cells of a round that the profile and the user's parameters name, in order. */
  List<Grid.Cell> cells() {
    List<Sweep> sweeps = new ArrayList<>();
    for (Sweep sweep : profile.sweeps()) {
      if (!names(sweep.benchmark()).isEmpty()) {
        sweeps.addAll(byWorkload(asTheUserWants(sweep)));
      }
    }
    if (!capture.isEmpty() && !names(IntervalBenchmark.class).isEmpty()) {
      String text = "workload=" + Traces.CAPTURE + " interval=" + String.join(",", intervals());
      sweeps.addAll(
          byWorkload(asTheUserWants(Sweep.of(IntervalBenchmark.class, text), "workload")));
    }
    return Grid.cells(sweeps);
  }

  /** The cells that profilers look at, whatever benchmarks the user chose to measure. */
  List<Grid.Cell> profiledCells() {
    return Grid.cells(List.of(asTheUserWants(profile.profiledCells())));
  }

  /** The IP versions that the user wants: all, unless said otherwise. */
  List<IpFamily> families() {
    List<String> all = Stream.of(IpFamily.values()).map(IpFamily::name).toList();
    return values("family", all).stream().map(IpFamily::valueOf).toList();
  }

  /** All intervals of the interval benchmark, ascending, in one form each. */
  List<String> intervals() {
    return inOneForm(values("interval", profile.values("interval")));
  }

  private static List<String> inOneForm(List<String> intervals) {
    return intervals.stream()
        .map(RscInterval::parse)
        .sorted()
        .distinct()
        .map(RscInterval::format)
        .toList();
  }

  /** The user's values of a parameter replace those of every sweep that has it. */
  private Sweep asTheUserWants(Sweep sweep, String... but) {
    Sweep wanted = sweep;
    for (String name : sweep.params().keySet()) {
      if (!List.of(but).contains(name)) {
        List<String> values = values(name, sweep.values(name));
        wanted = wanted.with(name, name.equals("interval") ? inOneForm(values) : values);
      }
    }
    return sweep.benchmark() == FlushStrategyBenchmark.class
        ? wanted.with("kind", Grid.coalescing(wanted.values("kind")))
        : wanted;
  }

  /** A sweep for each workload, over those of its IP versions that the workload has frames of. */
  private List<Sweep> byWorkload(Sweep sweep) {
    if (sweep.values("workload").isEmpty()) {
      return List.of(sweep);
    }
    List<Sweep> result = new ArrayList<>();
    for (String workload : sweep.values("workload")) {
      List<String> has = workloads.get(workload).stream().map(IpFamily::name).toList();
      List<String> both = sweep.values("family").stream().filter(has::contains).toList();
      result.add(
          sweep.with("workload", List.of(workload)).with("family", both.isEmpty() ? has : both));
    }
    return result;
  }

  /**
   * The legs of a round: a cell each, one for benchmarks that no profile knows, and in the middle
   * of the cells that have the same packets one for the peers.
   *
   * @param backwards from the longest interval to the shortest and so on: every other round, so
   *     that a machine that drifts does not favour one end
   */
  List<Leg> legs(boolean backwards) {
    Map<Class<?>, List<String>> names = new HashMap<>();
    List<Leg> legs = new ArrayList<>();
    Map<PeerTraffic, Integer> left = cellsBeforePeers();
    for (Grid.Cell cell : cells()) {
      legs.add(leg(names.computeIfAbsent(cell.benchmark(), this::names), cell.params()));
      PeerTraffic.of(cell)
          .filter(traffic -> left.computeIfPresent(traffic, (_, count) -> count - 1) != null)
          .filter(traffic -> left.get(traffic) == 0)
          .ifPresent(traffic -> legs.add(peerLeg(traffic, backwards)));
    }
    List<String> others =
        benchmarks().stream()
            .filter(
                name -> profile.sweeps().stream().noneMatch(sweep -> isOf(sweep.benchmark(), name)))
            .toList();
    if (!others.isEmpty()) {
      legs.add(leg(others, Map.of()));
    }
    return backwards ? legs.reversed() : legs;
  }

  /** How many cells with the same packets come before the peers: half of them; no peers, no map. */
  private Map<PeerTraffic, Integer> cellsBeforePeers() {
    Map<PeerTraffic, Integer> cells = new HashMap<>();
    if (!peers.peers().isEmpty()) {
      cells()
          .forEach(cell ->
              PeerTraffic.of(cell).ifPresent(traffic -> cells.merge(traffic, 1, Integer::sum)));
      cells.replaceAll((_, count) -> (count + 1) / 2);
    }
    return cells;
  }

  private Leg peerLeg(PeerTraffic traffic, boolean backwards) {
    return new Leg.Peers(traffic, backwards ? peers.peers().reversed() : peers.peers());
  }

  /** How many results a round gives: forks, and processes of peers. */
  int cellsOfARound() {
    return legs(false).stream().mapToInt(Leg::cells).sum();
  }

  /** How many forks a round has. */
  int forksOfARound() {
    return legs(false).stream().filter(Leg.Forks.class::isInstance).mapToInt(Leg::cells).sum();
  }

  /** About how long a round takes; a peer takes about as long as a fork. */
  Duration roundEstimate() {
    Times times = times();
    return FORK.plus(times.warmup())
        .plus(times.iteration().multipliedBy(times.iterations()))
        .multipliedBy(cellsOfARound());
  }

  /** How long every cell is measured. */
  Times times() {
    int warmups = cli.getWarmupIterations().orElse(profile.warmup().count());
    TimeValue warmup = cli.getWarmupTime().orElse(profile.warmup().time());
    return new Times(
        Duration.ofMillis(warmups * millis(warmup)),
        Duration.ofMillis(millis(cli.getMeasurementTime().orElse(profile.measurement().time()))),
        cli.getMeasurementIterations().orElse(profile.measurement().count()));
  }

  private static long millis(TimeValue time) {
    return time.convertTo(TimeUnit.MILLISECONDS);
  }

  private List<String> names(Class<?> benchmark) {
    return benchmarks().stream().filter(name -> isOf(benchmark, name)).toList();
  }

  private static boolean isOf(Class<?> benchmark, String name) {
    return name.startsWith(benchmark.getName() + ".");
  }

  /** The full names of what is measured. */
  private List<String> benchmarks() {
    List<String> wanted =
        cli.getIncludes().isEmpty()
            ? profile.sweeps().stream()
                .map(sweep -> Pattern.quote(sweep.benchmark().getName() + "."))
                .distinct()
                .toList()
            : cli.getIncludes();
    return CommandLineCheck.benchmarkNames(wanted, cli.getExcludes());
  }

  private List<String> values(String name, List<String> otherwise) {
    return List.copyOf(cli.getParameter(name).orElse(otherwise));
  }

  private Leg leg(List<String> benchmarks, Map<String, String> params) {
    Options options =
        forkOptions(benchmarks, params, List.of()).addProfiler(GCProfiler.class).build();
    return new Leg.Forks(options, benchmarks.size());
  }

  /** One fork of each of some benchmarks, under no profiler but the user's own. */
  ChainedOptionsBuilder forkOptions(
      List<String> benchmarks, Map<String, String> params, List<String> moreFlags) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(parent)
            .forks(1)
            .shouldFailOnError(false)
            .verbosity(VerboseMode.NORMAL)
            .jvmArgsPrepend(forkFlags(moreFlags));
    benchmarks.forEach(name -> options.include("^" + Pattern.quote(name) + "$"));
    iterations(options);
    params.forEach(options::param);
    if (params.containsKey("queues")) {
      options.threads(Integer.parseInt(params.get("queues"))); // one owns each
    }
    return options;
  }

  private void iterations(ChainedOptionsBuilder options) {
    options
        .warmupIterations(cli.getWarmupIterations().orElse(profile.warmup().count()))
        .warmupTime(cli.getWarmupTime().orElse(profile.warmup().time()))
        .measurementIterations(cli.getMeasurementIterations().orElse(profile.measurement().count()))
        .measurementTime(cli.getMeasurementTime().orElse(profile.measurement().time()));
  }

  private String[] forkFlags(List<String> more) {
    List<String> flags = new ArrayList<>(JmhCommand.forkFlags());
    Collection<String> users = cli.getJvmArgsPrepend().orElse(List.of());
    flags.addAll(users);
    flags.addAll(more);
    if (!capture.isEmpty()) {
      flags.add("-D" + Traces.CAPTURE_PROPERTY + "=" + capture);
    }
    return flags.toArray(String[]::new);
  }
}
