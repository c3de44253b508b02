package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        .hasMessage("environment.json: cannot be read: there is no such file");
  }

  @Test
  void saysThatAFileIsNoText() throws IOException {
    Path run = MadeUpRun.ofOneWorkload().write(folder.resolve("run"));
    Files.write(run.resolve("replay.csv"), new byte[] {'w', (byte) 0xff, '\n'});
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(ResultsException.class)
        .hasMessage("replay.csv: cannot be read: it is not UTF-8 text");
  }

  /** What a crash or an editor leaves of a JSON file: the entry is there, its content is not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "peers.json | \"leftOut\" : [ {       | \"leftOut\" : [ null, { | leftOut: an entry without",
        "peers.json | \"reason\" : \"it cannot be built: no compiler\" | \"reason\" : null | leftOut: an",
        "peers.json | \"cells\" : [ {         | \"cells\" : [ null, {   | a cell without peer",
        "peers.json | \"burst\" : \"1\"       | \"burst\" : null        | a cell without peer",
        "peers.json | \"lines\" : [           | \"lines\" : [ null,     | a cell without peer",
        "jmh.json   | \"kind\":\"HASH_MAP\"   | \"kind\":null           | FlowScalingBenchmark.offer: "
            + "parameter 'kind' has no value",
        "jmh.json   | \"flows\":\"8\"         | \"flows\":\"\"          | FlowScalingBenchmark.offer: "
            + "parameter 'flows' has no value",
      })
  void namesThePlaceWhereSomethingIsMissing(
      String file, String whole, String damaged, String message) throws IOException {
    Path run =
        new MadeUpRun().forks(1).flowScaling(List.of("IPV4")).peers().write(folder.resolve("run"));
    String text = Files.readString(run.resolve(file));
    assertThat(text).contains(whole);
    Files.writeString(
        run.resolve(file),
        text.replaceFirst(Pattern.quote(whole), Matcher.quoteReplacement(damaged)));
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  /** The axis of the delay is logarithmic, and nothing waits. */
  @Test
  void flushStrategiesWithoutDelayAreNotDrawn() throws IOException {
    RunSummary summary =
        BlankPictures.report(
            new MadeUpRun()
                .forks(2)
                .intervals(List.of(0))
                .flushBenchmark("bulk", 22)
                .replay("bulk", 22)
                .write(folder.resolve("run")));
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.charts()).isEmpty();
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
