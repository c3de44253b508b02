package dev.rsclab.results;

import static dev.rsclab.results.Cells.interval;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NoiseFloorTest {
  private static Measurement repeated(Measurement cell, String repetition) {
    var params = new TreeMap<>(cell.params());
    params.put("repetition", repetition);
    return new Measurement(
        cell.benchmark(), cell.mode(), cell.unit(), params, cell.forks(), cell.bytesPerOp());
  }

  private static Measurement first(String kind, int micros, double... forks) {
    return repeated(interval(kind, micros, forks), "1");
  }

  private static Measurement second(String kind, int micros, double... forks) {
    return repeated(interval(kind, micros, forks), "2");
  }

  @Test
  void isTheLargestOfAFewPairsAndNoPartOfTheCurves() throws ResultsException {
    IntervalStudy study =
        Cells.study(
            first("HASH_MAP", 50, 1000, 1010),
            second("HASH_MAP", 50, 1020, 1030.2),
            first("HASH_MAP", 100, 1000, 1010),
            second("HASH_MAP", 100, 950, 959.5));
    NoiseFloor floor = study.noiseFloor().orElseThrow();
    assertThat(floor.pairs()).isEqualTo(2);
    assertThat(floor.share()).isCloseTo(1 / 0.95 - 1, within(1e-9));
    assertThat(study.curves().get("HASH_MAP")).containsOnlyKeys(50_000L, 100_000L);
    assertThat(study.curves().get("HASH_MAP").get(50_000L).value())
        .isCloseTo(Math.sqrt(1000 * 1010), within(1e-6));
    assertThat(study.curves().get("HASH_MAP").get(50_000L).noise().cells()).isEqualTo(4);
    assertThat(NoiseFloor.inWords(study.noiseFloor()))
        .isEqualTo(
            "A kind measured against itself differed by up to 5.3 % (2 pairs): no smaller"
                + " difference is called one.");
  }

  @Test
  void isThe95PercentPointOfMany() {
    List<Double> logs = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      logs.add(i % 2 == 0 ? i / 1000.0 : -i / 1000.0);
    }
    assertThat(NoiseFloor.ofLogs(logs)).contains(new NoiseFloor(0.038, 40));
    assertThat(NoiseFloor.ofLogs(logs.subList(0, 19))).contains(new NoiseFloor(0.019, 19));
    assertThat(NoiseFloor.ofLogs(List.of())).isEmpty();
    assertThat(NoiseFloor.inWords(Optional.empty())).startsWith("No kind was measured against");
  }

  @Test
  void aRunWithoutTheParameterHasNone() throws ResultsException {
    assertThat(Cells.study(interval("HASH_MAP", 50, 1000, 1010)).noiseFloor()).isEmpty();
  }

  @Test
  void noSmallerDifferenceIsClaimedHoweverQuietTheForks() throws ResultsException {
    List<Measurement> cells = new ArrayList<>();
    cells.add(interval("PASS_THROUGH", 0, 1000, 1000.1, 999.9));
    cells.add(first("HASH_MAP", 50, 1900, 1900.1, 1899.9));
    cells.add(first("HASH_MAP", 100, 1950, 1950.1, 1949.9));
    Recommendation without =
        SmallestOnPlateau.of(IntervalStudy.of(cells, Cells.KINDS).getFirst()).orElseThrow();
    assertThat(without.intervalNanos()).isEqualTo(100_000);
    cells.add(second("HASH_MAP", 50, 2000, 2000.1, 1999.9));
    Recommendation with =
        SmallestOnPlateau.of(IntervalStudy.of(cells, Cells.KINDS).getFirst()).orElseThrow();
    assertThat(with.intervalNanos()).isEqualTo(50_000);
    assertThat(with.effect()).isEqualTo(Recommendation.Effect.GAIN);
  }

  @Test
  void theFloorsRepetitionsStayTogether() throws ResultsException {
    IntervalStudy study =
        Cells.study(
            first("PASS_THROUGH", 0, 100, 100),
            second("PASS_THROUGH", 0, 400, 400),
            first("HASH_MAP", 50, 500, 500));
    assertThat(study.floor().orElseThrow().forks()).isEqualTo(4);
    assertThat(study.noiseFloor()).isEmpty();
  }
}
