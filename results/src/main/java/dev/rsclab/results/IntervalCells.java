package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sorts measured throughputs into studies by condition, kind and interval, with their noise. */
final class IntervalCells {
  private IntervalCells() {}

  /** One study for each condition: see {@link IntervalStudy#of}. */
  static List<IntervalStudy> studies(Collection<Measurement> run, Kinds kinds)
      throws ResultsException {
    List<Measurement> measured =
        run.stream()
            .filter(measurement -> measurement.benchmark().equals(IntervalStudy.BENCHMARK))
            .toList();
    List<Measurement> coalescing =
        measured.stream().filter(cell -> !kinds.isFloor(cell.params().get("kind"))).toList();
    List<Measurement> second =
        coalescing.stream().filter(cell -> !NoiseFloor.isFirst(cell)).toList();
    SortedMap<Condition, SortedMap<String, NavigableMap<Long, List<List<Double>>>>> cells =
        new TreeMap<>();
    for (Measurement measurement : measured) {
      if (!measurement.mode().equals("thrpt")) {
        throw new ResultsException(
            IntervalStudy.BENCHMARK
                + " was measured in mode "
                + measurement.mode()
                + ", expected thrpt");
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
          .merge(interval, measurement.forks(), IntervalCells::joined);
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
        noiseFloor);
  }

  private static List<List<Double>> joined(List<List<Double>> a, List<List<Double>> b) {
    List<List<Double>> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }
}
