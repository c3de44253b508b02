package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FlushStudyTest {
  private final List<Measurement> cells = new ArrayList<>();
  private final List<ReplayRow> rows = new ArrayList<>();

  @BeforeEach
  void timer() {
    point("chain-timer", 50, 1000, 50_000);
    point("chain-timer", 300, 2000, 300_000);
  }

  /** Six forks with 1 % between neighbours, and a replay. */
  private void point(String flush, int micros, double throughput, long delay) {
    measured(
        flush,
        micros,
        throughput * 0.99,
        throughput,
        throughput * 1.01,
        throughput * 0.99,
        throughput,
        throughput * 1.01);
    rows.add(
        new ReplayRow(
            "bulk",
            "IPV4",
            "hardened",
            flush,
            micros * 1000L,
            10,
            5,
            2,
            0,
            0,
            0,
            delay,
            delay,
            7,
            8,
            ReplayRow.UNKNOWN));
  }

  private void measured(String flush, int micros, double... forks) {
    cells.add(
        new Measurement(
            FlushStudy.BENCHMARK,
            "thrpt",
            "ops/s",
            new TreeMap<>(
                Map.of(
                    "flush",
                    flush,
                    "interval",
                    micros + "us",
                    "kind",
                    "HASH_MAP",
                    "workload",
                    "bulk",
                    "family",
                    "IPV4",
                    "guest",
                    "HEAVY")),
            Arrays.stream(forks).mapToObj(List::of).toList(),
            Double.NaN));
  }

  private FlushStudy study() throws ResultsException {
    return FlushStudy.of(cells, Optional.of(new ReplayTable(rows))).getFirst();
  }

  private FlushDominance dominance() throws ResultsException {
    return FlushDominance.of(study(), "adaptive", "chain-timer").orElseThrow();
  }

  @Test
  void joinsThroughputAndDelay() throws ResultsException {
    measured("push", 50, 900, 910);
    FlushStudy study = study();
    assertThat(study.condition().inWords()).isEqualTo("bulk, IPv4, heavy guest, kind HASH_MAP");
    assertThat(study.curves()).containsOnlyKeys("chain-timer", "push");
    assertThat(study.points())
        .extracting(point -> point.strategy() + " " + point.delayP99Nanos())
        .containsExactly("chain-timer 50000", "chain-timer 300000");
    assertThat(study.points().getFirst().messageP99Nanos()).isEqualTo(8);
    assertThat(FlushDominance.of(study, "adaptive", "chain-timer")).isEmpty();
  }

  @Test
  void theFrontierHoldsWhatNothingBeats() throws ResultsException {
    point("adaptive", 50, 1500, 40_000);
    point("adaptive", 300, 1900, 300_000);
    assertThat(study().frontier())
        .extracting(point -> point.strategy() + " " + point.intervalNanos())
        .containsExactly("adaptive 50000", "chain-timer 300000");
  }

  @Test
  void sameThroughputWithLessDelayDominates() throws ResultsException {
    point("adaptive", 50, 1000, 20_000);
    point("adaptive", 300, 2000, 100_000);
    assertThat(dominance().dominates()).isTrue();
    assertThat(dominance().matches())
        .allMatch(match -> match.covered() && match.sooner() && !match.higher());
    assertThat(dominance().inWords("adaptive", "chain-timer"))
        .startsWith("adaptive dominates chain-timer: each of its 2 points is matched")
        .endsWith("0 are beaten in throughput, 2 in delay.");
  }

  @Test
  void moreThroughputWithTheSameDelayDominates() throws ResultsException {
    point("adaptive", 50, 1500, 50_000);
    point("adaptive", 300, 2000, 300_000);
    assertThat(dominance().dominates()).isTrue();
    assertThat(dominance().matches())
        .extracting(FlushDominance.Match::higher)
        .containsExactly(true, false);
  }

  /** Two forks each, as in a profile that only tries whether everything works. */
  @Test
  void noiseThatHidesALossForbidsToSpeakOfDominance() throws ResultsException {
    cells.clear();
    for (int micros : new int[] {50, 300}) {
      measured("chain-timer", micros, 1000, 1500);
      measured("adaptive", micros, 1100, 1900);
    }
    for (int micros : new int[] {50, 300}) {
      rows.add(
          new ReplayRow(
              "bulk",
              "IPV4",
              "hardened",
              "adaptive",
              micros * 1000L,
              10,
              5,
              2,
              0,
              0,
              0,
              micros * 900L,
              micros * 900L,
              7,
              8,
              ReplayRow.UNKNOWN));
    }
    FlushDominance it = dominance();
    assertThat(it.matches()).allMatch(FlushDominance.Match::covered);
    assertThat(it.resolved()).isFalse();
    assertThat(it.dominates()).isFalse();
    assertThat(it.inWords("adaptive", "chain-timer"))
        .startsWith(
            "Whether adaptive dominates chain-timer cannot be told: no point of chain-timer")
        .containsPattern(
            "too noisy to exclude a loss of [2-9]\\d[.]\\d %, and 10[.]0 % is the most");
    assertThat(FrontierChart.title(List.of(study())))
        .isEqualTo("bulk: too noisy to tell whether adaptive dominates chain-timer");
  }

  @Test
  void theSameInEverythingDoesNot() throws ResultsException {
    point("adaptive", 50, 1000, 50_000);
    point("adaptive", 300, 2000, 300_000);
    assertThat(dominance().dominates()).isFalse();
    assertThat(dominance().inWords("adaptive", "chain-timer"))
        .isEqualTo("adaptive and chain-timer cannot be told apart at any point.");
  }

  @Test
  void onePointShownToBeLowerIsEnoughAgainstIt() throws ResultsException {
    point("adaptive", 50, 1500, 20_000);
    point("adaptive", 300, 1500, 100_000);
    assertThat(dominance().dominates()).isFalse();
    assertThat(dominance().inWords("adaptive", "chain-timer"))
        .startsWith(
            "adaptive does not dominate chain-timer: chain-timer at 300 us (p99 delay 300"
                + " us) carries more than any point");
  }

  @Test
  void aDelayThatNoneReachesIsNotMatched() throws ResultsException {
    point("adaptive", 50, 1500, 50_001);
    assertThat(dominance().matches().getFirst().covered()).isFalse();
    assertThat(dominance().inWords("adaptive", "chain-timer"))
        .endsWith("has less delay than any point of adaptive.");
  }

  @Test
  void oneForkShowsNothing() throws ResultsException {
    cells.clear();
    measured("chain-timer", 50, 1000);
    measured("adaptive", 50, 5000);
    rows.add(rows.getFirst());
    rows.add(
        new ReplayRow(
            "bulk", "IPV4", "hardened", "adaptive", 50_000, 10, 5, 2, 0, 0, 0, 5, 5, -1, -1, -1));
    assertThat(dominance().dominates()).isFalse();
    assertThat(dominance().inWords("adaptive", "chain-timer")).startsWith("One fork in every cell");
  }
}
