package dev.rsclab.results.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.results.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveReportTest {
  /** Drawn once for all tests. */
  @TempDir private static Path reported;

  private static RunSummary summary;

  @TempDir Path folder;

  @BeforeAll
  static void report() throws IOException {
    summary = LiveReport.write(MadeUpLive.everything(3).write(reported));
  }

  private static String text() throws IOException {
    return Files.readString(reported.resolve("report.md"));
  }

  @Test
  void drawsEveryChartTwice() {
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.charts())
        .extracting(chart -> chart.getFileName().toString())
        .containsExactly(
            "live-goodput-bulk.png",
            "live-cpu-bulk.png",
            "live-response.png",
            "live-frontier.png",
            "live-prediction.png");
    assertThat(summary.charts())
        .allSatisfy(chart -> {
          assertThat(chart).isNotEmptyFile();
          assertThat(Path.of(chart.toString().replace(".png", ".svg"))).isNotEmptyFile();
        });
  }

  @Test
  void saysWhatIsFastestAndWhatItCosts() throws IOException {
    assertThat(text())
        .contains("bulk, 1 flow, IPv4: Most goodput with push at 50 us: ")
        .contains("Of the chain timer 50 us is fastest: ")
        .contains("QEMU's default, 300 us, carries 0.6")
        .contains("request-response, 1 flow, IPv4: Without coalescing p50 is ");
    assertThat(LiveReport.finding(reported).orElseThrow())
        .startsWith(
            "Real TCP (bulk, 1 flow, IPv4; median of 3 rounds and range): of the chain timer's"
                + " intervals 50 us carries most, ")
        .contains(" no coalescing; the median response time of request-response is then 2.")
        .endsWith(") that without coalescing.")
        .doesNotContain("\n");
  }

  @Test
  void saysWhereThePredictionWasWrong() throws IOException {
    assertThat(text())
        .contains("A replay of the same arrivals predicts the segments per delivery of ")
        .contains("more was merged than predicted in 3, less in 0")
        .contains(" a factor of 2.00 (2.00 to 2.00).")
        .contains("## Added delay");
  }

  @Test
  void saysWhatEachPartyPays() throws IOException {
    assertThat(text())
        .contains(
            "| bulk, 1 flow, IPv4 | receiver: its threads, and the writes to its tap | 6.00 +- ")
        .contains("6.00 +- 0.00 us on a delivery, and 0.80 +- 0.00 us on a segment")
        .contains(
            "4500 ns lie below its interval: this receiver is dearer for a delivery than HEAVY.")
        .contains("-p guest=6000ns+0.55ns/B.");
    Path older = MadeUpLive.everything(3).older().write(folder);
    LiveCosts costs = new LiveCosts(LiveResults.read(older));
    assertThat(costs.blocks().toString())
        .contains("bulk, 1 flow, IPv4, whole machine")
        .contains("The parties were not timed apart in this run")
        .doesNotContain("receiver: its threads");
  }

  @Test
  void holdsThePredictedGainAgainstTheSeenOne() throws IOException {
    String gain = text().substring(text().indexOf("## Gain, predicted and seen"));
    assertThat(gain)
        .contains("Goodput: predicted are ")
        .contains(" it is less than predicted in 7 of 7 settings, and more in 0.")
        .contains("Why: a delivery costs the whole machine ")
        .contains("; the model has 4.50 us and 0.7");
    List<String> lines = Files.readAllLines(reported.resolve("live-gain.csv"));
    assertThat(lines).hasSize(1 + 14).startsWith(LiveGainFile.HEADER);
    assertThat(lines)
        .allSatisfy(
            line -> assertThat(line.split(",", -1)).hasSameSizeAs(lines.getFirst().split(",", -1)));

    assertThat(lines.get(1))
        .startsWith("bulk,IPV4,1,OPEN_ADDRESSING,hardened,chain-timer,50000,4.");
  }

  @Test
  void saysHowArrivalsChange() throws IOException {
    assertThat(text())
        .contains("## What coalescing changes in the arrivals")
        .contains("Over 14 cells the rank correlation of the gap's change")
        .contains("| deliveries per second (thousands) | segments per delivery |");
  }

  @Test
  void showsDisturbedRepetitions() throws IOException {
    assertThat(text())
        .contains("Care: 6 of 60 repetitions were disturbed by other load")
        .contains("## Disturbed repetitions")
        .contains("| 2 | bulk, 1 flow, IPv4 | open addressing, hardened, push, 50 us | 20.0 % |");
  }

  @Test
  void thePageHasThePicturesAndNoMarkupOfOthers() throws IOException {
    assertThat(reported.resolve("report.html"))
        .content()
        .contains("data:image/png;base64,")
        .contains("live &lt;all&gt;")
        .doesNotContain("live <all>");
    assertThat(summary.lines()).noneMatch(line -> line.contains("\n"));
    assertThat(LiveReport.isLive(reported)).isTrue();
    assertThat(LiveReport.isLive(folder)).isFalse();
  }

  @Test
  void oneRoundTellsNothingAboutNoise() throws IOException {
    LiveResults results = LiveResults.read(MadeUpLive.everything(1).write(folder));
    assertThat(LivePrediction.of(results, Metric.PREDICTED)).noneMatch(LivePrediction::differs);
    assertThat(new LiveFindings(results).throughput(results.workloads().getFirst()))
        .contains("One round tells nothing about the noise.");
  }

  @Test
  void aRunWithoutCoalescersHasNoFinding() throws IOException {
    Path run = MadeUpLive.everything(1).write(folder);
    List<String> plain =
        Files.readAllLines(run.resolve("live.csv")).stream()
            .filter(line -> line.startsWith("round") || line.contains("NONE"))
            .toList();
    Files.write(run.resolve("live.csv"), plain);
    assertThat(LiveReport.finding(run)).isEmpty();
    assertThat(LiveReport.write(run).charts()).isEmpty();
    assertThat(run.resolve("report.md")).content().contains("nothing to compare was measured.");
  }

  @Test
  void theFrontierIsWhatNothingBeats() throws IOException {
    LiveResults results = LiveResults.read(reported);
    LiveFrontier frontier = LiveFrontier.of(results).orElseThrow();
    assertThat(frontier.devices()).hasSize(10);
    assertThat(frontier.undominated(results))
        .isNotEmpty()
        .allMatch(device -> device.flush().equals("push"));
  }
}
