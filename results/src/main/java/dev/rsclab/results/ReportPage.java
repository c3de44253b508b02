package dev.rsclab.results;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A run's report as files and as lines of a terminal. */
public final class ReportPage {
  private ReportPage() {}

  /**
   * Writes {@code report.html}, with the pictures in it, and {@code report.md}, which refers to
   * them. The same blocks and pictures give the same bytes.
   *
   * @param title of the page
   * @param page the blocks; charts of it lie in the run's folder
   * @throws IOException if a picture cannot be read, or a file cannot be written
   */
  public static void write(Path runFolder, String title, List<Block> page) throws IOException {
    Map<String, String> pictures = new HashMap<>();
    for (Block block : page) {
      if (block instanceof Block.Chart chart) {
        pictures.put(chart.path(), PagePicture.dataUri(runFolder.resolve(chart.path())));
      }
    }
    Files.writeString(
        runFolder.resolve("report.html"),
        Html.page(title, page, pictures::get),
        StandardCharsets.UTF_8);
    Files.writeString(runFolder.resolve("report.md"), Markdown.text(page), StandardCharsets.UTF_8);
  }

  /** The blocks for a terminal, without charts: lines of at most 100 characters but for tables. */
  public static List<String> lines(List<Block> blocks) {
    return PlainText.lines(blocks);
  }

  /** Names a run by its day, label and profile. */
  public static String title(Environment environment) {
    String day =
        environment.startedAt() == null
            ? "unknown date"
            : environment.startedAt().toString().substring(0, 10);
    String label = environment.label().isEmpty() ? "" : ", " + environment.label();
    return "Run of " + day + label + " (profile " + environment.profile() + ")";
  }

  /** Where and when: processor, kernel, JDK, day and commit, for the caption of a picture. */
  public static String origin(Environment it) {
    return "%s, %s; %s; JDK %s; %s"
        .formatted(
            it.cpuModel(),
            Figures.count(it.logicalCpus(), "CPU"),
            it.kernel(),
            it.jdkVersion(),
            Caption.dateAndCommit(it));
  }
}
