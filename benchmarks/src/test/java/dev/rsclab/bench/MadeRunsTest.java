package dev.rsclab.bench;

import static dev.rsclab.bench.Commands.execute;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that read runs: report and compare. */
class MadeRunsTest {

  @TempDir private Path folder;

  /** A run folder with one cell, measured in three forks. */
  private Path madeUp(String name, double millions, String params) throws IOException {
    Path run = Files.createDirectories(folder.resolve("made-up").resolve(name));
    String forks =
        "[[%s],[%s],[%s]]".formatted(millions * 0.999e6, millions * 1e6, millions * 1.001e6);
    Files.writeString(
        run.resolve("jmh.json"),
        """
        [{"benchmark":"dev.rsclab.bench.IntervalBenchmark.packets","mode":"thrpt",
        "params":{"workload":"bulk","family":"IPV4","interval":"50us","kind":"HASH_MAP"%s},
        "primaryMetric":{"scoreUnit":"ops/s","rawData":%s},"secondaryMetrics":{}}]
        """
            .formatted(params, forks));
    Files.writeString(run.resolve("environment.json"), "{\"formatVersion\":1,\"logicalCpus\":2}\n");
    return run;
  }

  private String compare(String... args) {
    List<String> all = new ArrayList<>(List.of("compare", "--runs=" + folder.resolve("made-up")));
    all.addAll(List.of(args));
    return execute(all.toArray(String[]::new));
  }

  @Test
  void twoRunsAreCompared() throws IOException {
    madeUp("before", 1.0, "");
    madeUp("slower", 0.8, "");
    assertThat(compare("before", "slower")).startsWith("0\n").contains("1 worse", "0.80x");
    assertThat(compare("before", "slower", "--fail-on-regression", "5%"))
        .startsWith("1\n")
        .contains("FAILED: cells shown to be worse by more than 5%: 1");
    assertThat(compare("before", "slower", "--fail-on-regression", "30%"))
        .startsWith("0\n")
        .contains("No cell is shown to be worse by more than 30%.");
    assertThat(compare("slower", "before", "--fail-on-regression=5")).startsWith("0\n");
    Path html = folder.resolve("a.html");
    Path markdown = folder.resolve("a.md");
    assertThat(compare("before", "slower", "--html=" + html, "--md=" + markdown)).startsWith("0\n");
    assertThat(Files.readString(html)).contains("<td>worse</td>").doesNotContain("<nav></nav>");
    assertThat(Files.readString(markdown)).contains("| worse |");
  }

  @Test
  void runsThatCannotBeComparedAreExplained() throws IOException {
    madeUp("before", 1.0, "");
    madeUp("other", 1.0, ",\"guestNanos\":\"1000\"");
    assertThat(compare("before", "nonesuch"))
        .startsWith("2\n")
        .contains("'nonesuch'", "there are: before, other");
    assertThat(compare("before", "other"))
        .startsWith("2\n")
        .contains("no cell in common", "guest none in the one, 1000ns in the other");
    assertThat(compare("before")).startsWith("2\n").contains("RUN_B");
    assertThat(compare("before", "before", "--fail-on-regression=lots"))
        .startsWith("2\n")
        .contains("--fail-on-regression 'lots'", "such as 5%");
    Files.writeString(folder.resolve("made-up/other/jmh.json"), "{}");
    assertThat(compare("before", "other")).startsWith("1\n").contains("other: jmh.json: not a JMH");
  }

  @Test
  void aReportIsMadeAnew() throws IOException {
    Path run = madeUp("before", 1.0, "");
    String runs = "--runs=" + folder.resolve("made-up");
    assertThat(execute("report", "before", runs))
        .startsWith("0\n")
        .contains("The report is " + run.resolve("report.html"));
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(run.resolve("report.md")).isNotEmptyFile();
    assertThat(execute("report", "nonesuch", runs))
        .startsWith("2\n")
        .contains("'nonesuch'", "there are: before");
    assertThat(execute("report")).startsWith("2\n").contains("RUN");
    Files.delete(run.resolve("environment.json"));
    assertThat(execute("report", run.toString()))
        .startsWith("1\n")
        .contains("environment.json: cannot be read");
  }

  @Test
  void aLiveRunIsReported() throws IOException {
    Path run = madeUp("live", 1.0, "");
    Files.delete(run.resolve("jmh.json"));
    Files.writeString(
        run.resolve("live.csv"),
        """
        round,workload,family,flows,kind,policy,flush,interval_ns,duration_ns,payload_bytes,\
        goodput_bits_per_second,retransmits,segments,deliveries,round_trip_p50_ns,\
        round_trip_p99_ns,round_trip_p999_ns,completion_p50_ns,completion_p99_ns,cpu_busy_ns,\
        other_load_share,timer_lateness_p50_ns,timer_lateness_p99_ns,\
        predicted_segments_per_delivery,predicted_added_delay_p50_ns,predicted_added_delay_p99_ns
        1,bulk,IPV4,1,NONE,,,,500,77123,1230546,48,52786,52870,,,,,,960,0.0199,,,,,
        """);
    String runs = "--runs=" + folder.resolve("made-up");
    assertThat(execute("report", "live", runs)).startsWith("0\n").contains("bulk, 1 flow, IPv4");
    assertThat(run.resolve("report.html")).isNotEmptyFile();
    assertThat(execute("report", "live", runs, "--delay-budget=200us"))
        .startsWith("2\n")
        .contains("--delay-budget is not allowed for a run of the live command");
  }

  @Test
  void aReportKeepsTheDelayBudgetThatItWasGiven() throws IOException {
    Path run = madeUp("before", 1.0, "");
    Path report = run.resolve("report.md");
    String runs = "--runs=" + folder.resolve("made-up");
    assertThat(execute("report", "before", runs)).startsWith("0\n").doesNotContain("budget:");
    assertThat(execute("report", "before", runs, "--delay-budget", "200us"))
        .startsWith("0\n")
        .contains("Delay budget: a p99 delay of at most 200 us.");
    String within = Files.readString(report);
    assertThat(execute("report", "before", runs)).startsWith("0\n");
    assertThat(Files.readString(report)).isEqualTo(within);
    assertThat(execute("report", "before", runs, "--delay-budget=none"))
        .startsWith("0\n")
        .doesNotContain("Delay budget");
    assertThat(execute("report", "before", runs, "--delay-budget=200"))
        .startsWith("2\n")
        .contains("--delay-budget", "'200'; allowed: none, or a number with the unit");
  }
}
