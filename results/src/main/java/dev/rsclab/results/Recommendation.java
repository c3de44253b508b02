package dev.rsclab.results;

import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The interval that a rule picked on the curve of the fastest kind.
 *
 * @param study what it was chosen from
 * @param kind the kind with the highest throughput
 * @param intervalNanos the recommended interval, or the one with the highest reading if {@code
 *     tested} is false
 * @param bestNanos the interval with the highest throughput
 * @param tested whether differences could be told from noise; if not, nothing is recommended
 */
public record Recommendation(
    IntervalStudy study, String kind, long intervalNanos, long bestNanos, boolean tested) {

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

  /** The curve of the kind: interval in ns to packets per second. */
  public NavigableMap<Long, Estimate> curve() {
    return study.curves().get(kind);
  }

  /** Packets per second without coalescing, if measured. */
  public Optional<Estimate> floor() {
    return study.floor();
  }

  /** Throughput at the recommended interval, in packets per second. */
  public Estimate throughput() {
    return curve().get(intervalNanos);
  }

  /** Throughput at the recommended interval over the highest of the curve. */
  public Ratio toBest() {
    return throughput().over(curve().get(bestNanos));
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
    return floor().map(throughput()::over);
  }

  /** The highest throughput of the curve over the floor. */
  public Optional<Ratio> bestToFloor() {
    return floor().map(curve().get(bestNanos)::over);
  }

  /**
   * Whether coalescing pays, by one-sided tests in both directions at the recommended and at the
   * best interval. Either could have been any cell of any kind: 5 % for all cells of the condition,
   * and the choice of the interval, together.
   */
  public Effect effect() {
    if (floor().isEmpty() || !tested) {
      return Effect.UNKNOWN;
    }
    Estimate without = floor().get();
    Estimate best = curve().get(bestNanos);
    Comparisons claims = study.claims(kind, intervalNanos);
    if (claims.below(without, throughput())) {
      return Effect.GAIN;
    }
    if (claims.below(without, best)) {
      return Effect.GAIN_AT_BEST;
    }
    return claims.below(best, without) ? Effect.LOSS : Effect.NONE;
  }

  /** Whether the curve has no longer interval than the recommended one. */
  public boolean longestMeasured() {
    return curve().lastKey() == intervalNanos;
  }

  /** Throughput at another interval over that at the recommended one; nothing if not measured. */
  public Optional<Ratio> compare(long nanos) {
    return Optional.ofNullable(curve().get(nanos)).map(other -> other.over(throughput()));
  }

  /**
   * Whether another interval is shown to carry more or fewer packets than the recommended one
   * (two-sided). The recommended one could have been any cell of any kind: 5 % for all of them
   * against all that are asked for.
   *
   * @param nanos the other interval
   * @param asked all intervals that are compared with the recommended one
   */
  public boolean differs(long nanos, Collection<Long> asked) {
    return curve().containsKey(nanos)
        && study.against(asked).differ(curve().get(nanos), throughput());
  }
}
