package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report says of a run that is damaged, or whose charts cannot be written. */
class RunReportFailuresTest {

  @TempDir Path folder;

  /** A file of another project is no run of this one, whatever lies beside it. */
  @Test
  void aForeignFileIsRefused() throws IOException {
    Path run = folder.resolve("run");
    new MadeUpRun().forks(1).addFlows("IPV4", "HASH_MAP", 1, 64, 3).write(run);
    Path jmh = run.resolve("jmh.json");
    Files.writeString(jmh, Files.readString(jmh).replace("dev.rsclab.bench.", "org.sample."));
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(ResultsException.class)
        .hasMessage(
            "jmh.json: no benchmark of this project (dev.rsclab.*): found"
                + " org.sample.FlowScalingBenchmark.offer");
    assertThat(run.resolve("report.md")).doesNotExist();
  }

  @Test
  void namesTheFileThatIsWrong() throws IOException {
    Path run = MadeUpRun.ofOneWorkload().write(folder.resolve("run"));
    Files.writeString(run.resolve("replay.csv"), "a,b\n");
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("replay.csv: line 1");
    Files.writeString(
        run.resolve("jmh.json"),
        MadeUpRun.ofOneWorkload().jmhJson().replace("\"50us\"", "\"soon\""));
    Files.delete(run.resolve("replay.csv"));
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(
            "jmh.json: IntervalBenchmark.packets: parameter 'interval': 'soon'");
    Files.delete(run.resolve("environment.json"));
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("environment.json: cannot be read");
  }

  @Test
  void oneChartThatCannotBeWrittenLeavesTheOthers() throws IOException {
    Path run = MadeUpRun.ofOneWorkload().write(folder.resolve("run"));
    Files.createDirectories(run.resolve("charts/throughput-bulk.svg"));
    RunSummary summary = RunReport.write(run);
    assertThat(summary.problems())
        .singleElement()
        .asString()
        .startsWith("The chart throughput-bulk could not be written");
    assertThat(summary.charts())
        .extracting(path -> path.getFileName().toString())
        .containsExactly("merge-and-delay-bulk.png", "delay-bulk.png", "flow-scaling.png");
  }

  @Test
  void chartsThatCannotBeWrittenAreAProblemButTheSummaryIsThere() throws IOException {
    Path run = MadeUpRun.ofOneWorkload().write(folder.resolve("run"));
    Files.writeString(run.resolve("charts"), "in the way");
    RunSummary summary = RunReport.write(run);
    assertThat(summary.charts()).isEmpty();
    assertThat(summary.problems())
        .hasSize(4)
        .allMatch(problem -> problem.contains("could not be written"));
    assertThat(run.resolve("report.md")).exists();
    assertThat(summary.lines()).anyMatch(line -> line.contains("drawing failed"));
  }
}
