package dev.rsclab.results;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * What one benchmark method read with one set of parameters.
 *
 * @param benchmark simple class name and method: {@code "IntervalBenchmark.packets"}
 * @param mode JMH's short mode: {@code "thrpt"} or {@code "avgt"}
 * @param unit {@code "ops/s"} in mode thrpt, {@code "ns/op"} in mode avgt, whatever JMH wrote
 * @param params parameter name to value, sorted by name; those that the benchmark got after it was
 *     measured have the value that they had before ({@link LaterParameters})
 * @param forks the readings: one list for each fork, one number for each iteration, in {@code unit}
 * @param bytesPerOp bytes allocated for each operation, or NaN if it was not measured
 */
public record Measurement(
    String benchmark,
    String mode,
    String unit,
    SortedMap<String, String> params,
    List<List<Double>> forks,
    double bytesPerOp) {

  /** Copies the collections, and completes the parameters. */
  public Measurement {
    params = Collections.unmodifiableSortedMap(LaterParameters.complete(benchmark, params));
    forks = forks.stream().map(List::copyOf).toList();
  }

  /**
   * The mean of each fork's iterations: the samples of every statistic here. Iterations in a fork
   * share one heap, one compilation and one memory layout, so they do not count as independent.
   */
  public double[] forkMeans() {
    return forkMeans(forks);
  }

  /** Likewise of any readings: one list for each fork, one number for each iteration. */
  static double[] forkMeans(List<List<Double>> forks) {
    return forks.stream()
        .mapToDouble(
            fork -> fork.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN))
        .toArray();
  }

  /**
   * The value of a parameter that the benchmark must have.
   *
   * @throws ResultsException if it has not
   */
  public String param(String name) throws ResultsException {
    String value = params.get(name);
    if (value == null) {
      throw new ResultsException(benchmark + " " + params + ": no parameter '" + name + "'");
    }
    return value;
  }

  /**
   * The value of a parameter that must be a time, in ns.
   *
   * @throws ResultsException if it is missing or not a time
   */
  public long nanosParam(String name) throws ResultsException {
    try {
      return Nanos.parse(param(name));
    } catch (IllegalArgumentException e) {
      throw wrong(name, e);
    }
  }

  /**
   * The value of a parameter that must be a whole number.
   *
   * @throws ResultsException if it is missing or not a whole number
   */
  public int intParam(String name) throws ResultsException {
    try {
      return Integer.parseInt(param(name));
    } catch (NumberFormatException e) {
      throw wrong(name, e);
    }
  }

  private ResultsException wrong(String name, IllegalArgumentException cause) {
    var exception =
        new ResultsException(benchmark + ": parameter '" + name + "': " + cause.getMessage());
    exception.initCause(cause);
    return exception;
  }
}
