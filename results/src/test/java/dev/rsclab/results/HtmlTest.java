package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlTest {
  /** Whatever makes a browser fetch something. */
  private static final Pattern LOADED =
      Pattern.compile(
          "(?i)\\b(?:src|href|action|data|poster|srcset)\\s*=\\s*\"([^\"]*)\"|url\\(|@import");

  @TempDir Path folder;

  private static String page(Block... blocks) {
    return Html.page("a title", List.of(blocks), path -> "data:" + path);
  }

  private Path reported(MadeUpRun made) throws IOException {
    Path run = made.write(folder.resolve("run"));
    RunReport.write(run);
    return run;
  }

  private static MadeUpRun small() {
    return new MadeUpRun()
        .forks(2)
        .intervals(List.of(0, 50, 100))
        .intervalBenchmark("bulk", 22)
        .replay("bulk", 22);
  }

  @Test
  void textFromOutsideDoesNotBecomeMarkup() {
    String evil = "<script>alert(\"x\")</script>'&amp;";
    String page =
        Html.page(
            evil,
            List.of(
                new Block.Heading(2, evil),
                new Block.Paragraph(evil),
                new Block.Table(List.of(evil, evil), List.of(List.of(evil, evil))),
                new Block.Chart(evil, evil, evil),
                new Block.Commands(List.of(evil))),
            path -> path);
    assertThat(page)
        .doesNotContain("<script", "</script", "\"x\"")
        .contains("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;amp;");
  }

  @Test
  void aLabelInARunDoesNotBecomeMarkup() throws IOException {
    Path run = small().write(folder.resolve("run"));
    Path file = run.resolve("environment.json");
    Files.writeString(
        file, Files.readString(file).replace("\"made-up\"", "\"<script>alert(1)</script>\""));
    Files.writeString(run.resolve("command.txt"), "mvn </code><script>alert(2)</script>\n");
    BlankPictures.report(run);
    assertThat(Files.readString(run.resolve("report.html")))
        .doesNotContain("<script")
        .contains("&lt;script&gt;alert(1)", "&lt;/code&gt;&lt;script&gt;alert(2)");
  }

  @Test
  void numbersAreRightAlignedAndNamesAreNot() {
    assertThat(
            page(
                new Block.Table(
                    List.of("kind", "value", "remark", "none"),
                    List.of(
                        List.of("A", "3.1 (2 to 4)", "1 of", "-"),
                        List.of("B", "-", "many", "-")))))
        .contains("<th scope=\"col\">kind</th><th scope=\"col\" class=\"n\">value</th>")
        .contains(
            "<th scope=\"row\">A</th><td class=\"n\">3.1 (2 to 4)</td><td>1 of</td><td>-</td>")
        .contains("<td class=\"n\">-</td><td>many</td>");
  }

  @Test
  void theAnswerComesBeforeTheContentsAndEverySectionIsLinked() {
    String page =
        page(
            new Block.Heading(1, "run"),
            new Block.Heading(2, "The answer"),
            new Block.Paragraph("it is 42"),
            new Block.Heading(2, "Same"),
            new Block.Heading(2, "Same"));
    assertThat(page.indexOf("it is 42")).isLessThan(page.indexOf("<nav"));
    assertThat(page)
        .contains("href=\"#same\"", "href=\"#same-2\"", "id=\"same\"", "id=\"same-2\"")
        .contains("lang=\"en\"", "name=\"viewport\"", "prefers-color-scheme", "@media print");
  }

  @Test
  void warningsStandOut() {
    assertThat(page(new Block.Paragraph("Care: hot"))).contains("<p class=\"care\">Care: hot</p>");
  }

  @Test
  void thePageOfARunIsWellFormedAndLoadsNothing() throws Exception {
    Path run = reported(small().flowScaling(List.of("IPV4")).baseline());
    String page = Files.readString(run.resolve("report.html"));
    Matcher loaded = LOADED.matcher(page);
    int pictures = 0;
    while (loaded.find()) {
      assertThat(loaded.group(1))
          .as(loaded.group())
          .isNotNull()
          .matches("(?s)data:image/png;.*|#.*");
      pictures += loaded.group(1).startsWith("data:") ? 1 : 0;
    }
    assertThat(pictures).isEqualTo(4);
    assertThat(page).doesNotContain("http:", "https:", "<script", "<link");
    assertThat(page.length()).isLessThan(3_000_000);
    String xml = page.replace("<!DOCTYPE html>", "").replaceAll("<(meta|img)([^>]*)>", "<$1$2/>");
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new java.io.ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bothReportsHaveTheSameTexts() throws IOException {
    Path run = small().write(folder.resolve("run"));
    Files.writeString(run.resolve("command.txt"), "mvn -pl benchmarks jmh\n");
    BlankPictures.report(run);
    for (String file : List.of("report.html", "report.md")) {
      assertThat(Files.readString(run.resolve(file)))
          .as(file)
          .contains("Run of 2026-03-04, made-up", "Recommended rsc_interval", "How to repeat")
          .contains("mvn -pl benchmarks jmh", "git checkout 0123456789abcdef");
    }
  }

  @Test
  void aRunThatWasStoppedAndAnotherReplayAreWarnedOf() throws IOException {
    Path run =
        small()
            .forks(1)
            .flowScaling(List.of("IPV4"))
            .forks(2)
            .addInterval("bulk", "IPV4", "HASH_MAP", 777, 1e6)
            .addFlows("IPV4", "HASH_MAP", 9, 64, 20)
            .write(folder.resolve("run"));
    assertThat(String.join(" ", BlankPictures.report(run).lines()).replaceAll("\\s+", " "))
        .contains("Care: the cells of FlowScalingBenchmark.offer have 1 to 2 forks.")
        .contains("Care: replay.csv has no line for 1 interval measured")
        .doesNotContain("the cells of IntervalBenchmark");
  }

  @Test
  void runsAreFoundByFolderAndByName() throws IOException {
    Path run = small().write(folder.resolve("2026-01-01-a"));
    RecordedRuns runs = new RecordedRuns(folder);
    assertThat(runs.find(run.toString())).isEqualTo(run);
    assertThat(runs.find("2026-01-01-a")).isEqualTo(run);
    assertThatThrownBy(() -> runs.find("nonesuch"))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("nonesuch")
        .hasMessageContaining("there are: 2026-01-01-a");
    assertThatThrownBy(() -> new RecordedRuns(folder.resolve("none")).find("x"))
        .hasMessageContaining("no run lies there");
  }
}
