package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Sorts measured times into studies by condition, line and flows, with noise, baselines and peers.
 */
final class FlowCells {
  private FlowCells() {}

  /** One study for each condition: see {@link FlowScaling#of}. */
  static List<FlowScaling> studies(Collection<Measurement> run, Kinds kinds, PeerResults peers)
      throws ResultsException {
    PooledNoise noise = noise(run);
    Optional<NoiseFloor> floor = NoiseFloor.of(of(run, FlowScaling.BENCHMARK));
    SortedMap<Condition, Map<FlowLine, NavigableMap<Integer, Estimate>>> cells = new TreeMap<>();
    for (Measurement measurement : NoiseFloor.firstOf(of(run, FlowScaling.BENCHMARK))) {
      cells
          .computeIfAbsent(
              Condition.of(measurement, "flows", "kind", Condition.PLACEMENT, Condition.BATCH),
              key -> new HashMap<>())
          .computeIfAbsent(FlowLine.of(measurement), key -> new TreeMap<>())
          .put(measurement.intParam("flows"), noise.estimate(measurement.forkMeans()));
    }
    List<FlowScaling> studies = new ArrayList<>();
    for (var cell : cells.entrySet()) {
      SortedMap<FlowLine, NavigableMap<Integer, Estimate>> lines =
          new TreeMap<>(FlowLine.chartOrder(kinds));
      lines.putAll(cell.getValue());
      Set<Integer> flows =
          lines.values().stream()
              .flatMap(curve -> curve.keySet().stream())
              .collect(Collectors.toSet());
      Condition condition = cell.getKey();
      studies.add(
          new FlowScaling(
              condition,
              kinds,
              lines,
              baseline(run, noise, FlowScaling.COPY, condition, flows),
              baseline(run, noise, FlowScaling.WALK, condition, flows),
              baseline(run, noise, FlowScaling.SPREAD, condition, flows),
              PeerCurve.of(peers, condition, flows),
              floor));
    }
    return studies;
  }

  private static List<Measurement> of(Collection<Measurement> run, String benchmark)
      throws ResultsException {
    List<Measurement> chosen =
        run.stream().filter(measurement -> measurement.benchmark().equals(benchmark)).toList();
    for (Measurement measurement : chosen) {
      if (!measurement.mode().equals("avgt")) {
        throw new ResultsException(
            benchmark + " was measured in mode " + measurement.mode() + ", expected avgt");
      }
    }
    return chosen;
  }

  private static PooledNoise noise(Collection<Measurement> run) throws ResultsException {
    List<List<List<Double>>> cells = new ArrayList<>();
    for (String benchmark : FlowScaling.BENCHMARKS) {
      of(run, benchmark).forEach(measurement -> cells.add(measurement.forks()));
    }
    return PooledNoise.ofForks(cells);
  }

  /** The baseline whose parameters agree with the cell wherever both have the parameter. */
  private static NavigableMap<Integer, Estimate> baseline(
      Collection<Measurement> run,
      PooledNoise noise,
      String benchmark,
      Condition condition,
      Set<Integer> flows)
      throws ResultsException {
    NavigableMap<Integer, Estimate> curve = new TreeMap<>();
    for (int count : flows) {
      SortedMap<String, String> wanted = new TreeMap<>(condition.params());
      wanted.put("flows", Integer.toString(count));
      for (Measurement measurement : NoiseFloor.firstOf(of(run, benchmark))) {
        if (agrees(measurement.params(), wanted)
            && curve.put(count, noise.estimate(measurement.forkMeans())) != null) {
          throw new ResultsException(benchmark + ": more than one measurement fits " + wanted);
        }
      }
    }
    return curve;
  }

  private static boolean agrees(Map<String, String> params, Map<String, String> wanted) {
    return params.entrySet().stream()
        .allMatch(param ->
            wanted.getOrDefault(param.getKey(), param.getValue()).equals(param.getValue()));
  }
}
