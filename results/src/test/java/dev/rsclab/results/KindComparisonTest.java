package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rsclab.results.KindComparison.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KindComparisonTest {
  private final List<Measurement> run = new ArrayList<>();

  private void cell(String kind, int flows, double nanos) {
    Map<String, String> params =
        Map.of("kind", kind, "flows", Integer.toString(flows), "payloadBytes", "1448");
    run.add(Cells.flows(FlowScaling.BENCHMARK, params, nanos * 0.99, nanos, nanos * 1.01));
  }

  private FlowScaling study() throws ResultsException {
    return FlowScaling.of(run, Cells.KINDS).getFirst();
  }

  @Test
  void saysFromHowManyFlowsOnAKindIsFaster() throws ResultsException {
    int[] flows = {1, 8, 64, 512};
    double[] list = {40, 50, 100, 400};
    double[] map = {50, 50.2, 60, 65};
    for (int i = 0; i < flows.length; i++) {
      cell("PASS_THROUGH", flows[i], 3);
      cell("LINKED_LIST", flows[i], list[i]);
      cell("HASH_MAP", flows[i], map[i]);
    }
    KindComparison it = KindComparison.of(study(), "LINKED_LIST").orElseThrow();
    assertThat(it.kinds()).containsExactly("HASH_MAP");
    assertThat(it.verdict("HASH_MAP", 1)).isEqualTo(Verdict.SLOWER);
    assertThat(it.verdict("HASH_MAP", 8)).isEqualTo(Verdict.OPEN);
    assertThat(it.verdict("HASH_MAP", 64)).isEqualTo(Verdict.FASTER);
    assertThat(it.fasterFrom("HASH_MAP")).hasValue(64);
    assertThat(it.ratio("HASH_MAP", 64).orElseThrow().value()).isCloseTo(0.6, within(1e-6));
    assertThat(it.inWords("HASH_MAP"))
        .isEqualTo(
            "HASH_MAP: shown to be faster than LINKED_LIST from 64 flows on, and to be slower at 1"
                + " flow.");
  }

  @Test
  void whatIsNotMeasuredIsNotTold() throws ResultsException {
    cell("LINKED_LIST", 1, 40);
    cell("HASH_MAP", 1, 40.1);
    cell("HASH_MAP", 8, 40.1);
    KindComparison it = KindComparison.of(study(), "LINKED_LIST").orElseThrow();
    assertThat(it.ratio("HASH_MAP", 8)).isEmpty();
    assertThat(it.verdict("HASH_MAP", 8)).isEqualTo(Verdict.OPEN);
    assertThat(it.inWords("HASH_MAP"))
        .isEqualTo("HASH_MAP: not shown to be faster than LINKED_LIST at 8 flows.");
    assertThat(KindComparison.of(study(), "OPEN_ADDRESSING")).isEmpty();
  }
}
