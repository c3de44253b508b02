package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * Throughput against {@code rsc_interval} under one condition (workload, IP family, cost of a
 * delivery in the guest, size of the ring): one curve for each kind.
 *
 * <p>The floor, which holds nothing, knows no interval: its cells are repetitions of each other and
 * are taken together as one, for the noise as well, so that what differs between them counts.
 */
public final class IntervalStudy {
  static final String BENCHMARK = "IntervalBenchmark.packets";

  private final Condition condition;
  private final Kinds kinds;
  private final SortedMap<String, NavigableMap<Long, Estimate>> curves;
  private final Optional<Estimate> floor;

  private IntervalStudy(
      Condition condition,
      Kinds kinds,
      SortedMap<String, NavigableMap<Long, Estimate>> curves,
      Optional<Estimate> floor) {
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
    SortedMap<Condition, SortedMap<String, NavigableMap<Long, double[]>>> cells = new TreeMap<>();
    for (Measurement measurement : run) {
      if (!measurement.benchmark().equals(BENCHMARK)) {
        continue;
      }
      if (!measurement.mode().equals("thrpt")) {
        throw new ResultsException(
            BENCHMARK + " was measured in mode " + measurement.mode() + ", expected thrpt");
      }
      String kind = measurement.param("kind");
      measurement.param(Condition.WORKLOAD);
      long interval = kinds.isFloor(kind) ? 0 : measurement.nanosParam("interval");
      cells
          .computeIfAbsent(Condition.of(measurement, "interval", "kind"), key -> new TreeMap<>())
          .computeIfAbsent(kind, key -> new TreeMap<>())
          .merge(interval, measurement.forkMeans(), IntervalStudy::joined);
    }
    PooledNoise noise = noise(run, cells.values());
    List<IntervalStudy> studies = new ArrayList<>();
    cells.forEach((condition, byKind) -> studies.add(study(condition, kinds, byKind, noise)));
    return studies;
  }

  /**
   * The noise of the joined cells. If no cell was measured twice it is unknown: the repetitions of
   * the floor would speak for the floor alone.
   */
  private static PooledNoise noise(
      Collection<Measurement> run,
      Collection<SortedMap<String, NavigableMap<Long, double[]>>> cells) {
    List<double[]> measured =
        run.stream()
            .filter(measurement -> measurement.benchmark().equals(BENCHMARK))
            .map(Measurement::forkMeans)
            .toList();
    if (measured.stream().allMatch(forkMeans -> forkMeans.length == 1)) {
      return PooledNoise.of(measured);
    }
    return PooledNoise.of(
        cells.stream()
            .flatMap(byKind -> byKind.values().stream())
            .flatMap(curve -> curve.values().stream())
            .toList());
  }

  private static IntervalStudy study(
      Condition condition,
      Kinds kinds,
      SortedMap<String, NavigableMap<Long, double[]>> byKind,
      PooledNoise noise) {
    SortedMap<String, NavigableMap<Long, Estimate>> curves = new TreeMap<>(kinds.chartOrder());
    byKind.forEach((kind, cells) -> {
      NavigableMap<Long, Estimate> curve = new TreeMap<>();
      cells.forEach((interval, forkMeans) -> curve.put(interval, noise.estimate(forkMeans)));
      curves.put(kind, Collections.unmodifiableNavigableMap(curve));
    });
    var floorCurve = Optional.ofNullable(curves.remove(kinds.floor()));
    return new IntervalStudy(
        condition, kinds, curves, floorCurve.map(curve -> curve.firstEntry().getValue()));
  }

  private static double[] joined(double[] a, double[] b) {
    return DoubleStream.concat(DoubleStream.of(a), DoubleStream.of(b)).toArray();
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

  /** How many cells the curves have together: so many readings the highest is chosen from. */
  int cells() {
    return curves.values().stream().mapToInt(NavigableMap::size).sum();
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
