package dev.rsclab.results;

import java.util.NavigableMap;
import java.util.Optional;

/**
 * The interval that a rule picked on the curve of the fastest kind.
 *
 * @param kind the kind with the highest throughput
 * @param curve its curve: interval in ns to packets per second
 * @param cells how many cells the curves of all kinds have together: kind and interval were chosen
 *     from so many
 * @param intervalNanos the recommended interval, or the one with the highest reading if {@code
 *     tested} is false
 * @param bestNanos the interval with the highest throughput
 * @param floor packets per second without coalescing, if measured
 * @param tested whether differences could be told from noise; if not, nothing is recommended
 */
public record Recommendation(
    String kind,
    NavigableMap<Long, Estimate> curve,
    int cells,
    long intervalNanos,
    long bestNanos,
    Optional<Estimate> floor,
    boolean tested) {

  private static final double TOLERATED_LOSS = 0.1;

  /** What coalescing with the fastest kind does to the throughput. */
  public enum Effect {
    /** At the recommended interval it carries more packets than no coalescing. */
    GAIN,
    /** It carries more at the best interval; at the recommended one the noise hides it. */
    GAIN_AT_BEST,
    /** Even at the best interval it carries fewer. */
    LOSS,
    /** Nothing of this could be shown. */
    NONE,
    /** The floor was not measured, or nothing is known about the noise. */
    UNKNOWN
  }

  /** Throughput at the recommended interval, in packets per second. */
  public Estimate throughput() {
    return curve.get(intervalNanos);
  }

  /** Throughput at the recommended interval over the highest of the curve. */
  public Ratio toBest() {
    return throughput().over(curve.get(bestNanos));
  }

  /**
   * Whether the run was quiet enough to say that the recommended interval loses at most a tenth of
   * the highest throughput: the lower end of {@link #toBest} is 0.9 or more. If not, more forks may
   * well move the recommendation.
   */
  public boolean resolved() {
    return tested && (bestNanos == intervalNanos || toBest().low() >= 1 - TOLERATED_LOSS);
  }

  /** Throughput at the recommended interval over the floor. */
  public Optional<Ratio> toFloor() {
    return floor.map(throughput()::over);
  }

  /** The highest throughput of the curve over the floor. */
  public Optional<Ratio> bestToFloor() {
    return floor.map(curve.get(bestNanos)::over);
  }

  /**
   * Whether coalescing pays, by two-sided t tests at the recommended and at the best interval.
   * Either could have been any cell of any kind, so both are tested at 5 % for all cells of the
   * condition together (Bonferroni).
   */
  public Effect effect() {
    Optional<Ratio> chosen = toFloor().filter(Ratio::tested);
    if (chosen.isEmpty()) {
      return Effect.UNKNOWN;
    }
    if (chosen.get().distinguishable(cells) && chosen.get().value() > 1) {
      return Effect.GAIN;
    }
    Ratio best = bestToFloor().orElseThrow();
    if (!best.distinguishable(cells)) {
      return Effect.NONE;
    }
    return best.value() > 1 ? Effect.GAIN_AT_BEST : Effect.LOSS;
  }

  /** Whether the curve has no longer interval than the recommended one. */
  public boolean longestMeasured() {
    return curve.lastKey() == intervalNanos;
  }

  /** Throughput at another interval over that at the recommended one; nothing if not measured. */
  public Optional<Ratio> compare(long nanos) {
    return Optional.ofNullable(curve.get(nanos)).map(other -> other.over(throughput()));
  }

  /**
   * Whether another interval is shown to carry more or fewer packets than the recommended one
   * (two-sided t test). The recommended one could have been any cell of any kind: Bonferroni over
   * all of them.
   *
   * @param nanos the other interval
   * @param others how many other intervals are compared with it
   */
  public boolean differs(long nanos, int others) {
    return compare(nanos).filter(ratio -> ratio.distinguishable(others * cells)).isPresent();
  }
}
