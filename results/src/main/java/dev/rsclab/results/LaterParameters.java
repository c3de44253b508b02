package dev.rsclab.results;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Parameters that a benchmark got later, with the values that it had before it had them: old runs
 * stay readable, and comparable with new ones.
 */
final class LaterParameters {

  /** Benchmark class to parameter to value. */
  private static final Map<String, Map<String, String>> VALUES =
      Map.of(
          "FlowScalingBenchmark",
          Map.of(
              Condition.PLACEMENT,
              FlowLine.STAGED,
              Condition.BURST,
              Condition.IN_TURN,
              Condition.BATCH,
              FlowLine.ONE_BY_ONE));

  private LaterParameters() {}

  /** The parameters of a measurement, with those that the benchmark got later. */
  static NavigableMap<String, String> complete(String benchmark, Map<String, String> params) {
    NavigableMap<String, String> complete = new TreeMap<>(params);
    VALUES
        .getOrDefault(benchmark.replaceFirst("\\..*", ""), Map.of())
        .forEach(complete::putIfAbsent);
    return complete;
  }
}
