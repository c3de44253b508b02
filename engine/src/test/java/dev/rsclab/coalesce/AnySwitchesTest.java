package dev.rsclab.coalesce;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** {@link ModelComparisonTest} with switches and events that no build has tried before. */
class AnySwitchesTest {

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.randomValue(random -> random.nextLong());
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void everyKindDoesWhatTheModelDoesWithAnySwitches(@ForAll("seeds") long seed) {
    ModelComparisonTest.compare("any switches", ModelComparisonTest.randomSwitches(seed), seed)
        .run();
  }
}
