package dev.rsclab.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * that are to be compared. The file is written by JMH's own writer, anew after each round, so that
 * a run that is stopped leaves what it has measured.
 */
final class Rounds {

  private final Settings settings;
  private final Progress progress;
  private final Map<String, List<RunResult>> cells = new LinkedHashMap<>();

  Rounds(Settings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /**
   * Runs all rounds.
   *
   * @return how many cells lack the result of a round; 0 if all is well
   */
  int run(Path jmhJson) throws RunnerException {
    int missing = 0;
    for (int round = 0; round < settings.rounds(); round++) {
      progress.startRound(round);
      int before = progress.started();
      Collection<RunResult> results = new Runner(settings.ofRound(), progress).run();
      missing += progress.started() - before - results.size();
      for (RunResult result : results) {
        cells.computeIfAbsent(result.getParams().id(), id -> new ArrayList<>()).add(result);
      }
      ResultFormatFactory.getInstance(ResultFormatType.JSON, jmhJson.toString())
          .writeOut(cells.values().stream().map(Rounds::merged).toList());
    }
    return missing;
  }

  /** The forks of one cell as one result. */
  private static RunResult merged(List<RunResult> rounds) {
    List<BenchmarkResult> forks =
        rounds.stream().flatMap(round -> round.getBenchmarkResults().stream()).toList();
    return new RunResult(withForks(rounds.getFirst().getParams(), forks.size()), forks);
  }

  /**
   * The same parameters with the real number of forks, and without the path of the JVM, which is
   * nobody else's business.
   */
  private static BenchmarkParams withForks(BenchmarkParams p, int forks) {
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
        p.getJvmArgs(),
        p.getJdkVersion(),
        p.getVmName(),
        p.getVmVersion(),
        p.getJmhVersion(),
        p.getTimeout());
  }
}
