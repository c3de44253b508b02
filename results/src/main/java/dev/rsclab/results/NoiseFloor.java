package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * How far two measurements of the same thing lay apart in this run: cells measured a second time as
 * if they were another ({@code repetition} 2) against their first measurement.
 *
 * <p>No difference that is smaller is called one, whatever a test says. A test knows the noise
 * between forks only; a second measurement, at another time and in other company, knows also what
 * drifts between cells.
 *
 * @param log the absolute logarithm of the ratio that is taken as floor: the largest, or of {@link
 *     #MANY} pairs and more the 95th percentile (nearest rank), since the largest of many grows
 *     with their number
 * @param pairs how many cells were measured twice
 */
public record NoiseFloor(double log, int pairs) {
  /** From so many pairs on the 95th percentile is taken. */
  static final int MANY = 20;

  private static final String FIRST = "1";

  /** Of pairs of log ratios; nothing if there is no pair. */
  static Optional<NoiseFloor> ofLogs(List<Double> logs) {
    if (logs.isEmpty()) {
      return Optional.empty();
    }
    double[] sorted = logs.stream().mapToDouble(Math::abs).sorted().toArray();
    int rank = sorted.length < MANY ? sorted.length : (int) Math.ceil(0.95 * sorted.length);
    return Optional.of(new NoiseFloor(sorted[rank - 1], sorted.length));
  }

  /**
   * From the cells of one benchmark: each cell with another repetition is compared with the cell
   * that has the same parameters and repetition 1.
   */
  static Optional<NoiseFloor> of(Collection<Measurement> cells) {
    Map<Condition, Double> first = new HashMap<>();
    firstOf(cells).forEach(cell -> first.put(Condition.of(cell), meanLog(cell)));
    List<Double> logs = new ArrayList<>();
    for (Measurement cell : cells) {
      Double other = first.get(Condition.of(cell));
      if (!isFirst(cell) && other != null) {
        logs.add(meanLog(cell) - other);
      }
    }
    return ofLogs(logs);
  }

  /** The cells that make up curves: those that are no second measurement of another. */
  static List<Measurement> firstOf(Collection<Measurement> cells) {
    return cells.stream().filter(NoiseFloor::isFirst).toList();
  }

  /** Whether a cell is no repetition; runs from before the parameter have no repetitions. */
  static boolean isFirst(Measurement cell) {
    return cell.params().getOrDefault(Condition.REPETITION, FIRST).equals(FIRST);
  }

  private static double meanLog(Measurement cell) {
    return DoubleStream.of(cell.forkMeans()).map(Math::log).average().orElse(Double.NaN);
  }

  /** The floor as a share: 0.021 is 2.1 %. */
  public double share() {
    return Math.expm1(log);
  }

  /** In words, for reports. */
  static String inWords(Optional<NoiseFloor> floor) {
    return floor
        .map(it ->
            String.format(
                Locale.ROOT,
                "A kind measured against itself differed by up to %s (%s%s): no smaller difference"
                    + " is called one.",
                Figures.percent(it.share()),
                Figures.count(it.pairs, "pair"),
                it.pairs < MANY ? "" : ", 95 % of them"))
        .orElse(
            "No kind was measured against itself in this run: how far two measurements of the same"
                + " thing lie apart is not known, and the tests see the noise between forks only.");
  }
}
