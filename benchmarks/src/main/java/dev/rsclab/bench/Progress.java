package dev.rsclab.bench;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.format.OutputFormat;

/**
 * Shows how far a run is and how long it will still take: a line that is overwritten on a terminal,
 * a line per fork in a log. JMH's full text goes to the log file behind it.
 */
final class Progress extends CountingOutput {

  private static final String JMH_PROGRESS = "# Run progress: ";

  private final PrintStream screen;
  private final boolean terminal;
  private final int cellsOfRound;
  private final int rounds;
  private final boolean limited;
  private final int profiledForks;
  private boolean profiling;
  private String profiler = "";
  private int round;
  private long startedNanos = System.nanoTime();
  private int cellsDone;
  private int cellsOfLeg;
  private double fraction;
  private String current = "";

  /**
   * Progress of a run.
   *
   * @param log where JMH's text goes
   * @param screen where progress goes
   * @param terminal whether lines there can be overwritten
   * @param settings what is measured
   * @param profiledForks how many forks are profiled after that
   */
  Progress(
      OutputFormat log,
      PrintStream screen,
      boolean terminal,
      Settings settings,
      int profiledForks) {
    super(log);
    this.profiledForks = profiledForks;
    this.screen = screen;
    this.terminal = terminal;
    cellsOfRound = settings.cellsOfARound();
    rounds = settings.rounds();
    limited = settings.limits().any();
  }

  /** Says that a round begins, counted from 0. Where limits end a run, each round counts alone. */
  void startRound(int number) {
    round = number;
    if (limited) {
      startAgain();
    }
  }

  private void startAgain() {
    cellsDone = 0;
    fraction = 0;
    startedNanos = System.nanoTime();
  }

  /** Says that all is measured, and that profiled forks follow. */
  void startProfiles() {
    profiling = true;
    if (limited) {
      startAgain();
    }
  }

  /** Says that a profiled fork begins. */
  void startProfile(String name, Leg leg) {
    profiler = " under " + name + ", no measurement";
    startLeg(leg);
  }

  /** Says that a leg begins. */
  void startLeg(Leg leg) {
    cellsOfLeg = leg.cells();
  }

  /** Says that a leg has ended. */
  void endLeg(Leg leg) {
    cellsDone += leg.cells();
    fraction = (double) cellsDone / cells();
  }

  /** Says something between two forks, on the screen and in the log. */
  void tell(String line) {
    super.println("# " + line);
    clear();
    screen.println(position() + line);
  }

  @Override
  public void println(String line) {
    super.println(line);
    if (line.startsWith(JMH_PROGRESS)) {
      String percent = line.substring(JMH_PROGRESS.length(), line.indexOf('%'));
      fraction = (cellsDone + cellsOfLeg * Double.parseDouble(percent) / 100) / cells();
      super.println("# The whole run: " + position().strip());
    } else if (line.startsWith("<failure>") || line.contains("Exception")) {
      clear();
      screen.println(current + ": " + line.strip());
    }
  }

  @Override
  public void startBenchmark(BenchmarkParams benchmark) {
    super.startBenchmark(benchmark);
    current = describe(benchmark) + profiler;
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
    super.iteration(benchmark, params, iteration);
    if (terminal) {
      clear();
      screen.print(position() + current);
      screen.flush();
    }
  }

  @Override
  public void endBenchmark(BenchmarkResult result) {
    super.endBenchmark(result);
    if (result == null) {
      return;
    }
    clear();
    screen.println(position() + current + ": " + score(result.getPrimaryResult()));
  }

  private void clear() {
    if (terminal) {
      screen.print("\r\033[K");
    }
  }

  private String position() {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    String left = fraction > 0 ? time(seconds * (1 - fraction) / fraction) + " left" : "estimating";
    String of = limited ? part() : "";
    return String.format(
        Locale.ROOT, "[%s%3.0f %%, %s%s] ", of, 100 * fraction, left, limited ? " of it" : "");
  }

  private String part() {
    return profiling ? "profiles: " : "round %d of at most %d: ".formatted(round + 1, rounds);
  }

  /** How many make up 100 %. */
  private int cells() {
    if (limited) {
      return profiling ? profiledForks : cellsOfRound;
    }
    return rounds * cellsOfRound + profiledForks;
  }

  private static String time(double seconds) {
    long whole = Math.round(seconds);
    return whole < 60 ? whole + " s" : whole / 60 + " min " + whole % 60 + " s";
  }

  private static String describe(BenchmarkParams benchmark) {
    String name = benchmark.getBenchmark();
    int type = name.lastIndexOf('.', name.lastIndexOf('.') - 1);
    Collection<String> keys = benchmark.getParamsKeys();
    return name.substring(type + 1)
        + keys.stream().map(key -> " " + benchmark.getParam(key)).collect(Collectors.joining());
  }

  private static String score(Result<?> result) {
    boolean packetsPerSecond = result.getScoreUnit().equals("ops/s");
    return packetsPerSecond
        ? String.format(Locale.ROOT, "%.3f million packets/s", result.getScore() / 1e6)
        : String.format(Locale.ROOT, "%.1f ns/packet", result.getScore());
  }
}
