package dev.rsclab.results;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rule that recommends one interval for several conditions whose mix nobody knows: the interval
 * with the smallest largest regret (Savage 1951, The theory of statistical decision).
 *
 * <p>The regret of an interval in a condition is the share of throughput that it gives away there:
 * 1 - throughput / best throughput of that condition, both on the curve of the condition's fastest
 * kind. Only intervals measured in every condition can be chosen. Of equal ones the smallest is
 * taken: it delays least.
 *
 * <p>The rule takes the readings as they are. How far noise decides is told by {@link Stability}.
 *
 * @param intervalNanos the recommended interval in ns
 * @param regret its largest regret, 0 to 1
 * @param worst the condition in which that is
 * @param regrets interval in ns to largest regret
 */
public record MinimaxRegret(
    long intervalNanos, double regret, Condition worst, NavigableMap<Long, Double> regrets) {
  /** The rule in one sentence, for reports. */
  public static final String IN_WORDS =
      "The regret of an interval in a condition is the share of the condition's best throughput (of"
          + " its fastest kind) that the interval gives away; recommended is the interval whose"
          + " largest regret is smallest (minimax regret, Savage 1951).";

  private record Regret(Condition condition, double share) {}

  /**
   * Applies the rule.
   *
   * @return the recommendation; nothing if no interval was measured in all conditions
   */
  public static Optional<MinimaxRegret> of(Collection<IntervalStudy> studies) {
    Map<Condition, NavigableMap<Long, Estimate>> curves = new TreeMap<>();
    for (IntervalStudy study : studies) {
      Optional<NavigableMap<Long, Estimate>> curve = study.fastestCurve();
      if (curve.isEmpty()) {
        return Optional.empty();
      }
      curves.put(study.condition(), curve.get());
    }
    NavigableMap<Long, Double> regrets = new TreeMap<>();
    Optional<MinimaxRegret> chosen = Optional.empty();
    for (long nanos : inAll(curves.values())) {
      Regret largest = largest(curves, nanos);
      regrets.put(nanos, largest.share);
      if (chosen.isEmpty() || largest.share < chosen.get().regret) {
        chosen = Optional.of(new MinimaxRegret(nanos, largest.share, largest.condition, regrets));
      }
    }
    return chosen;
  }

  private static Regret largest(Map<Condition, NavigableMap<Long, Estimate>> curves, long nanos) {
    return curves.entrySet().stream()
        .map(curve -> new Regret(curve.getKey(), regret(curve.getValue(), nanos)))
        .max(Comparator.comparingDouble(Regret::share))
        .orElseThrow();
  }

  private static double regret(NavigableMap<Long, Estimate> curve, long nanos) {
    double best = curve.values().stream().mapToDouble(Estimate::logMean).max().orElseThrow();
    return Math.max(0, -Math.expm1(curve.get(nanos).logMean() - best));
  }

  private static Collection<Long> inAll(Collection<NavigableMap<Long, Estimate>> curves) {
    TreeSet<Long> intervals = new TreeSet<>();
    curves.forEach(curve -> intervals.addAll(curve.keySet()));
    curves.forEach(curve -> intervals.retainAll(curve.keySet()));
    return List.copyOf(intervals);
  }
}
