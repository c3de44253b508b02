package dev.rsclab.results.live;

import dev.rsclab.results.Block;
import dev.rsclab.results.DrawnPictures;
import dev.rsclab.results.Environment;
import dev.rsclab.results.EnvironmentSection;
import dev.rsclab.results.Figures;
import dev.rsclab.results.NoiseReasons;
import dev.rsclab.results.RepeatSection;
import dev.rsclab.results.ReportPage;
import dev.rsclab.results.ResultsException;
import dev.rsclab.results.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the files of a live run into charts, a report and lines to print.
 *
 * <p>Reads {@code live.csv} and {@code environment.json}, and {@code live-predictions.csv} and
 * {@code command.txt} if they are there. Writes {@code charts/live-*.png} and {@code .svg}, {@code
 * live-gain.csv}, {@code report.html} and {@code report.md}. The same files give the same bytes on
 * one JDK.
 */
public final class LiveReport {
  private LiveReport() {}

  /** Whether a folder holds a live run. */
  public static boolean isLive(Path run) {
    return Files.exists(run.resolve(LiveResults.FILE)) && !Files.exists(run.resolve("jmh.json"));
  }

  /**
   * Reports a run, also one that was stopped in the middle. O(cells x readings).
   *
   * @param run its folder
   * @return what to print; a caller that must have the charts checks {@link RunSummary#problems}
   * @throws ResultsException if a file is missing or malformed
   * @throws IOException if the report cannot be written
   */
  public static RunSummary write(Path run) throws IOException {
    LiveResults results = LiveResults.read(run);
    Environment environment = Environment.read(run.resolve("environment.json"));
    DrawnPictures pictures = LiveCharts.draw(results, environment, run);
    LiveTables tables = new LiveTables(results);
    List<Block> overview = overview(results, environment);
    List<Block> details = new ArrayList<>(tables.workloads());
    details.addAll(tables.predictions());
    details.addAll(new LiveArrivals(results).blocks());
    details.addAll(new LiveGainSection(results).blocks());
    details.addAll(new LiveCosts(results).blocks());
    details.addAll(tables.delays());
    details.addAll(tables.disturbed());

    String title = ReportPage.title(environment);
    List<Block> page = new ArrayList<>();
    page.add(new Block.Heading(1, title));
    page.addAll(overview);
    page.add(new Block.Heading(2, "Charts"));
    page.add(new Block.Paragraph(charts(pictures)));
    for (DrawnPictures.Drawn it : pictures.drawn()) {
      page.add(new Block.Chart(it.title(), it.subject(), it.png()));
    }
    page.addAll(details);
    page.addAll(environment(environment, run));
    ReportPage.write(run, title, page);
    LiveGainFile.write(results, run);

    List<Path> files = pictures.drawn().stream().map(it -> run.resolve(it.png())).toList();
    List<Block> screen = new ArrayList<>(details);
    screen.addAll(overview);
    screen.add(new Block.Heading(2, "Charts"));
    screen.add(new Block.Paragraph(charts(pictures)));
    List<String> lines = new ArrayList<>(ReportPage.lines(screen));
    files.forEach(file -> lines.add("  " + file));
    return new RunSummary(lines, files, pictures.problems());
  }

  /**
   * What a run found, in one sentence for a README: the chain timer's fastest interval for bulk
   * transfer, with its range, and what requests pay for it.
   *
   * @param run its folder
   * @return nothing if the chain timer carried no bulk transfer
   * @throws ResultsException if a file is missing or malformed
   */
  public static Optional<String> finding(Path run) throws ResultsException {
    return new LiveFindings(LiveResults.read(run)).line();
  }

  private static List<Block> overview(LiveResults results, Environment environment) {
    LiveFindings findings = new LiveFindings(results);
    List<String> paragraphs = new ArrayList<>();
    List<String> noise = NoiseReasons.of(environment);
    if (!noise.isEmpty()) {
      paragraphs.add("Care: this run is noisy: " + String.join("; ", noise) + ".");
    }
    long disturbed = results.readings().stream().filter(LiveReading::disturbed).count();
    if (disturbed > 0) {
      paragraphs.add(
          "Care: %d of %d repetitions were disturbed by other load; they are part of all figures and listed below."
              .formatted(disturbed, results.readings().size()));
    }
    paragraphs.add(
        "Real TCP of the Linux kernel went through a coalescer between two taps: "
            + Figures.count(results.workloads().size(), "workload")
            + ", "
            + Figures.count(results.rounds(), "round")
            + ". Figures are medians over the rounds with the range from the lowest to the highest"
            + " in brackets; factors are formed within a round.");
    findings.line().ifPresent(paragraphs::add);
    results.workloads(false).forEach(it -> paragraphs.add(findings.throughput(it)));
    results.workloads(true).forEach(it -> paragraphs.add(findings.response(it)));
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Overview"));
    paragraphs.forEach(text -> blocks.add(new Block.Paragraph(text)));
    return blocks;
  }

  private static String charts(DrawnPictures pictures) {
    return pictures.problems().isEmpty()
        ? "Each chart lies in the run's folder charts, too, as PNG and as SVG."
        : "Charts are missing from this report: " + String.join(" ", pictures.problems());
  }

  private static List<Block> environment(Environment environment, Path run) throws IOException {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Environment"));
    blocks.add(EnvironmentSection.table(environment));
    blocks.add(new Block.Paragraph("Cost of a delivery: " + environment.guestCostSource()));
    blocks.addAll(RepeatSection.commands(environment, run));
    blocks.add(new Block.Paragraph("To make report and charts anew:"));
    blocks.add(
        new Block.Commands(List.of("java -jar benchmarks/target/benchmarks.jar report RUN")));
    return blocks;
  }
}
