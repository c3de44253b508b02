package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Throughput against {@code rsc_interval} under one condition (workload, IP family, cost of a
 * delivery in the guest, size of the ring): one curve for each kind.
 *
 * <p>The floor, which holds nothing, knows no interval: its cells are repetitions of each other and
 * are taken together as one, for the noise as well, so that what differs between them counts. A
 * cell of a coalescing kind that was measured a second time is no part of a curve: it gives the
 * {@link NoiseFloor}.
 */
public final class IntervalStudy {
  static final String BENCHMARK = "IntervalBenchmark.packets";

  private final Condition condition;
  private final Kinds kinds;
  private final SortedMap<String, NavigableMap<Long, Estimate>> curves;
  private final Optional<Estimate> floor;
  private final Optional<NoiseFloor> noiseFloor;
  private final Optional<DelayBudget> budget;

  /** What was resampled for them is worth keeping, also for other readings of the same cells. */
  private final Map<String, Comparisons> comparisons;

  private IntervalStudy(
      Condition condition,
      Kinds kinds,
      SortedMap<String, NavigableMap<Long, Estimate>> curves,
      Optional<Estimate> floor,
      Optional<NoiseFloor> noiseFloor,
      Optional<DelayBudget> budget,
      Map<String, Comparisons> comparisons) {
    this.noiseFloor = noiseFloor;
    this.budget = budget;
    this.comparisons = comparisons;
    this.condition = condition;
    this.kinds = kinds;
    this.curves = Collections.unmodifiableSortedMap(curves);
    this.floor = floor;
  }

  /**
   * A study without a budget for the delay.
   *
   * @param curves kind to its curve: interval in ns to packets per second; no floor
   */
  IntervalStudy(
      Condition condition,
      Kinds kinds,
      SortedMap<String, NavigableMap<Long, Estimate>> curves,
      Optional<Estimate> floor,
      Optional<NoiseFloor> noiseFloor) {
    this(condition, kinds, curves, floor, noiseFloor, Optional.empty(), new ConcurrentHashMap<>());
  }

  /**
   * Sorts the measurements of {@code IntervalBenchmark.packets} into studies, one for each
   * condition; other benchmarks are passed over.
   *
   * @throws ResultsException if a parameter is missing or no time, or if the benchmark was not
   *     measured as throughput
   */
  public static List<IntervalStudy> of(Collection<Measurement> run, Kinds kinds)
      throws ResultsException {
    return IntervalCells.studies(run, kinds);
  }

  /** The same study, whose {@link #choices} are those within a budget. */
  IntervalStudy under(Optional<DelayBudget> limit) {
    return new IntervalStudy(condition, kinds, curves, floor, noiseFloor, limit, comparisons);
  }

  /** What the delay may be, if a budget was given. */
  Optional<DelayBudget> budget() {
    return budget;
  }

  /** The part of this study that an interval may be recommended from; it has no budget itself. */
  IntervalStudy choices() {
    return budget.map(it -> it.within(this)).orElse(this);
  }

  /** Under which condition: all parameters but kind and interval. */
  public Condition condition() {
    return condition;
  }

  /** The kinds of the run. */
  public Kinds kinds() {
    return kinds;
  }

  /** Kind, in chart order, to its curve: interval in ns to packets per second. No floor. */
  public SortedMap<String, NavigableMap<Long, Estimate>> curves() {
    return curves;
  }

  /** All cells of the curves: the highest is chosen from so many readings. */
  List<Estimate> cells() {
    return curves.values().stream().flatMap(curve -> curve.values().stream()).toList();
  }

  /** The curve of the kind with the highest throughput; nothing if only the floor was measured. */
  Optional<NavigableMap<Long, Estimate>> fastestCurve() {
    return curves.values().stream()
        .max(
            Comparator.comparingDouble(curve ->
                curve.values().stream().mapToDouble(Estimate::logMean).max().orElseThrow()));
  }

  /** The difference below which none is claimed, if kinds were measured against themselves. */
  public Optional<NoiseFloor> noiseFloor() {
    return noiseFloor;
  }

  /**
   * What is claimed together when an interval is recommended, all one-sided: another cell of the
   * curves is better than the given one; a cell is better, or worse, than the floor.
   */
  Comparisons claims(String kind, long nanos) {
    return comparisons.computeIfAbsent(
        kind + " " + nanos,
        key -> {
          Estimate given = curves.get(kind).get(nanos);
          List<Comparisons.Pair> pairs = new ArrayList<>();
          for (Estimate cell : cells()) {
            if (!cell.equals(given)) {
              pairs.add(new Comparisons.Pair(cell, given));
            }
            floor.ifPresent(without -> {
              pairs.add(new Comparisons.Pair(cell, without));
              pairs.add(new Comparisons.Pair(without, cell));
            });
          }
          return Comparisons.of(pairs, noiseFloor);
        });
  }

  /** Some intervals against every other one of the same curve. */
  Comparisons against(Collection<Long> intervals) {
    List<Comparisons.Pair> pairs = new ArrayList<>();
    for (NavigableMap<Long, Estimate> curve : curves.values()) {
      curve.forEach((nanos, estimate) ->
          intervals.stream()
              .filter(other -> !other.equals(nanos) && curve.containsKey(other))
              .forEach(other -> pairs.add(new Comparisons.Pair(curve.get(other), estimate))));
    }
    return comparisons.computeIfAbsent(
        "intervals " + intervals, key -> Comparisons.of(pairs, noiseFloor));
  }

  /** The kinds at one interval, each against each. */
  Comparisons amongKinds(long nanos) {
    List<Estimate> at =
        curves.values().stream().map(curve -> curve.get(nanos)).filter(Objects::nonNull).toList();
    List<Comparisons.Pair> pairs = new ArrayList<>();
    for (int i = 0; i < at.size(); i++) {
      for (int j = 0; j < i; j++) {
        pairs.add(new Comparisons.Pair(at.get(i), at.get(j)));
      }
    }
    return comparisons.computeIfAbsent("kinds " + nanos, key -> Comparisons.of(pairs, noiseFloor));
  }

  /**
   * The part of this study at some intervals, with comparisons of its own; kinds without any are
   * left out.
   */
  IntervalStudy at(Predicate<Long> intervals) {
    SortedMap<String, NavigableMap<Long, Estimate>> some = new TreeMap<>(kinds.chartOrder());
    curves.forEach((kind, curve) -> {
      NavigableMap<Long, Estimate> part = new TreeMap<>(curve);
      part.keySet().removeIf(intervals.negate());
      if (!part.isEmpty()) {
        some.put(kind, part);
      }
    });
    return new IntervalStudy(condition, kinds, some, floor, noiseFloor);
  }

  /**
   * The same study with other readings, and the same knowledge of their noise.
   *
   * @param reading what takes the place of an estimate
   */
  IntervalStudy with(UnaryOperator<Estimate> reading) {
    SortedMap<String, NavigableMap<Long, Estimate>> others = new TreeMap<>(kinds.chartOrder());
    curves.forEach((kind, curve) -> {
      NavigableMap<Long, Estimate> other = new TreeMap<>();
      curve.forEach((nanos, estimate) -> other.put(nanos, reading.apply(estimate)));
      others.put(kind, other);
    });
    return new IntervalStudy(
        condition, kinds, others, floor.map(reading), noiseFloor, budget, comparisons);
  }

  /** Packets per second without coalescing, or nothing if it was not measured. */
  public Optional<Estimate> floor() {
    return floor;
  }

  /** All intervals of the curves in ns, ascending. */
  public List<Long> intervals() {
    return curves.values().stream()
        .flatMap(curve -> curve.keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }
}
