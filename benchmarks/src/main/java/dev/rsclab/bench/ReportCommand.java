package dev.rsclab.bench;

import dev.rsclab.results.DelayBudget;
import dev.rsclab.results.RecordedRuns;
import dev.rsclab.results.ResultsException;
import dev.rsclab.results.RunReport;
import dev.rsclab.results.RunSummary;
import dev.rsclab.results.live.LiveReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code report} command: makes the report of a run anew. */
@Command(
    name = "report",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Makes report.html, report.md and the charts of a run anew from its files, also",
      "of a run that was stopped in the middle or of the live command, and prints what they",
      "say."
    })
final class ReportCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      description = "a run's folder, or its name in the folder of all runs")
  private String run;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "results/runs",
      description = "where run folders lie; default ${DEFAULT-VALUE}")
  private Path runs;

  @Option(
      names = "--delay-budget",
      paramLabel = "TIME",
      description =
          "recommend only intervals that delay 99 %% of the packets no longer than this, in ns, us"
              + " or ms, or none; later reports of the run keep it; default: as the last report",
      converter = OptionValues.Budget.class)
  private OptionalLong delayBudget;

  @Override
  public Integer call() {
    Path folder = folder();
    try {
      boolean live = LiveReport.isLive(folder);
      if (delayBudget != null && live) {
        throw new ParameterException(
            spec.commandLine(), "--delay-budget is not allowed for a run of the live command");
      }
      if (delayBudget != null) {
        DelayBudget.store(folder, delayBudget);
      }
      RunSummary summary = live ? LiveReport.write(folder) : report(folder);
      summary.lines().forEach(System.out::println);
      System.out.println();
      System.out.println("The report is " + folder.resolve("report.html"));
      summary.problems().forEach(problem -> System.err.println("FAILED: " + problem));
      return summary.problems().isEmpty() ? 0 : 1;
    } catch (IOException e) {
      System.err.println(folder + ": " + (e.getMessage() == null ? e.toString() : e.getMessage()));
      return 1;
    }
  }

  /** With the live runs among all runs, or beside a run that lies elsewhere. */
  private RunSummary report(Path folder) throws IOException {
    return Files.isDirectory(runs) ? RunReport.write(folder, runs) : RunReport.write(folder);
  }

  private Path folder() {
    try {
      return new RecordedRuns(runs).find(run);
    } catch (ResultsException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  static int execute(String... args) {
    return new CommandLine(new ReportCommand()).execute(args);
  }
}
