package dev.rsclab.results;

import java.time.ZoneOffset;
import java.util.List;

/**
 * What stands below a picture: how it was measured, where, when, and under which condition.
 *
 * @param run the run
 */
record Caption(Run run) {

  String of(List<String> benchmarks, String forks, Condition condition) {
    Environment environment = run.environment();
    String noise =
        run.of(benchmarks).stream().anyMatch(measurement -> measurement.forks().size() > 1)
            ? "Bars: 95 % intervals over forks, variance pooled over all cells. "
            : "No bars: with one fork a cell nothing is known about the noise. ";
    return noise
        + environment.cpuModel()
        + ", "
        + Figures.count(environment.logicalCpus(), "CPU")
        + "; JDK "
        + environment.jdkVersion()
        + "; "
        + forks
        + "; "
        + condition.inWords()
        + "; "
        + dateAndCommit()
        + "."
        + guestCost(condition);
  }

  /** Where the guest's cost comes from takes a sentence or two, which the report has room for. */
  private static String guestCost(Condition condition) {
    boolean named = condition.get(Condition.GUEST).matches("[A-Z]+");
    return GuestCost.of(condition)
        .filter(cost -> cost.perDelivery().signum() + cost.perByte().signum() > 0)
        .map(cost ->
            (named ? " A delivery costs that guest " + cost.text() + "." : "")
                + " The guest's cost is modelled: see the report.")
        .orElse("");
  }

  String dateAndCommit() {
    return dateAndCommit(run.environment());
  }

  /** When, and which commit was measured. */
  static String dateAndCommit(Environment environment) {
    String commit = environment.gitCommit();
    return (environment.startedAt() == null
            ? "date unknown"
            : environment.startedAt().atZone(ZoneOffset.UTC).toLocalDate())
        + "; commit "
        + commit.substring(0, Math.min(10, commit.length()))
        + (Boolean.TRUE.equals(environment.gitDirty()) ? " (modified)" : "");
  }
}
