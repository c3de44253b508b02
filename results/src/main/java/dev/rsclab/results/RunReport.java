package dev.rsclab.results;

import dev.rsclab.results.profiles.ProfileResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the files of a run folder into charts, a report and lines to print.
 *
 * <p>Reads {@code jmh.json} and {@code environment.json}, and {@code replay.csv}, {@code
 * command.txt}, {@code delay-budget.txt}, {@code peers.json} and {@code profiles} if they are
 * there, and the newest live run that lies among the runs. Writes {@code charts/*.png}, {@code
 * charts/*.svg}, the profiles' differential flame graph, and the report twice with the same
 * content: {@code report.html}, one page with everything in it, and {@code report.md} for a
 * repository. The same files give the same bytes on one JDK.
 */
public final class RunReport {
  private RunReport() {}

  /**
   * Reports a run that lies among the others.
   *
   * @param runFolder the folder of the run, for instance {@code results/runs/2026-01-31-quick}
   * @return what to print; a caller that must have the charts checks {@link RunSummary#problems}
   * @throws ResultsException if a file is missing or malformed
   * @throws IOException if the report cannot be written
   */
  public static RunSummary write(Path runFolder) throws IOException {
    return write(runFolder, runFolder.toAbsolutePath().getParent());
  }

  /**
   * Reports a run.
   *
   * @param runFolder the folder of the run
   * @param runs where the live runs lie, the newest of which is quoted; need not be there
   * @return what to print; a caller that must have the charts checks {@link RunSummary#problems}
   * @throws ResultsException if a file is missing or malformed
   * @throws IOException if the report cannot be written
   */
  public static RunSummary write(Path runFolder, Path runs) throws IOException {
    return write(runFolder, runs, DrawnPictures.ofRun(runFolder));
  }

  /** Likewise, with pictures that go where the caller wants them. */
  static RunSummary write(Path runFolder, Path runs, DrawnPictures pictures) throws IOException {
    Run run = Run.read(runFolder);
    Charts charts = Charts.draw(run, pictures);
    List<Block> overview = new ArrayList<>(NoiseReasons.blocks(run.environment()));
    overview.addAll(new OverviewSection(run).blocks());
    overview.addAll(new Completeness(run).blocks());
    List<Block> details = details(run, runs);

    List<Block> page = new ArrayList<>();
    page.add(new Block.Heading(1, title(run)));
    page.addAll(overview);
    page.add(new Block.Heading(2, "Charts"));
    page.add(new Block.Paragraph(chartsSentence(charts)));
    for (DrawnPictures.Drawn drawn : charts.drawn()) {
      page.add(new Block.Chart(drawn.title(), drawn.subject(), drawn.png()));
    }
    page.addAll(details);
    List<Block> profiles = profiles(run, runFolder);
    page.addAll(profiles);
    page.addAll(new RepeatSection(run, runFolder).blocks());
    ReportPage.write(runFolder, title(run), page);

    List<Path> files =
        charts.drawn().stream().map(drawn -> runFolder.resolve(drawn.png())).toList();
    List<String> lines = lines(details, overview, files, charts);
    if (!profiles.isEmpty()) {
      lines.addAll(
          PlainText.wrap(
              "Profiles are in report.html, and in " + runFolder.resolve(ProfileResults.FOLDER)));
    }
    return new RunSummary(lines, files, charts.problems());
  }

  private static List<Block> profiles(Run run, Path runFolder) throws IOException {
    ProfileResults profiles = ProfileResults.read(runFolder);
    return new ProfileSection(
            run.kinds(), profiles, ProfileDifference.write(run, profiles, runFolder))
        .blocks();
  }

  private static List<Block> details(Run run, Path runs) {
    List<Block> details = new ArrayList<>();
    details.addAll(new IntervalSection(run).blocks());
    details.addAll(new RegretSection(run).blocks());
    details.addAll(new CertificationSection(run).blocks());
    details.addAll(new FlushSection(run).blocks());
    details.addAll(new RealTcpSection(run, runs).blocks());
    details.addAll(new FlowScalingSection(run).blocks());
    details.addAll(new LargeScaleSection(run).blocks());
    details.addAll(new PeerSection(run).blocks());
    details.addAll(new PolicySection(run).blocks());
    details.addAll(new QueueScalingSection(run).blocks());
    details.addAll(new AllocationSection(run).blocks());
    details.addAll(new EnvironmentSection(run).blocks());
    return details;
  }

  /** On a terminal the end is what stays in sight: details first, then the overview, the charts. */
  private static List<String> lines(
      List<Block> details, List<Block> overview, List<Path> files, Charts charts) {
    List<Block> screen = new ArrayList<>(details);
    screen.addAll(overview);
    screen.add(new Block.Heading(2, "Charts"));
    screen.add(new Block.Paragraph(chartsSentence(charts)));
    List<String> lines = new ArrayList<>(PlainText.lines(screen));
    files.forEach(file -> lines.add("  " + file));
    charts.problems().forEach(problem -> lines.addAll(PlainText.wrap(problem)));
    return lines;
  }

  private static String chartsSentence(Charts charts) {
    if (!charts.problems().isEmpty()) {
      return "Charts are missing from this report: drawing failed.";
    }
    return charts.drawn().isEmpty()
        ? "This run measured nothing that could be drawn."
        : "Each chart lies in the run's folder charts, too, as PNG and as SVG.";
  }

  private static String title(Run run) {
    return ReportPage.title(run.environment());
  }
}
