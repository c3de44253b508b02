package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rsclab.results.FlowScaling.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FlowScalingTest {
  private final List<Measurement> run = new ArrayList<>();

  private void kind(String kind, int flows, double nanos) {
    run.add(
        Cells.flows(
            FlowScaling.BENCHMARK,
            Map.of(
                "family",
                "IPV4",
                "kind",
                kind,
                "flows",
                Integer.toString(flows),
                "payloadBytes",
                "1448"),
            nanos * 0.99,
            nanos,
            nanos * 1.01));
  }

  private void copy(Map<String, String> params, double nanos) {
    run.add(Cells.flows(FlowScaling.COPY, params, nanos * 0.99, nanos, nanos * 1.01));
  }

  private FlowScaling only() throws ResultsException {
    List<FlowScaling> studies = FlowScaling.of(run, Cells.KINDS);
    assertThat(studies).hasSize(1);
    return studies.getFirst();
  }

  @Test
  void judgesEachFlowCount() throws ResultsException {
    copy(Map.of("flows", "1", "payloadBytes", "1448"), 40);
    copy(Map.of("flows", "64", "payloadBytes", "1448"), 40);
    copy(Map.of("flows", "1", "payloadBytes", "64"), 5);
    kind("PASS_THROUGH", 1, 3);
    kind("HASH_MAP", 1, 50);
    kind("HASH_MAP", 64, 65.2);
    kind("HASH_MAP", 512, 50);
    kind("LINKED_LIST", 64, 90);
    FlowScaling study = only();
    assertThat(study.bound(1).orElseThrow().value()).isCloseTo(65, within(0.01));
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 1)).isEqualTo(Verdict.MET);
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 64)).isEqualTo(Verdict.OPEN);
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 512)).isEqualTo(Verdict.NO_BOUND);
    assertThat(study.verdict(FlowLine.staged("LINKED_LIST"), 64)).isEqualTo(Verdict.NOT_MET);
    assertThat(study.verdict(FlowLine.staged("LINKED_LIST"), 1)).isEqualTo(Verdict.NO_BOUND);
    assertThat(study.judgedLines())
        .containsExactly(FlowLine.staged("HASH_MAP"), FlowLine.staged("LINKED_LIST"));
    assertThat(study.flows()).containsExactly(1, 64, 512);
  }

  @Test
  void smallSegmentsHaveATargetOfTheirOwn() throws ResultsException {
    copy(Map.of("payloadBytes", "64"), 6);
    for (var cell : Map.of("1", 20.0, "512", 50.0).entrySet()) {
      Map<String, String> params =
          Map.of("kind", "HASH_MAP", "flows", cell.getKey(), "payloadBytes", "64");
      double nanos = cell.getValue();
      run.add(Cells.flows(FlowScaling.BENCHMARK, params, nanos * 0.99, nanos, nanos * 1.01));
    }
    FlowScaling study = only();
    assertThat(study.boundInWords()).isEqualTo("30 ns");
    assertThat(study.bound(512).orElseThrow().value()).isCloseTo(30, within(1e-9));
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 1)).isEqualTo(Verdict.MET);
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 512)).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void theTitleTellsTheRangeOfEachKindFastestFirst() throws ResultsException {
    kind("PASS_THROUGH", 1, 3);
    kind("LINKED_LIST", 1, 40);
    kind("LINKED_LIST", 512, 400);
    kind("HASH_MAP", 1, 50);
    kind("HASH_MAP", 512, 65.2);
    assertThat(Findings.flowScaling(List.of(only())))
        .isEqualTo(
            "1448-byte payload, 1 to 512 flows: hash map 50 to 65, linked list 40 to 400 ns per"
                + " packet");
  }

  @Test
  void theNoiseIsPooledOverTheBenchmarkAndItsBaselines() throws ResultsException {
    run.add(Cells.flows(FlowScaling.COPY, Map.of("payloadBytes", "1448"), 39, 41));
    run.add(Cells.flows(FlowScaling.WALK, Map.of("payloadBytes", "1448"), 2.9, 3, 3.1));
    kind("HASH_MAP", 1, 50);
    kind("HASH_MAP", 64, 100);
    FlowScaling study = only();
    PooledNoise noise = study.copy().get(1).noise();
    assertThat(noise.cells()).isEqualTo(4);
    assertThat(noise.degreesOfFreedom()).isEqualTo(1 + 2 + 2 + 2);
    assertThat(study.walk().get(1).noise()).isEqualTo(noise);
    assertThat(study.curves().get(FlowLine.staged("HASH_MAP")).get(1).noise()).isEqualTo(noise);
    assertThat(study.bound(1).orElseThrow().low()).isGreaterThan(60);
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 1)).isEqualTo(Verdict.MET);
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 64)).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void theSpreadCopyIsInformationOnly() throws ResultsException {
    copy(Map.of("payloadBytes", "1448"), 40);
    kind("HASH_MAP", 1, 50);
    kind("HASH_MAP", 64, 100);
    assertThat(only().spread()).isEmpty();
    Estimate bound = only().bound(64).orElseThrow();
    run.add(
        Cells.flows(FlowScaling.SPREAD, Map.of("flows", "64", "payloadBytes", "1448"), 89, 90, 91));
    FlowScaling study = only();
    assertThat(study.spread()).containsOnlyKeys(64);
    assertThat(study.spread().get(64).value()).isCloseTo(90, within(0.01));
    assertThat(study.bound(64).orElseThrow().value()).isEqualTo(bound.value());
    assertThat(study.verdict(FlowLine.staged("HASH_MAP"), 64)).isEqualTo(Verdict.NOT_MET);
  }

  @Test
  void aBaselineWithoutAParameterHoldsForAllItsValues() throws ResultsException {
    copy(Map.of("payloadBytes", "1448"), 40);
    kind("HASH_MAP", 1, 50);
    kind("HASH_MAP", 64, 50);
    assertThat(only().copy()).containsOnlyKeys(1, 64);
  }

  @Test
  void refusesTwoBaselinesForOneCell() {
    copy(Map.of("flows", "1", "trace", "a"), 40);
    copy(Map.of("flows", "1", "trace", "b"), 40);
    kind("HASH_MAP", 1, 50);
    assertThatThrownBy(this::only)
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("more than one measurement fits");
  }

  @Test
  void refusesParametersThatAreNoNumbers() {
    run.add(Cells.flows(FlowScaling.BENCHMARK, Map.of("kind", "A", "flows", "many"), 1));
    assertThatThrownBy(this::only).hasMessageContaining("parameter 'flows'");
    run.set(0, Cells.flows(FlowScaling.BENCHMARK, Map.of("flows", "8"), 1));
    assertThatThrownBy(this::only).hasMessageContaining("no parameter 'kind'");
  }

  private void placed(String kind, String placement, int flows, double nanos) {
    Map<String, String> params =
        Map.of(
            "family",
            "IPV4",
            "kind",
            kind,
            "placement",
            placement,
            "burst",
            "1",
            "flows",
            Integer.toString(flows),
            "payloadBytes",
            "1448");
    run.add(Cells.flows(FlowScaling.BENCHMARK, params, nanos * 0.99, nanos, nanos * 1.01));
  }

  @Test
  void aPlacementIsALineOfItsOwnAndOldCellsAreStaged() throws ResultsException {
    copy(Map.of("payloadBytes", "1448"), 40);
    kind("HASH_MAP", 1, 50);
    placed("HASH_MAP", "GATHERED", 1, 12);
    placed("HASH_MAP", "DIRECT", 1, 42);
    FlowScaling study = only();
    FlowLine gathered = new FlowLine("HASH_MAP", "GATHERED");
    assertThat(study.curves().keySet())
        .containsExactly(FlowLine.staged("HASH_MAP"), new FlowLine("HASH_MAP", "DIRECT"), gathered);
    assertThat(study.judgedLines()).containsExactly(FlowLine.staged("HASH_MAP"));
    assertThat(gathered.label()).isEqualTo("hash map, gathered");
    assertThat(study.condition().inWords()).isEqualTo("IPv4, 1448-byte payload, flows in turn");
  }

  @Test
  void ofManyLinesTheTitleNamesTheFastestOfEachPlacementAndTheSlowest() throws ResultsException {
    for (String kind : List.of("A", "B", "C", "D", "HASH_MAP", "LINKED_LIST")) {
      kind(kind, 1, 50);
      kind(kind, 64, 50 + kind.charAt(0));
    }
    for (int flows : new int[] {1, 64}) {
      placed("A", "GATHERED", flows, 12);
      placed("B", "GATHERED", flows, 13);
    }
    assertThat(Findings.flowScaling(List.of(only())))
        .isEqualTo(
            "1448-byte payload, 1 to 64 flows: a, gathered 12; a 50 to 115;"
                + " linked list 50 to 126 ns per packet");
  }

  private static PeerResults.Cell peer(String name, String flows, String digestOut, double... nanos)
      throws ResultsException {
    List<PeerReading> readings = new ArrayList<>();
    for (double one : nanos) {
      readings.add(PeerReading.parse(MadeUpPeers.line(name, digestOut, one)));
    }
    return new PeerResults.Cell(
        name,
        new TreeMap<>(Map.of("flows", flows, "payloadBytes", "1448", "burst", "1")),
        readings);
  }

  @Test
  void peersStandBesideTheTrafficThatTheyPlayed() throws ResultsException {
    kind("HASH_MAP", 1, 50);
    kind("HASH_MAP", 64, 60);
    PeerResults peers =
        new PeerResults(
            List.of(
                peer("gro", "1", "d", 30, 31),
                peer("gro", "64", "other", 5, 5),
                peer("gro", "512", "d", 5, 5),
                peer("header-only", "64", "d", 10, 10.1)),
            List.of(),
            List.of());
    FlowScaling study = FlowScaling.of(run, Cells.KINDS, peers).getFirst();
    assertThat(study.peers()).extracting(PeerCurve::peer).containsExactly("header-only", "gro");
    PeerCurve gro = study.peers().getLast();
    assertThat(gro.bound()).isFalse();
    assertThat(gro.nanos()).containsOnlyKeys(1);
    assertThat(gro.losses()).containsExactly(64);
    assertThat(gro.mergeFactors().get(1)).isCloseTo(20, within(1e-9));
    assertThat(study.peers().getFirst().bound()).isTrue();
    assertThat(FlowScaling.of(run, Cells.KINDS).getFirst().peers()).isEmpty();
  }

  @Test
  void twoCellsOfAPeerForTheSameTrafficAreRefused() throws ResultsException {
    kind("HASH_MAP", 1, 50);
    PeerResults twice =
        new PeerResults(
            List.of(peer("gro", "1", "d", 30), peer("gro", "1", "d", 31)), List.of(), List.of());
    assertThatThrownBy(() -> FlowScaling.of(run, Cells.KINDS, twice))
        .isInstanceOf(ResultsException.class)
        .hasMessageContaining("peer gro in peers.json: more than one cell fits");
  }
}
