package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well the cells of a run are known so far: what half the width of the 95 % interval of 95 % of
 * the cells does not exceed, as a share of the value.
 *
 * @param halfWidth the 95th percentile (nearest rank) over the cells of half the width of an
 *     interval over its value: 0.02 is 2 %; infinite as long as the noise of a benchmark is unknown
 * @param cells how many cells
 */
public record Precision(double halfWidth, int cells) {
  private static final double MOST_CELLS = 0.95;

  /**
   * Of all cells of a run; the noise is that of each benchmark, and for time per packet that of its
   * baselines, too, as in the report.
   */
  public static Precision of(Collection<Measurement> run) {
    Map<String, List<Measurement>> pools = new LinkedHashMap<>();
    for (Measurement cell : run) {
      String pool =
          FlowScaling.BENCHMARKS.contains(cell.benchmark())
              ? FlowScaling.BENCHMARK
              : cell.benchmark();
      pools.computeIfAbsent(pool, key -> new ArrayList<>()).add(cell);
    }
    List<Estimate> estimates = new ArrayList<>();
    for (List<Measurement> pool : pools.values()) {
      PooledNoise noise = PooledNoise.ofForks(pool.stream().map(Measurement::forks).toList());
      pool.forEach(cell -> estimates.add(noise.estimate(cell.forkMeans())));
    }
    return ofEstimates(estimates);
  }

  /**
   * Of cells whose values are estimated.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Precision ofEstimates(Collection<Estimate> estimates) {
    if (estimates.isEmpty()) {
      throw new IllegalArgumentException("no cells");
    }
    double[] widths = estimates.stream().mapToDouble(Precision::halfWidth).sorted().toArray();
    return new Precision(widths[(int) Math.ceil(MOST_CELLS * widths.length) - 1], widths.length);
  }

  private static double halfWidth(Estimate estimate) {
    return estimate.hasInterval()
        ? (estimate.high() - estimate.low()) / 2 / estimate.value()
        : Double.POSITIVE_INFINITY;
  }

  /** In words, for reports. */
  public String inWords() {
    return Double.isInfinite(halfWidth)
        ? "how precise the cells are is not known"
        : "95 % of "
            + cells
            + " cells are known to +-"
            + Figures.percent(halfWidth)
            + " or better (95 % intervals)";
  }
}
