package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind against {@link ModelDevice}, event by event: hostile frames, a guest that refuses in
 * the middle, tables of a few places, header lengths and feature switches that change while
 * segments are held, a clock that jumps; under every policy and every switch.
 */
@Execution(
    value = ExecutionMode.CONCURRENT,
    reason = "alone it takes longer than all others beside it")
class ModelComparisonTest {

  private static final int FRAMES = 700;
  private static final int SETS = 40;

  /**
   * Seeds for each named policy; the qemu policy must stay bit-exact. They reach every counter, as
   * a test below demands, and {@link AnySwitchesTest} goes on with seeds that no build has tried.
   */
  private static final int NAMED_SEEDS = 40;

  /** Seeds for each other set of switches, each for two kinds: enough for each kind to have one. */
  private static final int SWITCH_SEEDS = 4;

  private static final int STRATEGY_SEEDS = 10;

  static Stream<Arguments> named() {
    return Stream.of("qemu", "hardened", "windows")
        .map(name -> policy(name, RscPolicy.named(name), NAMED_SEEDS));
  }

  static Stream<Arguments> policies() {
    return Stream.concat(named(), switched());
  }

  static Stream<Arguments> switched() {
    RscSwitch[] switches = RscSwitch.values();
    RscPolicy qemu = RscPolicy.qemu();
    RscPolicy hardened = RscPolicy.hardened();
    Stream<Arguments> alone =
        Arrays.stream(switches)
            .map(s -> policy("qemu with " + s.label(), qemu.with(s), SWITCH_SEEDS));
    Stream<Arguments> absent =
        Arrays.stream(switches)
            .filter(hardened::has)
            .map(s -> policy("hardened without " + s.label(), hardened.without(s), SWITCH_SEEDS));
    Stream<Arguments> added =
        Arrays.stream(switches)
            .filter(s -> !hardened.has(s))
            .map(s -> policy("hardened with " + s.label(), hardened.with(s), SWITCH_SEEDS));
    Stream<Arguments> random =
        IntStream.range(0, SETS)
            .mapToObj(i -> policy("random switches " + i, randomSwitches(i), SWITCH_SEEDS));
    Stream<Arguments> strategies =
        Stream.of("qemu", "hardened", "windows")
            .flatMap(name ->
                Arrays.stream(FlushStrategy.values())
                    .filter(s -> s != FlushStrategy.CHAIN_TIMER)
                    .map(s ->
                        policy(
                            name + ", " + s, RscPolicy.named(name).withFlush(s), STRATEGY_SEEDS)));
    return Stream.of(alone, absent, added, random, strategies).flatMap(s -> s);
  }

  private static Arguments policy(String name, RscPolicy policy, int seeds) {
    return Arguments.argumentSet(name, name, policy, seeds);
  }

  static RscPolicy randomSwitches(long seed) {
    RandomGenerator random = CoalescerContractTest.random(seed);
    int onInEight = random.nextInt(1, 8);
    Set<RscSwitch> on = EnumSet.noneOf(RscSwitch.class);
    for (RscSwitch each : RscSwitch.values()) {
      if (random.nextInt(8) < onInEight) {
        on.add(each);
      }
    }
    FlushStrategy[] strategies = FlushStrategy.values();
    return RscPolicy.hardened()
        .withSwitches(on)
        .withFlush(strategies[(int) Math.floorMod(seed, (long) strategies.length)]);
  }

  static Comparison compare(String name, RscPolicy policy, long seed) {
    RandomEvents random = RandomEvents.of(seed, policy, FRAMES);
    return new Comparison(name + ", seed " + seed, random.policy(), random.events());
  }

  @ParameterizedTest
  @MethodSource("named")
  void everyKindDoesWhatTheModelDoes(String name, RscPolicy policy, int seeds) {
    for (int seed = 0; seed < seeds; seed++) {
      compare(name, policy, seed).run();
    }
  }

  @ParameterizedTest
  @MethodSource("switched")
  void everyKindDoesWhatTheModelDoesUnderEverySwitch(String name, RscPolicy policy, int seeds) {
    assertThat(2 * seeds).isGreaterThanOrEqualTo(Subject.kinds().size());
    for (int seed = 0; seed < seeds; seed++) {
      compare(name, policy, seed).runTwo(seed);
    }
  }

  /** Wherever payload lies; what the memory of staged payload bounds is out of the question. */
  @ParameterizedTest
  @MethodSource("policies")
  void everyPlacementDoesWhatTheModelDoes(String name, RscPolicy policy, int seeds) {
    for (int seed = 0; seed < (seeds + 7) / 8; seed++) {
      RandomEvents random = RandomEvents.of(seed, policy, FRAMES);
      RscPolicy unbounded = random.policy().withMaxHeldBytes(Long.MAX_VALUE).withLentFrames(2048);
      new Comparison(name + ", seed " + seed, unbounded, random.events()).runPlacements();
    }
  }

  /** The events above reach every counter: none is compared only as zero. */
  @Test
  void everyCounterIsReached() {
    Set<Counter> reached = EnumSet.noneOf(Counter.class);
    for (int seed = 0; seed < NAMED_SEEDS; seed++) {
      reached.addAll(compare("qemu", RscPolicy.qemu(), seed).reached());
      reached.addAll(compare("hardened", RscPolicy.hardened(), seed).reached());
      reached.addAll(compare("random", randomSwitches(seed), seed).reached());
    }
    // That many segments fit no unit, unless empty ones are appended: HardenedPolicyTest's d37.
    assertThat(reached)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Counter.SEGMENT_COUNT)));
  }
}
