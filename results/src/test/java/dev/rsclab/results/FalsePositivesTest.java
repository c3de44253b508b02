package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.results.Recommendation.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Studies in which neither the kind nor the interval makes a difference: whatever the rule claims
 * there is wrong, and it may be wrong in 5 % of them.
 */
class FalsePositivesTest {
  private static final int STUDIES = 1000;
  private static final int[] MICROS = {0, 10, 20, 50, 100, 300, 1000};
  private static final double NOISE = 0.02;
  private static final List<Long> REFERENCES = List.of(50_000L, 300_000L);

  /** Three standard deviations of a share of 5 % above it. */
  private static final double LIMIT =
      Ratio.ALPHA + 3 * Math.sqrt(Ratio.ALPHA * (1 - Ratio.ALPHA) / STUDIES);

  private final Random random = new Random(20260131);

  @Test
  void atMostFivePercentClaimADifferenceThatIsNotThere() throws ResultsException {
    int shorterExcluded = 0;
    int gains = 0;
    int any = 0;
    int references = 0;
    int ranks = 0;
    for (int i = 0; i < STUDIES; i++) {
      IntervalStudy study = study();
      Recommendation it = SmallestOnPlateau.of(study).orElseThrow();
      boolean excluded = it.intervalNanos() > it.curve().firstKey();
      boolean gain = Set.of(Effect.GAIN, Effect.GAIN_AT_BEST).contains(it.effect());
      shorterExcluded += excluded ? 1 : 0;
      gains += gain ? 1 : 0;
      any += excluded || gain ? 1 : 0;
      references += it.differs(50_000, REFERENCES) || it.differs(300_000, REFERENCES) ? 1 : 0;
      List<Ranking.Place> places = Ranking.at(study, it.intervalNanos()).places();
      ranks += places.stream().allMatch(place -> place.rank().equals("1=")) ? 0 : 1;
    }
    assertThat(shorterExcluded / (double) STUDIES).as("smallest excluded").isLessThan(LIMIT);
    assertThat(gains / (double) STUDIES).as("gain claimed").isLessThan(LIMIT);
    assertThat(any / (double) STUDIES).as("either").isLessThan(LIMIT);
    assertThat(references / (double) STUDIES).as("50 or 300 us differs").isLessThan(LIMIT);
    assertThat(ranks / (double) STUDIES).as("kinds ranked").isLessThan(LIMIT);
  }

  private IntervalStudy study() throws ResultsException {
    List<Measurement> cells = new ArrayList<>();
    for (String kind : List.of("PASS_THROUGH", "A", "B", "C", "D")) {
      for (int micros : MICROS) {
        cells.add(Cells.interval(kind, micros, reading(), reading()));
      }
    }
    return Cells.study(cells.toArray(Measurement[]::new));
  }

  private double reading() {
    return 1e6 * Math.exp(NOISE * random.nextGaussian());
  }
}
