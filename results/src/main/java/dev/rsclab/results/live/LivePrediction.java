package dev.rsclab.results.live;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Segments per delivery of a cell, seen and predicted.
 *
 * @param workload what was sent
 * @param device through which coalescer
 * @param predicted by a replay
 * @param seen on the link
 * @param factor seen over predicted, each repetition by itself
 */
record LivePrediction(
    LiveWorkload workload, LiveDevice device, Spread predicted, Spread seen, Spread factor) {

  /** A factor nearer to 1 is not called a difference: a batch is cut where counting begins. */
  static final double SLIGHT = 0.05;

  /**
   * The cells that have both, the worst first.
   *
   * @param source which prediction
   */
  static List<LivePrediction> of(LiveResults results, Metric source) {
    List<LivePrediction> all = new ArrayList<>();
    for (LiveWorkload workload : results.workloads()) {
      for (LiveDevice device : results.devices(workload)) {
        List<LiveReading> both =
            results.cell(workload, device).stream()
                .filter(it -> source.of(it) > 0 && it.segmentsPerDelivery() > 0)
                .toList();
        Spread.of(both.stream().mapToDouble(it -> it.segmentsPerDelivery() / source.of(it)))
            .ifPresent(factor ->
                all.add(
                    new LivePrediction(
                        workload,
                        device,
                        Spread.of(both.stream().mapToDouble(source::of)).orElseThrow(),
                        Spread.of(both.stream().mapToDouble(Metric.SEEN::of)).orElseThrow(),
                        factor)));
      }
    }
    all.sort(Comparator.comparingDouble(LivePrediction::distance).reversed());
    return all;
  }

  /** The medians of the factors over all cells: their median and range. */
  static Optional<Spread> factors(LiveResults results, Metric source) {
    return Spread.of(of(results, source).stream().mapToDouble(it -> it.factor().median()));
  }

  private double distance() {
    return Math.abs(Math.log(factor.median()));
  }

  /**
   * Whether it differs by more than the noise: in every repetition, of two or more, in the same
   * direction, and in the median by more than {@link #SLIGHT}.
   */
  boolean differs() {
    return differs(factor);
  }

  /** Likewise of a factor, of what was seen over what was predicted. */
  static boolean differs(Spread factor) {
    return factor.count() > 1
        && (factor.low() > 1 || factor.high() < 1)
        && Math.abs(factor.median() - 1) > SLIGHT;
  }
}
