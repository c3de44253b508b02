package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTextTest {
  @TempDir private Path folder;

  @Test
  void partsOfTheReportAreThereAsText() throws IOException {
    Run run = Run.read(MadeUpRun.everything().replay("certification", 3).write(folder));
    ReportText text = new ReportText(run);
    assertThat(text.summary().replace('\n', ' '))
        .startsWith("Profile quick, label made-up, 2026-03-04; commit 0123456789; AMD EPYC 9B14")
        .contains("throughput is known from 5 forks", "No reason for noise was seen.");
    assertThat(text.recommendation(run.studies().getLast()).replace('\n', ' '))
        .startsWith("mixed, IPv6, heavy guest. Recommended: ");
    assertThat(text.certification())
        .contains("THE REFERENCE'S 50 US AND 300 US", "50 us over 300 us")
        .doesNotContain("DELAY OF A MESSAGE");
    assertThat(text.messageDelays("mixed")).contains("DELAY OF A MESSAGE", "mixed");
    assertThat(text.messageDelays("unheard-of")).isEmpty();
    assertThat(text.oneInterval()).contains("minimax regret");
    assertThat(text.flushStrategies()).contains("adaptive dominates chain-timer");
    assertThat(text.allocation()).contains("HASH_MAP");
    assertThat(text.environment()).contains("AMD EPYC 9B14");
    assertThat(ReportText.wrapped("word ".repeat(30).strip()).lines()).hasSize(2);
  }

  @Test
  void aRunWithoutThroughputHasASummary() throws IOException {
    Run run = Run.read(new MadeUpRun().flowScaling(java.util.List.of("IPV4")).write(folder));
    assertThat(new ReportText(run).summary()).doesNotContain("throughput is known");
    assertThat(new ReportText(run).flushStrategies()).isEmpty();
  }
}
