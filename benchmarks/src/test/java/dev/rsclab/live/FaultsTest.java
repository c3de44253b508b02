package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.live.Faults.Fate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultsTest {

  private static List<Fate> fates(Faults faults) {
    Faults.Draw draw = faults.draw();
    return IntStream.range(0, 100_000).mapToObj(i -> draw.next()).toList();
  }

  @Test
  void theSameSeedMeansTheSameFaults() {
    assertThat(fates(new Faults(0.01, 0.02, 0.03, 7)))
        .isEqualTo(fates(new Faults(0.01, 0.02, 0.03, 7)))
        .isNotEqualTo(fates(new Faults(0.01, 0.02, 0.03, 8)));
  }

  @Test
  void eachFaultHasItsShare() {
    Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
    fates(new Faults(0.01, 0.02, 0.03, 1)).forEach(fate -> counts.merge(fate, 1, Integer::sum));
    assertThat(counts.get(Fate.LOSE)).isBetween(900, 1100);
    assertThat(counts.get(Fate.SWAP)).isBetween(1850, 2150);
    assertThat(counts.get(Fate.DUPLICATE)).isBetween(2800, 3200);
  }

  @Test
  void aGoodWireHasNone() {
    assertThat(fates(Faults.NONE)).containsOnly(Fate.PASS);
    assertThat(Faults.NONE.none()).isTrue();
    assertThat(new Faults(0, 0.001, 0, 1).none()).isFalse();
  }
}
