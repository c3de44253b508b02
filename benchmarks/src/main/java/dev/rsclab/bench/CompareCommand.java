package dev.rsclab.bench;

import dev.rsclab.results.NotComparableException;
import dev.rsclab.results.RecordedRuns;
import dev.rsclab.results.ResultsException;
import dev.rsclab.results.RunComparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code compare} command: what differs between two runs, cell by cell. */
@Command(
    name = "compare",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Compares two runs cell by cell: before and after a change, or two machines.",
      "Exit status: 1 if a cell is worse than --fail-on-regression allows or a file",
      "cannot be read, 2 for a wrong command line or runs that cannot be compared."
    })
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "RUN_A",
      description = "before: a run's folder, or its name in the folder of all runs")
  private String before;

  @Parameters(index = "1", paramLabel = "RUN_B", description = "after: likewise")
  private String after;

  @Option(
      names = "--fail-on-regression",
      paramLabel = "PERCENT",
      description =
          "fail if a cell is shown to be worse by more, for instance 5%%: its whole interval lies beyond")
  private String limit;

  @Option(names = "--html", paramLabel = "FILE", description = "write all cells as an HTML page")
  private Path html;

  @Option(names = "--md", paramLabel = "FILE", description = "write all cells as Markdown")
  private Path markdown;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "results/runs",
      description = "where run folders lie; default ${DEFAULT-VALUE}")
  private Path runs;

  @Override
  public Integer call() {
    double share = share();
    Path first = folder(before);
    Path second = folder(after);
    try {
      RunComparison comparison = RunComparison.of(first, second);
      comparison.lines().forEach(System.out::println);
      if (html != null) {
        Files.writeString(html, comparison.html());
      }
      if (markdown != null) {
        Files.writeString(markdown, comparison.markdown());
      }
      return limit == null ? 0 : gate(comparison, share);
    } catch (NotComparableException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      System.err.println(e instanceof ResultsException ? e.getMessage() : e.toString());
      return 1;
    }
  }

  /** A gate that could never fail would look like one that passed. */
  private int gate(RunComparison comparison, double share) {
    System.out.println();
    if (!comparison.tested()) {
      System.err.println(
          "--fail-on-regression: nothing can be shown; both runs need at least two forks a cell"
              + (comparison.differentMachines() ? ", and different machines a reference" : ""));
      return 2;
    }
    int regressions = comparison.regressions(share);
    System.out.println(
        regressions == 0
            ? "No cell is shown to be worse by more than " + limit + "."
            : "FAILED: cells shown to be worse by more than " + limit + ": " + regressions);
    return regressions == 0 ? 0 : 1;
  }

  private double share() {
    if (limit == null) {
      return 0;
    }
    if (!limit.matches("\\d{1,2}(\\.\\d{1,3})?%?")) {
      throw new ParameterException(
          spec.commandLine(),
          "--fail-on-regression '" + limit + "'; allowed: a percentage from 0% to 99%, such as 5%");
    }
    return Double.parseDouble(limit.replace("%", "")) / 100;
  }

  private Path folder(String run) {
    try {
      return new RecordedRuns(runs).find(run);
    } catch (ResultsException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  static int execute(String... args) {
    return new CommandLine(new CompareCommand()).execute(args);
  }
}
