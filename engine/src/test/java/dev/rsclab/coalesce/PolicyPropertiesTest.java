package dev.rsclab.coalesce;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * What holds for the policies that mend the reference, whatever arrives: a million packets in
 * streams that no build has tried before. See {@link PropertyStream}.
 */
class PolicyPropertiesTest {

  /** Of each policy. Every build tries new ones, so that what one build leaves out the next has. */
  private static final int STREAMS = 10;

  private static final int PACKETS = 50_000;

  @Provide
  Arbitrary<Long> seeds() {
    return Arbitraries.randomValue(random -> random.nextLong());
  }

  @Property(tries = STREAMS, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void hardenedKeepsFlowsWhole(@ForAll("seeds") long seed) {
    PropertyStream.run("hardened", seed, RscPolicy.hardened(), PACKETS);
  }

  @Property(tries = STREAMS, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void windowsKeepsFlowsWhole(@ForAll("seeds") long seed) {
    PropertyStream.run("windows", seed, RscPolicy.windows(), PACKETS);
  }
}
