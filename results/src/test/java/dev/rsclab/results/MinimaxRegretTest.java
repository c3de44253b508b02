package dev.rsclab.results;

import static dev.rsclab.results.Cells.interval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MinimaxRegretTest {
  private static final Random RANDOM = new Random(3);

  /** One condition: throughput at 50, 100 and 300 us. */
  private static List<Measurement> workload(String name, double noise, double... throughput) {
    int[] micros = {50, 100, 300};
    List<Measurement> cells = new ArrayList<>();
    for (int i = 0; i < throughput.length; i++) {
      double[] forks = new double[5];
      for (int fork = 0; fork < forks.length; fork++) {
        forks[fork] = throughput[i] * Math.exp(noise * RANDOM.nextGaussian());
      }
      Measurement cell = interval("HASH_MAP", micros[i], forks);
      var params = new TreeMap<>(cell.params());
      params.put("workload", name);
      cells.add(new Measurement(cell.benchmark(), "thrpt", "ops/s", params, cell.forks(), 0));
    }
    return cells;
  }

  private static List<IntervalStudy> studies(List<List<Measurement>> workloads)
      throws ResultsException {
    return IntervalStudy.of(workloads.stream().flatMap(List::stream).toList(), Cells.KINDS);
  }

  private static ReplayRow delay(String workload, int micros, long p99) {
    return new ReplayRow(
        workload,
        "IPV4",
        "hardened",
        "chain-timer",
        micros * 1000L,
        10,
        5,
        2,
        0,
        0,
        0,
        p99,
        p99,
        ReplayRow.NO_MESSAGES,
        ReplayRow.NO_MESSAGES,
        ReplayRow.UNKNOWN);
  }

  @Test
  void takesTheIntervalWhoseWorstWorkloadLosesLeast() throws ResultsException {
    // Regrets: 50 us 0.4 and 0, 100 us 0.1 and 0.2, 300 us 0 and 0.5.
    MinimaxRegret it =
        MinimaxRegret.of(
                studies(
                    List.of(
                        workload("bulk", 0, 600, 900, 1000),
                        workload("request-response", 0, 1000, 800, 500))))
            .orElseThrow();
    assertThat(it.intervalNanos()).isEqualTo(100_000);
    assertThat(it.regret()).isCloseTo(0.2, within(1e-9));
    assertThat(it.worst().workload()).isEqualTo("request-response");
    assertThat(it.regrets().values())
        .satisfiesExactly(
            regret -> assertThat(regret).isCloseTo(0.4, within(1e-9)),
            regret -> assertThat(regret).isCloseTo(0.2, within(1e-9)),
            regret -> assertThat(regret).isCloseTo(0.5, within(1e-9)));
  }

  @Test
  void ofEqualRegretsTheSmallestIntervalIsTaken() throws ResultsException {
    assertThat(MinimaxRegret.of(studies(List.of(workload("bulk", 0, 900, 1000, 1000)))))
        .hasValueSatisfying(it -> assertThat(it.intervalNanos()).isEqualTo(100_000));
  }

  @Test
  void anIntervalMustBeMeasuredEverywhere() throws ResultsException {
    assertThat(
            MinimaxRegret.of(studies(List.of(workload("a", 0, 1, 2, 300), workload("b", 0, 2, 1)))))
        .hasValueSatisfying(it -> assertThat(it.regrets()).containsOnlyKeys(50_000L, 100_000L));
    assertThat(MinimaxRegret.of(List.of())).isEmpty();
  }

  @Test
  void aBudgetLeavesIntervalsOutFromTheStart() throws ResultsException {
    IntervalStudy study = studies(List.of(workload("bulk", 0.001, 600, 900, 1000))).getFirst();
    var replay =
        Optional.of(
            new ReplayTable(List.of(delay("bulk", 50, 50_000), delay("bulk", 100, 99_000))));
    assertThat(SmallestOnPlateau.of(study))
        .hasValueSatisfying(it -> assertThat(it.intervalNanos()).isEqualTo(300_000));
    assertThat(SmallestOnPlateau.of(study, new DelayBudget(99_000, replay)))
        .hasValueSatisfying(it -> assertThat(it.intervalNanos()).isEqualTo(100_000));
    assertThat(SmallestOnPlateau.of(study, new DelayBudget(98_999, replay)))
        .hasValueSatisfying(it -> assertThat(it.intervalNanos()).isEqualTo(50_000));
    assertThat(SmallestOnPlateau.of(study, new DelayBudget(10, replay))).isEmpty();
    assertThat(SmallestOnPlateau.of(study, new DelayBudget(1_000_000, Optional.empty()))).isEmpty();
  }

  @Test
  void aClearChoiceIsStableAndATieIsNot() throws ResultsException {
    List<IntervalStudy> clear = studies(List.of(workload("bulk", 0.01, 600, 900, 1000)));
    assertThat(Stability.ofRegret(clear))
        .hasValueSatisfying(it -> assertThat(it.shares()).isEqualTo(Map.of(300_000L, 1.0)));
    assertThat(Stability.ofPlateau(clear.getFirst()).orElseThrow().inWords())
        .isEqualTo("300 us 100 %");
    Stability tie =
        Stability.ofRegret(
                studies(
                    List.of(workload("bulk", 0.01, 600, 1000, 1000), workload("b", 0, 1, 2, 2))))
            .orElseThrow();
    assertThat(tie.shares().keySet()).containsExactly(100_000L, 300_000L);
    assertThat(tie.shares().values()).allMatch(share -> share > 0.02);
    assertThat(tie.shares().values().stream().mapToDouble(share -> share).sum())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void withoutNoiseNothingIsResampled() throws ResultsException {
    IntervalStudy study = Cells.study(interval("HASH_MAP", 50, 1000));
    assertThat(Stability.ofPlateau(study)).isEmpty();
  }

  @Test
  void theIntervalMovesWithTheGuestsCost() throws ResultsException {
    List<Measurement> cells = new ArrayList<>();
    for (Map.Entry<String, double[]> guest :
        Map.of("HEAVY", new double[] {600, 900, 1000}, "ZERO", new double[] {1000, 1000, 1000})
            .entrySet()) {
      for (Measurement cell : workload("bulk", 0.001, guest.getValue())) {
        var params = new TreeMap<>(cell.params());
        params.remove("guestNanos");
        params.put("guest", guest.getKey());
        cells.add(new Measurement(cell.benchmark(), "thrpt", "ops/s", params, cell.forks(), 0));
      }
    }
    List<GuestSensitivity> it = GuestSensitivity.of(IntervalStudy.of(cells, Cells.KINDS));
    assertThat(it).hasSize(1);
    assertThat(it.getFirst().recommendations())
        .extracting(guest -> guest.name() + " " + guest.recommendation().intervalNanos())
        .containsExactly("ZERO 50000", "HEAVY 300000");
  }
}
