package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.ComparedCell.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {
  private static final List<String> NAMES = List.of("a", "b");
  private static final List<String> COALESCING = List.of("HASH_MAP", "LINKED_LIST");

  @TempDir Path folder;

  private static Run run(List<Measurement> cells) {
    return run(cells, MadeUpEnvironment.environment());
  }

  private static Run run(List<Measurement> cells, Environment environment) {
    return new Run(
        environment,
        cells,
        Cells.KINDS,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        PeerResults.NONE);
  }

  private static double[] forks(double value, double noise, Random random) {
    return random.doubles(3, -1, 1).map(x -> value * Math.exp(noise * x)).toArray();
  }

  private static double[] gaussian(double value, double noise, Random random) {
    return IntStream.range(0, 3)
        .mapToDouble(i -> value * Math.exp(noise * random.nextGaussian()))
        .toArray();
  }

  /** Two kinds at eight intervals; the throughput of HASH_MAP is multiplied. */
  private static List<Measurement> cells(double factor, Random random) {
    List<Measurement> cells = new ArrayList<>();
    cells.add(Cells.interval("PASS_THROUGH", 0, forks(2e5, 0.01, random)));
    for (String kind : COALESCING) {
      for (int micros : new int[] {0, 10, 20, 50, 100, 200, 300, 500}) {
        double value = (1e6 + micros * 1e3) * (kind.equals("HASH_MAP") ? factor : 1);
        cells.add(Cells.interval(kind, micros, forks(value, 0.01, random)));
      }
    }
    return cells;
  }

  private static List<Verdict> verdicts(RunComparison comparison, String kind) {
    return comparison.cells().stream()
        .filter(cell -> cell.condition().get("kind").equals(kind))
        .map(comparison::verdict)
        .distinct()
        .toList();
  }

  @Test
  void throughputThatFallsIsWorseAndThatRisesIsBetter() throws Exception {
    RunComparison slower =
        RunComparison.of(run(cells(1, new Random(1))), run(cells(0.8, new Random(2))), NAMES);
    assertThat(slower.cells()).hasSize(17);
    assertThat(verdicts(slower, "HASH_MAP")).containsExactly(Verdict.WORSE);
    assertThat(verdicts(slower, "LINKED_LIST")).containsExactly(Verdict.NO_DIFFERENCE);
    assertThat(slower.regressions(0.05)).isEqualTo(8);
    assertThat(slower.regressions(0.25)).isZero();
    RunComparison faster =
        RunComparison.of(run(cells(1, new Random(1))), run(cells(1.2, new Random(2))), NAMES);
    assertThat(verdicts(faster, "HASH_MAP")).containsExactly(Verdict.BETTER);
    assertThat(faster.regressions(0)).isZero();
  }

  @Test
  void timeThatFallsIsBetterAndThatRisesIsWorse() throws Exception {
    Map<String, String> params = Map.of("kind", "HASH_MAP", "flows", "8");
    Run before = run(List.of(Cells.flows(FlowScaling.BENCHMARK, params, 100, 101, 99)));
    Run after = run(List.of(Cells.flows(FlowScaling.BENCHMARK, params, 120, 121, 119)));
    assertThat(verdicts(RunComparison.of(before, after, NAMES), "HASH_MAP"))
        .containsExactly(Verdict.WORSE);
    assertThat(RunComparison.of(before, after, NAMES).regressions(0.05)).isEqualTo(1);
    assertThat(RunComparison.of(before, after, NAMES).regressions(0.19)).isZero();
    assertThat(verdicts(RunComparison.of(after, before, NAMES), "HASH_MAP"))
        .containsExactly(Verdict.BETTER);
  }

  @Test
  void equalRunsRaiseAnAlarmInFivePercentOfCasesAtMost() throws Exception {
    Random random = new Random(5);
    int alarms = 0;
    int failures = 0;
    int runs = 400;
    for (int i = 0; i < runs; i++) {
      List<List<Measurement>> both = List.of(new ArrayList<>(), new ArrayList<>());
      for (List<Measurement> cells : both) {
        for (int micros = 0; micros < 12; micros++) {
          cells.add(Cells.interval("HASH_MAP", micros, gaussian(1e6, 0.03, random)));
        }
      }
      RunComparison comparison = RunComparison.of(run(both.get(0)), run(both.get(1)), NAMES);
      alarms += verdicts(comparison, "HASH_MAP").equals(List.of(Verdict.NO_DIFFERENCE)) ? 0 : 1;
      failures += comparison.regressions(0.05) > 0 ? 1 : 0;
    }
    assertThat(alarms).isLessThan((int) (runs * 0.05 + 3 * Math.sqrt(runs * 0.05 * 0.95)));
    assertThat(failures).isZero();
  }

  @Test
  void oneForkTellsNothing() throws Exception {
    Run before = run(List.of(Cells.interval("HASH_MAP", 50, 1e6)));
    Run after = run(List.of(Cells.interval("HASH_MAP", 50, 5e5)));
    RunComparison comparison = RunComparison.of(before, after, NAMES);
    assertThat(comparison.tested()).isFalse();
    assertThat(comparison.regressions(0.05)).isZero();
    assertThat(String.join(" ", comparison.lines()).replaceAll("\\s+", " "))
        .contains("Care: no verdict is possible", "1 without a difference shown");
  }

  @Test
  void whatACellMeasuredTwiceDiffersByIsNoDifference() throws Exception {
    List<Measurement> before = new ArrayList<>(cells(1, new Random(1)));
    Measurement cell = before.getLast();
    var second = new TreeMap<>(cell.params());
    second.put("repetition", "2");
    before.add(
        new Measurement(
            cell.benchmark(),
            cell.mode(),
            cell.unit(),
            second,
            cell.forks().stream().map(fork -> List.of(fork.getFirst() * 1.5)).toList(),
            Double.NaN));
    RunComparison comparison = RunComparison.of(run(before), run(cells(0.8, new Random(2))), NAMES);
    assertThat(verdicts(comparison, "HASH_MAP")).containsExactly(Verdict.NO_DIFFERENCE);
    assertThat(comparison.cells()).hasSize(17);
  }

  @Test
  void twoMachinesAreComparedOverTheFloorOfEach() throws Exception {
    Environment environment = MadeUpEnvironment.environment();
    List<Measurement> twiceAsFast =
        cells(0.8, new Random(2)).stream()
            .map(cell ->
                new Measurement(
                    cell.benchmark(),
                    cell.mode(),
                    cell.unit(),
                    cell.params(),
                    cell.forks().stream().map(fork -> List.of(fork.getFirst() * 2)).toList(),
                    Double.NaN))
            .toList();
    Path file = folder.resolve("environment.json");
    environment.write(file);
    Files.writeString(file, Files.readString(file).replace("EPYC", "Other"));
    RunComparison comparison =
        RunComparison.of(
            run(cells(1, new Random(1))), run(twiceAsFast, Environment.read(file)), NAMES);
    assertThat(comparison.differentMachines()).isTrue();
    assertThat(verdicts(comparison, "HASH_MAP")).containsExactly(Verdict.BETTER);
    assertThat(
            comparison.cells().stream()
                .filter(cell -> cell.condition().get("kind").equals("HASH_MAP"))
                .map(cell -> comparison.relativeVerdict(cell).orElseThrow())
                .distinct())
        .containsExactly(Verdict.WORSE);
    assertThat(comparison.regressions(0.05)).isEqualTo(8);
    assertThat(String.join(" ", comparison.lines()).replaceAll("\\s+", " "))
        .contains("Care: the runs are of different machines", "relative verdict", "CPU AMD");
  }

  @Test
  void aCostOfTheGuestIsTheSameHoweverItIsWritten() throws Exception {
    Measurement old = Cells.interval("HASH_MAP", 50, 1e6, 1.01e6);
    var params = new TreeMap<>(old.params());
    params.remove("guestNanos");
    params.put("guest", "1000ns");
    params.put("repetition", "1");
    Measurement today =
        new Measurement(old.benchmark(), old.mode(), old.unit(), params, old.forks(), Double.NaN);
    assertThat(RunComparison.of(run(List.of(old)), run(List.of(today)), NAMES).cells()).hasSize(1);
    params.put("guest", "LIGHT");
    Measurement light =
        new Measurement(old.benchmark(), old.mode(), old.unit(), params, old.forks(), Double.NaN);
    assertThatThrownBy(() -> RunComparison.of(run(List.of(old)), run(List.of(light)), NAMES))
        .isInstanceOf(NotComparableException.class)
        .hasMessageContaining("guest 1000ns in the one, 1000ns+0.1ns/B in the other");
  }

  @Test
  void otherUnitsAreNamed() {
    Map<String, String> params = Map.of("kind", "HASH_MAP");
    Measurement time = Cells.flows("X.y", params, 1, 2);
    Measurement throughput =
        new Measurement("X.y", "thrpt", "ops/s", time.params(), time.forks(), Double.NaN);
    assertThatThrownBy(() -> RunComparison.of(run(List.of(time)), run(List.of(throughput)), NAMES))
        .isInstanceOf(NotComparableException.class)
        .hasMessage(
            "X.y was measured in mode avgt in a and in mode thrpt in b: their units differ");
  }

  @Test
  void theFolderOfAWrongFileIsNamed() throws IOException {
    Path a = new MadeUpRun().addFlows("IPV4", "A", 1, 64, 3).write(folder.resolve("good"));
    Path b = Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> RunComparison.of(a, b))
        .isInstanceOf(ResultsException.class)
        .hasMessageStartingWith("empty: environment.json: cannot be read");
  }
}
