package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The same files give the same bytes, in any locale. */
@Isolated("sets the locale")
class SameBytesTest {
  /** Other digits, another decimal separator, and letters of which i is not the small one of I. */
  private static final Locale ELSEWHERE = Locale.forLanguageTag("tr-TR-u-nu-arab");

  private final Locale before = Locale.getDefault();

  @TempDir Path folder;

  @AfterEach
  void backHome() {
    Locale.setDefault(before);
  }

  private static Map<String, ByteBuffer> files(Path run) throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(run)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(run.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @Test
  void everythingIsDrawnAndTheSameFilesGiveTheSameBytes() throws IOException {
    Path one = MadeUpRun.everything().write(folder.resolve("one"));
    RunSummary summary = RunReport.write(one);
    Locale.setDefault(ELSEWHERE);
    assertThat(String.format("%.1f", 0.5)).isNotEqualTo("0.5");
    Path other = MadeUpRun.everything().write(folder.resolve("other"));
    RunReport.write(other);
    assertThat(files(other)).containsExactlyEntriesOf(files(one));
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.charts())
        .extracting(chart -> chart.getFileName().toString().replace(".png", ""))
        .containsExactly(
            "throughput-bulk-guestZERO",
            "throughput-bulk-guestLIGHT",
            "throughput-bulk-guestHEAVY",
            "throughput-mixed-guestHEAVY",
            "merge-and-delay-bulk",
            "delay-bulk",
            "merge-and-delay-mixed",
            "delay-mixed",
            "guest-sensitivity-bulk",
            "frontier-bulk",
            "frontier-mixed",
            "flow-scaling",
            "queue-scaling");
    assertThat(Files.readString(one.resolve("report.html")))
        .contains("adaptive dominates chain-timer")
        .contains("recommended as the guest&#39;s cost rises: ")
        .hasSizeLessThan(3_000_000);
  }

  @Test
  void aComparisonOfTheSameFilesHasTheSameText() throws Exception {
    MadeUpRun made =
        new MadeUpRun().forks(3).intervals(List.of(0, 50)).intervalBenchmark("bulk", 22);
    Path a = made.write(folder.resolve("a"));
    Path b = made.flowScaling(List.of("IPV4")).write(folder.resolve("b"));
    String html = RunComparison.of(a, b).html();
    assertThat(html).contains("Left out: 0 cells that only a has, 50 cells that only b has");
    Locale.setDefault(ELSEWHERE);
    assertThat(RunComparison.of(a, b).html()).isEqualTo(html);
    Locale.setDefault(before);
    assertThat(RunComparison.of(a, b).markdown())
        .contains("| verdict |")
        .contains("| no difference |");
  }
}
