package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A budget for the delay changes what a report recommends, everywhere alike, and is said. */
class DelayBudgetTest {
  @TempDir Path folder;

  /** The made-up traffic has its plateau from 100 us on; the p99 delay is 99 % of the interval. */
  private static MadeUpRun run() {
    return few().guest("HEAVY", 4500).intervalBenchmark("bulk", 22).replay("bulk", 22);
  }

  private static MadeUpRun few() {
    return new MadeUpRun()
        .kinds(List.of("PASS_THROUGH", "HASH_MAP"))
        .intervals(List.of(0, 50, 100, 200, 300));
  }

  private static String report(Path run) throws IOException {
    RunSummary summary = BlankPictures.report(run);
    assertThat(summary.problems()).isEmpty();
    return Files.readString(run.resolve("report.md"));
  }

  @Test
  void theReportRecommendsWithinTheBudgetAndSaysSo() throws IOException {
    Path run = run().write(folder);
    assertThat(report(run)).contains("bulk, IPv4 | 200 us").doesNotContain("budget:");
    DelayBudget.store(run, OptionalLong.of(60_000));
    String within = report(run);
    assertThat(within)
        .contains("Delay budget: a p99 delay of at most 60 us.")
        .contains("| bulk, IPv4 | 50 us", "| bulk, IPv6 | 50 us", "50 us 100 %")
        .contains("Every longer interval measured exceeds the delay budget.")
        .contains("bulk, p99 delay of at most 60 us: at 50 us")
        .contains("longer intervals exceed the delay budget](charts/throughput-bulk.png)")
        .contains("bulk: at 50 us a delivery carries")
        .contains("| exceeds the delay budget |", "60 us | 50 us")
        .doesNotContain("No longer interval was measured");
    assertThat(report(run)).as("a later report").isEqualTo(within);
    DelayBudget.store(run, OptionalLong.empty());
    assertThat(report(run)).contains("bulk, IPv4 | 200 us").doesNotContain("budget:");
  }

  @Test
  void everyGuestIsRecommendedWithinTheBudget() throws IOException {
    Path run = run().guest("ZERO", 0).intervalBenchmark("bulk", 22).write(folder);
    DelayBudget.store(run, OptionalLong.of(60_000));
    assertThat(report(run))
        .contains("guest-sensitivity-bulk")
        .doesNotContainPattern("\\| bulk, IPV[46] \\| [^|]* \\| [12]00 us");
  }

  @Test
  void aBudgetThatNothingMeetsRecommendsNothing() throws IOException {
    Path other =
        few()
            .intervals(List.of(50, 100))
            .guest("HEAVY", 4500)
            .intervalBenchmark("bulk", 22)
            .replay("bulk", 22)
            .write(folder.resolve("other"));
    DelayBudget.store(other, OptionalLong.of(20_000));
    assertThat(report(other))
        .contains("| bulk, IPv4 | none within the budget |")
        .contains("No interval measured here is known to have a p99 delay of at most 20 us.")
        .contains("bulk, p99 delay of at most 20 us: no interval measured is known to meet it");
  }

  /** What is not known to meet a budget does not. */
  @Test
  void withoutReplayNothingMeetsABudget() throws IOException {
    Path run = few().guest("HEAVY", 4500).intervalBenchmark("bulk", 22).write(folder);
    DelayBudget.store(run, OptionalLong.of(1_000_000_000));
    assertThat(report(run)).contains("| bulk, IPv4 | none within the budget |");
  }

  @Test
  void aFileThatHoldsNoTimeIsNamed() throws IOException {
    Path run = run().write(folder);
    Files.writeString(run.resolve("delay-budget.txt"), "soon\n");
    assertThatThrownBy(() -> RunReport.write(run))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("delay-budget.txt", "soon");
  }
}
