package dev.rsclab.results;

import java.util.List;
import java.util.Optional;

/**
 * Parts of a run's report as plain text, for a notebook.
 *
 * @param run the run
 */
public record ReportText(Run run) {

  /**
   * In one paragraph: when, where, how often, and why the run may be noisy.
   *
   * <p>The forks named are those of the interval benchmark.
   */
  public String summary() {
    Environment it = run.environment();
    String forks =
        run.studies().isEmpty()
            ? ""
            : "; throughput is known from " + Forks.ofStudies(run.studies()) + " a cell";
    String noise = lines(NoiseReasons.blocks(it));
    String text =
        "Profile %s, label %s, %s; %s, %s; JDK %s%s. %s %s"
            .formatted(
                it.profile(),
                it.label().isEmpty() ? "none" : it.label(),
                new Caption(run).dateAndCommit(),
                it.cpuModel(),
                Figures.count(it.logicalCpus(), "CPU"),
                it.jdkVersion(),
                forks,
                NoiseFloor.inWords(noiseFloor()),
                noise.isEmpty() ? "No reason for noise was seen." : noise.replace('\n', ' '));
    return wrapped(text);
  }

  private Optional<NoiseFloor> noiseFloor() {
    return run.studies().stream().flatMap(study -> study.noiseFloor().stream()).findFirst();
  }

  /** What is recommended under one condition of the run, and how sure that is, in sentences. */
  public String recommendation(IntervalStudy study) {
    return wrapped(
        study.condition().namedAmong(run.conditions()).inWords()
            + ". "
            + IntervalSection.recommendation(study));
  }

  /** The reference's 50 and 300 us checked; empty without the data. */
  public String certification() {
    return lines(new CertificationSection(run).figures());
  }

  /** What a message waits for in a workload; empty if it has no messages or was not replayed. */
  public String messageDelays(String workload) {
    return lines(new CertificationSection(run).messageDelays(List.of(workload)));
  }

  /** One interval for all workloads; empty if fewer than two conditions were measured. */
  public String oneInterval() {
    return lines(new RegretSection(run).regrets());
  }

  /** Throughput against delay by flush strategy; empty if none was measured. */
  public String flushStrategies() {
    return lines(new FlushSection(run).blocks());
  }

  /** Bytes allocated for each packet, by kind. */
  public String allocation() {
    return lines(new AllocationSection(run).blocks());
  }

  /** Machine, JDK, commit, noise. */
  public String environment() {
    return lines(new EnvironmentSection(run).blocks());
  }

  /** A text in lines of at most 100 characters. */
  public static String wrapped(String text) {
    return String.join("\n", PlainText.wrap(text));
  }

  private static String lines(List<Block> blocks) {
    return String.join("\n", PlainText.lines(blocks));
  }
}
