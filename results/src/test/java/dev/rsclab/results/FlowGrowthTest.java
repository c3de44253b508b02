package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlowGrowthTest {
  private final List<Measurement> run = new ArrayList<>();

  private void cell(String benchmark, String kind, int flows, double nanos) {
    Map<String, String> params =
        Map.of("kind", kind, "flows", Integer.toString(flows), "payloadBytes", "1448");
    run.add(Cells.flows(benchmark, params, nanos * 0.99, nanos, nanos * 1.01));
  }

  @Test
  void theCopyAndEachKindFromFewestToMost() throws ResultsException {
    for (int flows : new int[] {1, 8, 512}) {
      cell(FlowScaling.BENCHMARK, "PASS_THROUGH", flows, 3);
      cell(FlowScaling.BENCHMARK, "LINKED_LIST", flows, 40 + flows);
      cell(FlowScaling.BENCHMARK, "HASH_MAP", flows, 50);
    }
    Map<String, String> all = Map.of("payloadBytes", "1448");
    run.add(Cells.flows(FlowScaling.COPY, all, 29, 30, 31));
    run.add(Cells.flows(FlowScaling.SPREAD, all, 23, 24, 25));
    FlowGrowth growth = FlowGrowth.of(FlowScaling.of(run, Cells.KINDS).getFirst());
    assertThat(growth.rows())
        .extracting(row -> row.what() + " " + row.over() + ": " + row.verdict())
        .containsExactly(
            "copy into as much memory plain copy: less",
            "HASH_MAP at 512 flows at 1: cannot be told",
            "LINKED_LIST at 512 flows at 1: more");
    assertThat(growth.rows().getLast().ratio().value()).isCloseTo(552 / 41.0, within(1e-6));
  }

  @Test
  void whatWasNotMeasuredHasNoRow() throws ResultsException {
    cell(FlowScaling.BENCHMARK, "LINKED_LIST", 1, 40);
    assertThat(FlowGrowth.of(FlowScaling.of(run, Cells.KINDS).getFirst()).rows()).isEmpty();
  }
}
