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

  /** What was resampled for them is worth keeping, also for other readings of the same cells. */
  private final Map<String, Comparisons> comparisons;

  private IntervalStudy(
      Condition condition,
      Kinds kinds,
      SortedMap<String, NavigableMap<Long, Estimate>> curves,
      Optional<Estimate> floor,
      Optional<NoiseFloor> noiseFloor,
      Map<String, Comparisons> comparisons) {
    this.noiseFloor = noiseFloor;
    this.comparisons = comparisons;
    this.condition = condition;
    this.kinds = kinds;
    this.curves = Collections.unmodifiableSortedMap(curves);
    this.floor = floor;
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
    List<Measurement> measured =
        run.stream().filter(measurement -> measurement.benchmark().equals(BENCHMARK)).toList();
    List<Measurement> coalescing =
        measured.stream().filter(cell -> !kinds.isFloor(cell.params().get("kind"))).toList();
    List<Measurement> second =
        coalescing.stream().filter(cell -> !NoiseFloor.isFirst(cell)).toList();
    SortedMap<Condition, SortedMap<String, NavigableMap<Long, List<List<Double>>>>> cells =
        new TreeMap<>();
    for (Measurement measurement : measured) {
      if (!measurement.mode().equals("thrpt")) {
        throw new ResultsException(
            BENCHMARK + " was measured in mode " + measurement.mode() + ", expected thrpt");
      }
      String kind = measurement.param("kind");
      measurement.param(Condition.WORKLOAD);
      if (!kinds.isFloor(kind) && !NoiseFloor.isFirst(measurement)) {
        continue;
      }
      long interval = kinds.isFloor(kind) ? 0 : measurement.nanosParam("interval");
      cells
          .computeIfAbsent(Condition.of(measurement, "interval", "kind"), key -> new TreeMap<>())
          .computeIfAbsent(kind, key -> new TreeMap<>())
          .merge(interval, measurement.forks(), IntervalStudy::joined);
    }
    PooledNoise noise = noise(measured, second, cells.values());
    Optional<NoiseFloor> noiseFloor = NoiseFloor.of(coalescing);
    List<IntervalStudy> studies = new ArrayList<>();
    cells.forEach(
        (condition, byKind) -> studies.add(study(condition, kinds, byKind, noise, noiseFloor)));
    return studies;
  }

  /**
   * The noise of the joined cells and of the second measurements. If no cell was measured twice it
   * is unknown: the repetitions of the floor would speak for the floor alone.
   */
  private static PooledNoise noise(
      List<Measurement> measured,
      List<Measurement> second,
      Collection<SortedMap<String, NavigableMap<Long, List<List<Double>>>>> cells) {
    if (measured.stream().allMatch(measurement -> measurement.forks().size() == 1)) {
      return PooledNoise.ofForks(measured.stream().map(Measurement::forks).toList());
    }
    List<List<List<Double>>> all = new ArrayList<>();
    cells.stream()
        .flatMap(byKind -> byKind.values().stream())
        .forEach(curve -> all.addAll(curve.values()));
    second.forEach(measurement -> all.add(measurement.forks()));
    return PooledNoise.ofForks(all);
  }

  private static IntervalStudy study(
      Condition condition,
      Kinds kinds,
      SortedMap<String, NavigableMap<Long, List<List<Double>>>> byKind,
      PooledNoise noise,
      Optional<NoiseFloor> noiseFloor) {
    SortedMap<String, NavigableMap<Long, Estimate>> curves = new TreeMap<>(kinds.chartOrder());
    byKind.forEach((kind, cells) -> {
      NavigableMap<Long, Estimate> curve = new TreeMap<>();
      cells.forEach(
          (interval, forks) -> curve.put(interval, noise.estimate(Measurement.forkMeans(forks))));
      curves.put(kind, Collections.unmodifiableNavigableMap(curve));
    });
    var floorCurve = Optional.ofNullable(curves.remove(kinds.floor()));
    return new IntervalStudy(
        condition,
        kinds,
        curves,
        floorCurve.map(curve -> curve.firstEntry().getValue()),
        noiseFloor,
        new ConcurrentHashMap<>());
  }

  private static List<List<Double>> joined(List<List<Double>> a, List<List<Double>> b) {
    List<List<Double>> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
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
    return new IntervalStudy(condition, kinds, some, floor, noiseFloor, new ConcurrentHashMap<>());
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
    return new IntervalStudy(condition, kinds, others, floor.map(reading), noiseFloor, comparisons);
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
