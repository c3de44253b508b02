package dev.rsclab.results;

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
 * Throughput against delay for each flush strategy (when held segments are handed over) under one
 * condition: workload, IP family, kind, cost of a delivery in the guest and so on.
 *
 * @param condition all parameters but flush strategy and interval
 * @param curves strategy to interval in ns to packets per second, as measured
 * @param points the cells of the curves for which a replay says what delay they add, by strategy
 *     and interval
 * @param floor the difference below which nothing is called one, if it was measured
 */
public record FlushStudy(
    Condition condition,
    SortedMap<String, NavigableMap<Long, Estimate>> curves,
    List<Point> points,
    Optional<NoiseFloor> floor) {
  static final String BENCHMARK = "FlushStrategyBenchmark.packets";

  /** The strategy that follows the arrival rate. */
  public static final String ADAPTIVE = "adaptive";

  private static final String FLUSH = "flush";
  private static final String INTERVAL = "interval";

  /**
   * One strategy at one interval.
   *
   * @param strategy name of the flush strategy
   * @param intervalNanos rsc_interval in ns
   * @param throughput packets per second
   * @param delayP99Nanos 99th percentile of the added delay of a packet in ns, exact
   * @param messageP99Nanos likewise of the segments that end a message; {@link
   *     ReplayRow#NO_MESSAGES} if there are none
   */
  public record Point(
      String strategy,
      long intervalNanos,
      Estimate throughput,
      long delayP99Nanos,
      long messageP99Nanos) {}

  /** Copies the collections. */
  public FlushStudy {
    curves = Collections.unmodifiableSortedMap(new TreeMap<>(curves));
    points = List.copyOf(points);
  }

  /**
   * Sorts the measurements of {@code FlushStrategyBenchmark.packets} into studies, one for each
   * condition, and puts the replayed delay beside them; other benchmarks are passed over.
   *
   * @throws ResultsException if a parameter is missing or no time, or if the benchmark was not
   *     measured as throughput
   */
  public static List<FlushStudy> of(Collection<Measurement> run, Optional<ReplayTable> replay)
      throws ResultsException {
    List<Measurement> cells =
        run.stream().filter(measurement -> measurement.benchmark().equals(BENCHMARK)).toList();
    PooledNoise noise = PooledNoise.ofForks(cells.stream().map(Measurement::forks).toList());
    Optional<NoiseFloor> floor = NoiseFloor.of(cells);
    SortedMap<Condition, SortedMap<String, NavigableMap<Long, Estimate>>> sorted = new TreeMap<>();
    for (Measurement cell : NoiseFloor.firstOf(cells)) {
      if (!cell.mode().equals("thrpt")) {
        throw new ResultsException(
            BENCHMARK + " was measured in mode " + cell.mode() + ", expected thrpt");
      }
      sorted
          .computeIfAbsent(Condition.of(cell, FLUSH, INTERVAL), key -> new TreeMap<>())
          .computeIfAbsent(cell.param(FLUSH), key -> new TreeMap<>())
          .put(cell.nanosParam(INTERVAL), noise.estimate(cell.forkMeans()));
    }
    List<FlushStudy> studies = new ArrayList<>();
    sorted.forEach((condition, curves) ->
        studies.add(new FlushStudy(condition, curves, points(condition, curves, replay), floor)));
    return studies;
  }

  private static List<Point> points(
      Condition condition,
      SortedMap<String, NavigableMap<Long, Estimate>> curves,
      Optional<ReplayTable> replay) {
    List<Point> points = new ArrayList<>();
    curves.forEach((strategy, curve) ->
        curve.forEach((nanos, throughput) ->
            replay
                .flatMap(table -> table.find(condition, strategy, nanos))
                .ifPresent(row ->
                    points.add(
                        new Point(
                            strategy,
                            nanos,
                            throughput,
                            row.delayP99Nanos(),
                            row.messageP99Nanos())))));
    return points;
  }

  /** The points of one strategy, by interval. */
  public List<Point> of(String strategy) {
    return points.stream().filter(point -> point.strategy.equals(strategy)).toList();
  }

  /**
   * The Pareto frontier of the readings, by rising delay: the points that no other beats in
   * throughput without more p99 delay. It tells what was read; whether neighbours differ is a
   * matter of their intervals.
   */
  public List<Point> frontier() {
    List<Point> frontier = new ArrayList<>();
    double highest = Double.NEGATIVE_INFINITY;
    List<Point> sorted =
        points.stream()
            .sorted(
                Comparator.comparingLong(Point::delayP99Nanos)
                    .thenComparingDouble(point -> -point.throughput.logMean()))
            .toList();
    for (Point point : sorted) {
      if (point.throughput.logMean() > highest) {
        highest = point.throughput.logMean();
        frontier.add(point);
      }
    }
    return frontier;
  }
}
