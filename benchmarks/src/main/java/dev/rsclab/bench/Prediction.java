package dev.rsclab.bench;

import dev.rsclab.replay.ReplayReport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an interval is predicted to do to given traffic.
 *
 * @param intervalNanos in ns
 * @param replay merge factor and delays: exact, from a replay
 * @param packetsPerSecond what device and guest could carry, by {@link PacketCost}
 */
record Prediction(long intervalNanos, ReplayReport replay, double packetsPerSecond) {

  /** The name of the rule that {@link #choose} applies. */
  static final String RULE = "smallest-within-tolerance";

  /** Whether 99 % of the packets are delayed no longer than a budget, in ns; true without one. */
  boolean isWithin(OptionalLong budget) {
    return budget.isEmpty() || replay.delayPercentile(99) <= budget.getAsLong();
  }

  /**
   * The smallest interval whose predicted throughput is at most {@code tolerance} below the best of
   * those within the budget.
   *
   * @param tolerance a share, 0.02 for 2 %
   * @return nothing if no interval is within the budget
   */
  static Optional<Prediction> choose(List<Prediction> all, OptionalLong budget, double tolerance) {
    List<Prediction> allowed = all.stream().filter(it -> it.isWithin(budget)).toList();
    double best = allowed.stream().mapToDouble(Prediction::packetsPerSecond).max().orElse(0);
    return allowed.stream()
        .filter(it -> it.packetsPerSecond() >= best * (1 - tolerance))
        .min(Comparator.comparingLong(Prediction::intervalNanos));
  }
}
