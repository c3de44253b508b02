package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rsclab.results.FlowScaling.Verdict;
import dev.rsclab.results.QueueScaling.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueScalingTest {
  private static final Variant NIC = new Variant("NIC", "APART");
  private static final Variant SOFTWARE = new Variant("SOFTWARE", "APART");
  private static final Variant ONE_LINE = new Variant("NIC", "ONE_LINE");

  @TempDir Path folder;
  private final List<Measurement> run = new ArrayList<>();

  /** Three forks with 1 % between neighbours. */
  private void cell(Variant variant, int queues, double total) {
    cell("thrpt", variant, Integer.toString(queues), total * 0.99, total, total * 1.01);
  }

  private void cell(String mode, Variant variant, String queues, double... forks) {
    run.add(
        new Measurement(
            QueueScaling.BENCHMARK,
            mode,
            "ops/s",
            new TreeMap<>(
                Map.of(
                    "queues",
                    queues,
                    "steering",
                    variant.steering(),
                    "counters",
                    variant.counters(),
                    "kind",
                    "HASH_MAP",
                    "totalFlows",
                    "64",
                    "repetition",
                    "1")),
            Arrays.stream(forks).mapToObj(List::of).toList(),
            Double.NaN));
  }

  private QueueScaling only() throws ResultsException {
    List<QueueScaling> studies = QueueScaling.of(run, Cells.KINDS);
    assertThat(studies).hasSize(1);
    return studies.getFirst();
  }

  @Test
  void theGoalIsJudgedByWhatSoManyTimesOneQueueCarries() throws ResultsException {
    cell(NIC, 1, 10e6);
    cell(NIC, 2, 19.9e6);
    cell(NIC, 4, 20e6);
    cell(SOFTWARE, 1, 9e6);
    cell(SOFTWARE, 2, 17.1e6);
    QueueScaling study = only();
    assertThat(study.condition().inWords()).isEqualTo("kind HASH_MAP, 64 flows");
    assertThat(study.queues()).containsExactly(1, 2, 4);
    assertThat(study.curves()).containsOnlyKeys(NIC, SOFTWARE);
    assertThat(study.overOneQueue(NIC, 1)).isEmpty();
    assertThat(study.overOneQueue(NIC, 2).orElseThrow().value()).isCloseTo(1.99, within(1e-9));
    assertThat(study.overOneQueue(SOFTWARE, 2).orElseThrow().value()).isCloseTo(1.9, within(1e-9));
    assertThat(study.verdict(NIC, 1)).isEqualTo(Verdict.NO_BOUND);
    assertThat(study.verdict(NIC, 2)).isEqualTo(Verdict.MET);
    assertThat(study.verdict(NIC, 4)).isEqualTo(Verdict.NOT_MET);
    assertThat(study.verdict(SOFTWARE, 2)).isEqualTo(Verdict.OPEN);
  }

  @Test
  void countersInOneLineAreComparedWithTheSameApart() throws ResultsException {
    cell(NIC, 1, 10e6);
    cell(NIC, 2, 20e6);
    cell(ONE_LINE, 2, 5e6);
    QueueScaling study = only();
    assertThat(study.overCountersApart(ONE_LINE, 2).orElseThrow().value())
        .isCloseTo(0.25, within(1e-9));
    assertThat(study.countersMatter(ONE_LINE, 2)).isTrue();
    assertThat(study.overCountersApart(NIC, 2)).isEmpty();
    assertThat(study.countersMatter(NIC, 2)).isFalse();
    assertThat(study.overOneQueue(ONE_LINE, 2).orElseThrow().value()).isCloseTo(0.5, within(1e-9));
    assertThat(study.verdict(ONE_LINE, 2))
        .as("is not held to the goal")
        .isEqualTo(Verdict.NO_BOUND);
  }

  @Test
  void withoutOneQueueThereIsNothingToJudge() throws ResultsException {
    cell(NIC, 2, 20e6);
    cell(ONE_LINE, 4, 20.1e6);
    QueueScaling study = only();
    assertThat(study.overOneQueue(NIC, 2)).isEmpty();
    assertThat(study.verdict(NIC, 2)).isEqualTo(Verdict.NO_BOUND);
    assertThat(study.overCountersApart(ONE_LINE, 4)).isEmpty();
    assertThat(study.countersMatter(ONE_LINE, 4)).isFalse();
    assertThat(QueueScalingChart.title(List.of(study)))
        .isEqualTo("Throughput against the number of queues");
  }

  @Test
  void refusesWhatItCannotRead() {
    cell("avgt", NIC, "2", 5);
    assertThatThrownBy(this::only).hasMessageContaining("mode avgt, expected thrpt");
    run.clear();
    cell("thrpt", NIC, "two", 5);
    assertThatThrownBy(this::only).hasMessageContaining("parameter 'queues'");
  }

  @Test
  void theReportTellsTotalThreadRatioAndGoal() throws IOException {
    Path made = new MadeUpRun().forks(3).noise(0.002).queueScaling().write(folder.resolve("run"));
    RunSummary summary = RunReport.write(made);
    assertThat(summary.problems()).isEmpty();
    assertThat(summary.charts()).containsExactly(made.resolve("charts/queue-scaling.png"));
    String report = Files.readString(made.resolve("report.md"));
    assertThat(report)
        .contains("## Throughput against the number of queues")
        .contains("| hash in the NIC | 1 | 10.0 (")
        .containsPattern(
            "hash in the NIC \\| 2 \\| 19[.]\\d .* \\| 1[.]9\\dx .* \\| 1[.]90x met \\|")
        .containsPattern(
            "2 queues carry 0[.]4\\dx .* the packets of the same with counters apart[.]")
        .contains("There is a queue for every CPU")
        .contains("2 queues over one, in packets/s: 1.9")
        .doesNotContain("not part of this report");
  }
}
