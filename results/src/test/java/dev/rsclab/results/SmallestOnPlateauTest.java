package dev.rsclab.results;

import static dev.rsclab.results.Cells.interval;
import static dev.rsclab.results.Cells.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rsclab.results.Recommendation.Effect;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SmallestOnPlateauTest {
  /** Three forks with 1 % between neighbours. */
  private static Measurement quiet(String kind, int micros, double value) {
    return interval(kind, micros, value * 0.99, value, value * 1.01);
  }

  private static Recommendation of(IntervalStudy study) {
    return SmallestOnPlateau.of(study).orElseThrow();
  }

  @Test
  void takesTheLeftEndOfACleanPlateau() throws ResultsException {
    Recommendation it =
        of(
            study(
                quiet("PASS_THROUGH", 0, 1000),
                quiet("HASH_MAP", 0, 1000),
                quiet("HASH_MAP", 50, 2500),
                quiet("HASH_MAP", 100, 3000),
                quiet("HASH_MAP", 300, 3010),
                quiet("HASH_MAP", 1000, 2995)));
    assertThat(it.intervalNanos()).isEqualTo(100_000);
    assertThat(it.bestNanos()).isEqualTo(300_000);
    assertThat(it.effect()).isEqualTo(Effect.GAIN);
    assertThat(it.toFloor().orElseThrow().value()).isCloseTo(3, within(0.001));
    assertThat(it.compare(50_000).orElseThrow().value()).isCloseTo(2500.0 / 3000, within(0.001));
    assertThat(it.compare(20_000)).isEmpty();
    assertThat(it.resolved()).isTrue();
    assertThat(it.longestMeasured()).isFalse();
  }

  @Test
  void noiseMovesItToTheLeftAndSaysSo() throws ResultsException {
    Recommendation it =
        of(
            study(
                interval("HASH_MAP", 0, 500, 1000, 2000),
                interval("HASH_MAP", 50, 1500, 3000, 4000),
                interval("HASH_MAP", 100, 2000, 3100, 4800),
                interval("HASH_MAP", 300, 2100, 3000, 4900)));
    assertThat(it.intervalNanos()).isEqualTo(50_000);
    assertThat(it.bestNanos()).isEqualTo(300_000);
    assertThat(it.tested()).isTrue();
    assertThat(it.resolved()).isFalse();
  }

  @Test
  void aRiseToTheEndRecommendsTheLongest() throws ResultsException {
    Recommendation it =
        of(
            study(
                quiet("HASH_MAP", 10, 1000),
                quiet("HASH_MAP", 100, 2000),
                quiet("HASH_MAP", 1000, 3000)));
    assertThat(it.intervalNanos()).isEqualTo(1_000_000);
    assertThat(it.longestMeasured()).isTrue();
    assertThat(it.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void zeroIsRecommendedWhereWaitingGainsNothing() throws ResultsException {
    Recommendation it =
        of(
            study(
                quiet("PASS_THROUGH", 0, 1000),
                quiet("HASH_MAP", 0, 800),
                quiet("HASH_MAP", 100, 700),
                quiet("HASH_MAP", 1000, 600)));
    assertThat(it.intervalNanos()).isZero();
    assertThat(it.effect()).isEqualTo(Effect.LOSS);
  }

  @Test
  void aGainWithinTheNoiseIsNone() throws ResultsException {
    Recommendation it = of(study(quiet("PASS_THROUGH", 0, 1000), quiet("HASH_MAP", 50, 1002)));
    assertThat(it.effect()).isEqualTo(Effect.NONE);
  }

  @Test
  void oneForkRecommendsNothing() throws ResultsException {
    Recommendation it =
        of(
            study(
                interval("PASS_THROUGH", 0, 1000),
                interval("PASS_THROUGH", 50, 1010),
                interval("HASH_MAP", 0, 1000),
                interval("HASH_MAP", 50, 3000),
                interval("HASH_MAP", 100, 2000)));
    assertThat(it.tested()).isFalse();
    assertThat(it.intervalNanos()).isEqualTo(50_000);
    assertThat(it.effect()).isEqualTo(Effect.UNKNOWN);
  }

  @Test
  void theFastestKindDecidesAndTheFloorIsNone() throws ResultsException {
    Recommendation it =
        of(
            study(
                quiet("PASS_THROUGH", 0, 9000),
                quiet("LINKED_LIST", 10, 1000),
                quiet("HASH_MAP", 10, 500),
                quiet("HASH_MAP", 300, 2000)));
    assertThat(it.kind()).isEqualTo("HASH_MAP");
    assertThat(it.intervalNanos()).isEqualTo(300_000);
  }

  @Test
  void aFloorAloneRecommendsNothing() throws ResultsException {
    IntervalStudy floor = study(quiet("PASS_THROUGH", 0, 1000));
    assertThat(SmallestOnPlateau.of(floor)).isEmpty();
    assertThat(floor.curves()).isEmpty();
  }

  @Test
  void theFloorIsOneCellWhateverTheInterval() throws ResultsException {
    IntervalStudy study =
        study(
            interval("PASS_THROUGH", 0, 100, 100),
            interval("PASS_THROUGH", 50, 400, 400),
            interval("HASH_MAP", 50, 500, 500));
    Estimate floor = study.floor().orElseThrow();
    assertThat(floor.forks()).isEqualTo(4);
    assertThat(floor.value()).isCloseTo(200, within(1e-9));
    // Logs of the floor: -ln 2 twice and ln 2 twice around ln 200; HASH_MAP does not spread.
    assertThat(floor.noise().cells()).isEqualTo(2);
    assertThat(floor.noise().degreesOfFreedom()).isEqualTo(4);
    assertThat(floor.noise().variance()).isCloseTo(Math.pow(Math.log(2), 2), within(1e-12));
    assertThat(Forks.ofStudies(List.of(study))).isEqualTo("2 forks (floor: 4)");
  }

  @Test
  void conditionsAreKeptApart() throws ResultsException {
    Measurement bulk = quiet("HASH_MAP", 50, 1000);
    var params = new TreeMap<>(bulk.params());
    params.put("guestNanos", "4500");
    Measurement heavy =
        new Measurement(bulk.benchmark(), "thrpt", "ops/s", params, bulk.forks(), 0);
    List<IntervalStudy> studies = IntervalStudy.of(List.of(heavy, bulk), Cells.KINDS);
    assertThat(studies)
        .extracting(study -> study.condition().get("guestNanos"))
        .containsExactly("1000", "4500");
  }
}
