package dev.rsclab.bench;

import dev.rsclab.packet.VnetHeader;
import dev.rsclab.replay.ReplayReport;
import dev.rsclab.results.PacketCost;
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

  /** What the traffic of a replay could have had at a cost. */
  static Prediction of(long intervalNanos, ReplayReport replay, PacketCost cost) {
    long packets = replay.frames();
    return new Prediction(
        intervalNanos,
        replay,
        1e9 * packets / cost.nanos(packets, replay.deliveries(), replay.deliveredBytes()));
  }

  /** Packets per second without coalescing. */
  static double packetsPerSecondUnmerged(ReplayReport replay, PacketCost cost) {
    long packets = replay.frames();
    long bytes = replay.frameBytes() + packets * VnetHeader.MERGEABLE_BYTES;
    return 1e9 * packets / cost.nanos(packets, packets, bytes);
  }

  /** Bytes of a frame, without virtio-net header; 0 if there were no frames. */
  static double meanBytes(ReplayReport replay) {
    return replay.frames() == 0 ? 0 : (double) replay.frameBytes() / replay.frames();
  }

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
