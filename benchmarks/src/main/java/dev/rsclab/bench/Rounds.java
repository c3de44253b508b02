package dev.rsclab.bench;

import dev.rsclab.results.JmhResults;
import dev.rsclab.results.PeerResults;
import dev.rsclab.results.Precision;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.WorkloadParams;

/**
 * Runs every cell once a round, and gives the results as if JMH had run all forks of a cell one
 * after another.
 *
 * <p>JMH by itself runs the forks of a cell back to back, so that minutes pass between the kinds
 * that are to be compared. The file is written by JMH's own writer, anew after each leg, so that a
 * run that is stopped leaves what it has measured. What differs from JMH's own file: the forks of
 * all rounds are together in one entry, and paths are taken out.
 */
final class Rounds {

  private final Settings settings;
  private final PrintStream screen;
  private final long startedNanos;
  private final Limits limits;
  private final PeerRounds peers;
  private final Map<String, List<RunResult>> cells = new LinkedHashMap<>();
  private Optional<String> reason = Optional.empty();

  /**
   * Nothing is measured yet.
   *
   * @param limits when no further round is made
   * @param startedNanos when the job began, as {@link System#nanoTime} says
   */
  Rounds(Settings settings, Limits limits, PrintStream screen, long startedNanos) {
    this.settings = settings;
    this.limits = limits;
    this.screen = screen;
    this.startedNanos = startedNanos;
    peers = new PeerRounds(settings);
  }

  /**
   * Runs all rounds, or those up to the limits of the settings.
   *
   * @return how many cells lack the result of a round; 0 if all is well
   * @throws IOException if the file cannot be written
   */
  int run(Path jmhJson, Progress progress) throws RunnerException, IOException {
    peers.begin(peersJson(jmhJson));
    int missing = 0;
    Duration longest = Duration.ZERO;
    for (int round = 0; round < settings.rounds(); round++) {
      long began = System.nanoTime();
      progress.startRound(round);
      missing += round(settings.legs(round % 2 == 1), jmhJson, progress);
      Duration took = since(began);
      longest = took.compareTo(longest) > 0 ? took : longest;
      if (limits.any() && isEnough(round + 1, longest, jmhJson)) {
        return missing;
      }
    }
    return missing;
  }

  private int round(List<Leg> legs, Path jmhJson, Progress progress)
      throws RunnerException, IOException {
    int missing = 0;
    for (Leg leg : legs) {
      progress.startLeg(leg);
      switch (leg) {
        case Leg.Forks forks -> missing += run(forks, jmhJson, progress);
        case Leg.Peers some -> peers.run(some, peersJson(jmhJson), progress);
      }
      progress.endLeg(leg);
    }
    return missing;
  }

  private int run(Leg.Forks leg, Path jmhJson, Progress progress)
      throws RunnerException, IOException {
    int before = progress.started();
    Collection<RunResult> results = new Runner(leg.options(), progress).run();
    for (RunResult result : results) {
      cells.computeIfAbsent(result.getParams().id(), id -> new ArrayList<>()).add(result);
    }
    write(jmhJson);
    // More than the leg says were started if a benchmark that somebody added has parameters.
    return Math.max(leg.cells(), progress.started() - before) - results.size();
  }

  private static Path peersJson(Path jmhJson) {
    return jmhJson.resolveSibling(PeerResults.FILE);
  }

  /** Peers that broke down, and how. */
  List<PeerResults.Remark> failedPeers() {
    return peers.failed();
  }

  /** Whether the limits allow no further round; a reason is then known. */
  private boolean isEnough(int made, Duration longest, Path jmhJson) throws IOException {
    Duration elapsed = since(startedNanos);
    boolean told = limits.tooShort(settings.roundEstimate().multipliedBy(2)).isPresent();
    if (made == 1 && !told) {
      limits.tooShort(elapsed.plus(longest)).ifPresent(screen::println);
    }
    if (cells.isEmpty()) {
      return false; // everything failed, which is told at the end
    }
    Precision known = Precision.of(JmhResults.read(jmhJson));
    reason = limits.reasonToStop(made, elapsed, longest, known);
    if (reason.isEmpty() && made == settings.rounds()) {
      reason =
          Optional.of(
              "Stopped after %d rounds, the most that are made: %s."
                  .formatted(made, known.inWords()));
    }
    return reason.isPresent();
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }

  /** Why no further round was made, if limits were set. */
  Optional<String> reason() {
    return reason;
  }

  /** Into a file of its own first: whoever stops the run must not find half a file. */
  private void write(Path jmhJson) throws IOException {
    Path whole = jmhJson.resolveSibling(jmhJson.getFileName() + ".part");
    ResultFormatFactory.getInstance(ResultFormatType.JSON, whole.toString())
        .writeOut(cells.values().stream().map(this::merged).toList());
    Files.move(whole, jmhJson, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The parameters of any result, for what all forks have in common; nothing if there is none. */
  Optional<BenchmarkParams> anyParams() {
    return cells.values().stream().map(forks -> forks.getFirst().getParams()).findFirst();
  }

  /** The forks of one cell as one result. */
  private RunResult merged(List<RunResult> rounds) {
    List<BenchmarkResult> forks =
        rounds.stream().flatMap(round -> round.getBenchmarkResults().stream()).toList();
    return new RunResult(withForks(rounds.getFirst().getParams(), forks.size()), forks);
  }

  /**
   * The same parameters with the real number of forks, and without the paths of the JVM and of the
   * user's capture, which are nobody else's business.
   */
  private BenchmarkParams withForks(BenchmarkParams p, int forks) {
    WorkloadParams params = new WorkloadParams();
    int position = 0;
    for (String key : p.getParamsKeys()) {
      params.put(key, p.getParam(key), position++);
    }
    return new BenchmarkParams(
        p.getBenchmark(),
        p.generatedBenchmark(),
        p.shouldSynchIterations(),
        p.getThreads(),
        p.getThreadGroups(),
        p.getThreadGroupLabels(),
        forks,
        p.getWarmupForks(),
        p.getWarmup(),
        p.getMeasurement(),
        p.getMode(),
        params,
        p.getTimeUnit(),
        p.getOpsPerInvocation(),
        "java",
        p.getJvmArgs().stream().map(settings::withoutPath).toList(),
        p.getJdkVersion(),
        p.getVmName(),
        p.getVmVersion(),
        p.getJmhVersion(),
        p.getTimeout());
  }
}
