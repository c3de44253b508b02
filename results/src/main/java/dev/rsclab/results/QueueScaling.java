package dev.rsclab.results;

import dev.rsclab.results.FlowScaling.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Throughput of several receive queues together against their number, under one condition, and
 * whether it grows with them: the goal for n queues is {@value #GOAL_SHARE} n times one queue's.
 *
 * <p>The score of the benchmark is the sum over the queues' threads.
 */
public final class QueueScaling {
  static final String BENCHMARK = "QueueScalingBenchmark.packets";

  /** What each queue must carry at least of what a queue carries alone. */
  public static final double GOAL_SHARE = 0.95;

  private static final String QUEUES = "queues";
  private static final String STEERING = "steering";
  private static final String COUNTERS = "counters";
  private static final String APART = "APART";

  /**
   * How a device was built, apart from its number of queues.
   *
   * @param steering who hashes the frames: NIC or SOFTWARE
   * @param counters where the queues' counters lie: APART or, for comparison, ONE_LINE
   */
  public record Variant(String steering, String counters) implements Comparable<Variant> {

    /** Whether nothing that one queue writes lies beside what another writes. */
    public boolean apart() {
      return counters.equals(APART);
    }

    /** The same with counters apart. */
    Variant withCountersApart() {
      return new Variant(steering, APART);
    }

    /** In words, for legends and tables. */
    public String inWords() {
      String hash =
          switch (steering) {
            case "NIC" -> "hash in the NIC";
            case "SOFTWARE" -> "hash in software";
            default -> "hash: " + steering;
          };
      return hash + (apart() ? "" : ", counters in one cache line");
    }

    @Override
    public int compareTo(Variant other) {
      return Comparator.comparing(Variant::counters)
          .thenComparing(Variant::steering)
          .compare(this, other);
    }
  }

  private final Condition condition;
  private final Kinds kinds;
  private final SortedMap<Variant, NavigableMap<Integer, Estimate>> curves;
  private final SortedMap<Variant, NavigableMap<Integer, Estimate>> goals = new TreeMap<>();
  private final Optional<NoiseFloor> noiseFloor;
  private final Comparisons together;

  private QueueScaling(
      Condition condition,
      Kinds kinds,
      SortedMap<Variant, NavigableMap<Integer, Estimate>> curves,
      Optional<NoiseFloor> noiseFloor) {
    this.condition = condition;
    this.kinds = kinds;
    this.curves = Collections.unmodifiableSortedMap(curves);
    this.noiseFloor = noiseFloor;
    List<Comparisons.Pair> pairs = new ArrayList<>();
    curves.forEach((variant, curve) ->
        curve.forEach((queues, cell) -> {
          goalFrom(variant, queues)
              .ifPresent(goal -> {
                goals.computeIfAbsent(variant, key -> new TreeMap<>()).put(queues, goal);
                pairs.add(new Comparisons.Pair(cell, goal));
              });
          countersApart(variant, queues)
              .ifPresent(other -> pairs.add(new Comparisons.Pair(cell, other)));
        }));
    together = Comparisons.of(pairs, noiseFloor);
  }

  /**
   * Sorts the measurements of {@code QueueScalingBenchmark.packets} into studies, one for each
   * condition; other benchmarks are passed over.
   *
   * @throws ResultsException if a parameter is missing or no number, or if the benchmark was not
   *     measured as throughput
   */
  public static List<QueueScaling> of(Collection<Measurement> run, Kinds kinds)
      throws ResultsException {
    List<Measurement> cells =
        run.stream().filter(measurement -> measurement.benchmark().equals(BENCHMARK)).toList();
    PooledNoise noise = PooledNoise.ofForks(cells.stream().map(Measurement::forks).toList());
    Optional<NoiseFloor> floor = NoiseFloor.of(cells);
    SortedMap<Condition, SortedMap<Variant, NavigableMap<Integer, Estimate>>> sorted =
        new TreeMap<>();
    for (Measurement cell : NoiseFloor.firstOf(cells)) {
      if (!cell.mode().equals("thrpt")) {
        throw new ResultsException(
            BENCHMARK + " was measured in mode " + cell.mode() + ", expected thrpt");
      }
      sorted
          .computeIfAbsent(Condition.of(cell, QUEUES, STEERING, COUNTERS), key -> new TreeMap<>())
          .computeIfAbsent(
              new Variant(cell.param(STEERING), cell.param(COUNTERS)), key -> new TreeMap<>())
          .put(cell.intParam(QUEUES), noise.estimate(cell.forkMeans()));
    }
    List<QueueScaling> studies = new ArrayList<>();
    sorted.forEach(
        (condition, curves) -> studies.add(new QueueScaling(condition, kinds, curves, floor)));
    return studies;
  }

  /** Under which condition: all parameters but queues, steering and counters. */
  public Condition condition() {
    return condition;
  }

  /** The kinds of the run. */
  Kinds kinds() {
    return kinds;
  }

  /** Variant to number of queues to packets per second of all queues together. */
  public SortedMap<Variant, NavigableMap<Integer, Estimate>> curves() {
    return curves;
  }

  /** All numbers of queues, ascending. */
  public List<Integer> queues() {
    return curves.values().stream()
        .flatMap(curve -> curve.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  /** The difference below which none is claimed, if a cell was measured twice. */
  public Optional<NoiseFloor> noiseFloor() {
    return noiseFloor;
  }

  /** What one queue carries, with counters apart: alone it has none beside it. */
  Optional<Estimate> oneQueue(Variant variant) {
    return cell(variant.withCountersApart(), 1);
  }

  private Optional<Estimate> cell(Variant variant, int queues) {
    return Optional.ofNullable(curves.get(variant)).map(curve -> curve.get(queues));
  }

  private Optional<Estimate> goalFrom(Variant variant, int queues) {
    return variant.apart() && queues > 1
        ? oneQueue(variant).map(one -> one.moved(Math.log(GOAL_SHARE * queues)))
        : Optional.empty();
  }

  private Optional<Estimate> countersApart(Variant variant, int queues) {
    return variant.apart() ? Optional.empty() : cell(variant.withCountersApart(), queues);
  }

  /** Throughput over that of one queue; nothing for one queue itself. */
  public Optional<Ratio> overOneQueue(Variant variant, int queues) {
    return queues == 1
        ? Optional.empty()
        : cell(variant, queues).flatMap(cell -> oneQueue(variant).map(cell::over));
  }

  /** How a variant with counters apart stands to the goal: 5 % for this condition together. */
  public Verdict verdict(Variant variant, int queues) {
    Optional<Estimate> goal = Optional.ofNullable(goals.get(variant)).map(it -> it.get(queues));
    if (goal.isEmpty()) {
      return Verdict.NO_BOUND;
    }
    Estimate cell = curves.get(variant).get(queues);
    if (!together.differ(cell, goal.get())) {
      return Verdict.OPEN;
    }
    return cell.logMean() > goal.get().logMean() ? Verdict.MET : Verdict.NOT_MET;
  }

  /** What a variant whose queues write side by side carries, over the same with counters apart. */
  public Optional<Ratio> overCountersApart(Variant variant, int queues) {
    return countersApart(variant, queues)
        .flatMap(other -> cell(variant, queues).map(it -> it.over(other)));
  }

  /** Whether that ratio is shown to be other than 1: 5 % for this condition together. */
  public boolean countersMatter(Variant variant, int queues) {
    return countersApart(variant, queues)
        .flatMap(other -> cell(variant, queues).map(it -> together.differ(it, other)))
        .orElse(false);
  }
}
