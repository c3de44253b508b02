package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReportTest {
  /** A complete run that several tests read: drawing takes longest. */
  @TempDir private static Path reported;

  private static RunSummary report;

  @TempDir Path folder;

  @BeforeAll
  static void reportACompleteRun() throws IOException {
    // Without the runs that lie beside a temporary folder.
    report = RunReport.write(MadeUpRun.ofOneWorkload().write(reported), reported);
  }

  private static String text(RunSummary summary) {
    return String.join("\n", summary.lines()).replaceAll("\\s+", " ");
  }

  @Test
  void reportsACompleteRun() throws IOException {
    Path run = reported;
    RunSummary summary = report;
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.charts())
        .containsExactly(
            run.resolve("charts/throughput-bulk.png"),
            run.resolve("charts/merge-and-delay-bulk.png"),
            run.resolve("charts/delay-bulk.png"),
            run.resolve("charts/flow-scaling.png"));
    for (Path chart : summary.charts()) {
      BufferedImage image = ImageIO.read(chart.toFile());
      assertThat(image.getWidth()).isEqualTo(2400);
      String svg = Files.readString(Path.of(chart.toString().replace(".png", ".svg")));
      assertThat(svg).contains("<svg").contains("width=\"1200px\"");
    }
    assertThat(text(summary))
        .contains("geometric means over 3 forks (floor: 12) with 95 % bootstrap intervals")
        .contains("Recommended: 100 us.")
        .contains("50 us, QEMU's experience")
        .contains("300 us, QEMU's default")
        .contains("3 HASH_MAP", "4 LINKED_LIST", "floor PASS_THROUGH")
        .contains("1.25 x copy + 15 ns", " met", " not met")
        .contains("HASH_MAP 24.1 0")
        .contains("a light guest, which polls")
        .contains(SmallestOnPlateau.IN_WORDS)
        .contains(NoiseSentence.VERDICTS);
    assertThat(summary.lines()).noneMatch(line -> line.contains("\n"));
    assertThat(summary.lines().getLast()).endsWith("flow-scaling.png");
  }

  @Test
  void checksTheReferencesTwoFigures() throws IOException {
    Path run =
        new MadeUpRun()
            .forks(3)
            .intervals(List.of(0, 50, 100, 300))
            .intervalBenchmark("bulk", 22)
            .replay("bulk", 22)
            .replay("certification", 1)
            .write(folder.resolve("run"));
    assertThat(text(BlankPictures.report(run)))
        .contains("At 50 us nothing merges: the test could not pass.")
        .containsPattern("bulk, IPv4 [A-Z_]+ 0[.]\\d+x .0[.]\\d+ to 0[.]\\d+. not distinguishable")
        .contains("DELAY OF A MESSAGE")
        .contains("ONE RSC_INTERVAL FOR ALL WORKLOADS")
        .contains("chosen in resamples");
  }

  @Test
  void writesTheSameInMarkdown() throws IOException {
    String markdown = Files.readString(reported.resolve("report.md"));
    assertThat(markdown)
        .startsWith("# Run of 2026-03-04, made-up (profile quick)\n")
        .contains("\n## Recommended rsc_interval\n")
        .contains("| bulk, IPv4 | 100 us |")
        .contains("](charts/throughput-bulk.png)")
        .contains("Recommended: 100 us.")
        .contains("\n### bulk, IPv6\n")
        .doesNotContain(reported.toString());
  }

  @Test
  void aPartialRunSaysWhatIsMissing() throws IOException {
    Path run = new MadeUpRun().forks(2).flowScaling(List.of("IPV4")).write(folder.resolve("run"));
    RunSummary summary = BlankPictures.report(run);
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.charts()).containsExactly(run.resolve("charts/flow-scaling.png"));
    assertThat(text(summary))
        .contains("IntervalBenchmark.packets was not measured in this run")
        .contains("BaselineBenchmark.copyPayload was not measured in this run")
        .contains("no interval can be recommended");
  }

  @Test
  void oneForkClaimsNothing() throws IOException {
    Path run =
        new MadeUpRun()
            .forks(1)
            .intervals(List.of(0, 50))
            .intervalBenchmark("bulk", 22)
            .write(folder.resolve("run"));
    String text = text(BlankPictures.report(run));
    assertThat(text)
        .contains("One fork in every cell: there are no intervals, and no difference is claimed.")
        .contains("No recommendation.", "highest reading", "Measure at least two forks")
        .contains("There is no replay.csv")
        .contains("FlowScalingBenchmark.offer was not measured in this run")
        .doesNotContain("Recommended: ", " 1= ", "not distinguishable", "1 to ");
  }

  @Test
  void drawsUglyData() throws IOException {
    MadeUpRun ugly = new MadeUpRun().forks(2).noise(0.7);
    for (int interval : new int[] {0, 300}) {
      ugly.addInterval("a/b: c", "IPV4", "PASS_THROUGH", interval, 2e5);
      ugly.addInterval("a/b: c", "IPV4", "HASH_MAP", interval, 4e4 + interval * 1e6);
    }
    ugly.addInterval("a/b: c", "IPV6", "NEW_KIND", 50, 7);
    ugly.addFlows("IPV4", "HASH_MAP", 1, 1448, 3);
    ugly.addFlows("IPV4", "HASH_MAP", 4096, 1448, 9e6);
    RunSummary summary = BlankPictures.report(ugly.write(folder.resolve("run")));
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.charts())
        .extracting(path -> path.getFileName().toString())
        .containsExactly("throughput-a_b_c.png", "flow-scaling.png");
  }

  @Test
  void theCopyToAsManyBuffersIsShownIfItWasMeasured() throws IOException {
    String chart = "charts/flow-scaling.svg";
    assertThat(text(report))
        .contains("over all 70 cells of the benchmark and of its baselines together")
        .doesNotContain("buffers");
    Path with = MadeUpRun.ofOneWorkload().spread().write(folder.resolve("with"));
    assertThat(text(RunReport.write(with)))
        .contains("over all 80 cells of the benchmark and of its baselines together")
        .contains("The row \"copy into as much memory\" is for information")
        .containsPattern("plain copy \\d.* 1.25 x copy . 15 ns \\d.* copy into as much memory \\d")
        .doesNotContain("not part of this report");
    assertThat(Files.size(with.resolve(chart))).isGreaterThan(Files.size(reported.resolve(chart)));
  }

  @Test
  void peersAndBoundsStandInChartTableAndRatios() throws IOException {
    Path run = MadeUpRun.ofOneWorkload().placements().peers().write(folder.resolve("run"));
    RunSummary summary = BlankPictures.report(run);
    assertThat(summary.problems()).isEmpty();
    assertThat(text(summary)).contains("AGAINST PEERS AND BOUNDS");
    assertThat(Files.readString(run.resolve("report.md")))
        .contains("Measured: copy-once, version 1.2; gro, version 1.2")
        .contains("Peer absent is left out: it cannot be built: no compiler")
        .contains(
            "Care: peer leaky lost or changed payload over IPv4, 1448-byte payload, flows in turn, flows 512")
        .contains("Goals: GATHERED at most 1.5 x header-only and faster than every peer")
        .containsPattern("\\| 512 flows in turn, IPv4, 1448-byte payload \\|.*\\| lost payload")
        .containsPattern(
            "64 flows in bursts of 16, IPv4, 1448-byte payload \\| OPEN_ADDRESSING GATHERED \\| 12\\..* met")
        .contains("over header-only", "over plain copy", "over gro")
        .contains(
            "command.txt and, if the delay has a budget, delay-budget.txt, and peers.json of");
  }

  @Test
  void aRunWithoutPeersSaysNothingOfThem() {
    assertThat(text(report)).doesNotContain("peers", "GATHERED");
  }

  @Test
  void aLaterBenchmarkIsMentioned() throws IOException {
    Path run = folder.resolve("run");
    new MadeUpRun().forks(1).addFlows("IPV4", "HASH_MAP", 1, 64, 3).write(run);
    String json = Files.readString(run.resolve("jmh.json"));
    Files.writeString(
        run.resolve("jmh.json"),
        json.replaceFirst("\\]\\s*$", "," + json.strip().substring(1).replace("Flow", "Other")));
    assertThat(text(BlankPictures.report(run)))
        .contains("Measured, but not part of this report: OtherScalingBenchmark.offer.");
  }

  @Test
  void aBusyMachineIsWarnedOfWhateverItsLoadAverage() throws IOException {
    Path run =
        new MadeUpRun().forks(1).addFlows("IPV4", "A", 1, 64, 3).write(folder.resolve("run"));
    Path file = run.resolve("environment.json");
    String json = Files.readString(file);
    Files.writeString(file, json.replace("\"loadBefore\" : 0.08", "\"loadBefore\" : 9.5"));
    assertThat(text(BlankPictures.report(run)))
        .contains("load before, after 9.5, 1.02", "CPU time in use before 3.0 %")
        .doesNotContain("was not idle");
    Files.writeString(file, json.replace("\"busyBefore\" : 0.03", "\"busyBefore\" : 0.12"));
    assertThat(text(BlankPictures.report(run)))
        .contains("was not idle when the run began (12.0 % of its CPU time was in use)");
    Files.writeString(file, json.replace("  \"busyBefore\" : 0.03,\n", ""));
    assertThat(text(BlankPictures.report(run)))
        .contains("CPU time in use before unknown")
        .doesNotContain("was not idle");
  }

  @Test
  void aReplayWithoutThroughputIsNotDrawn() throws IOException {
    Path run =
        new MadeUpRun()
            .forks(2)
            .intervals(List.of(0, 50))
            .flowScaling(List.of("IPV4"))
            .replay("bulk", 22)
            .write(folder.resolve("run"));
    assertThat(BlankPictures.report(run).charts())
        .containsExactly(run.resolve("charts/flow-scaling.png"));
  }
}
