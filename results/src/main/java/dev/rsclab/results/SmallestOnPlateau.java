package dev.rsclab.results;

import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The rule that recommends an interval: the smallest one that does as well as the best.
 *
 * <ol>
 *   <li>Take the kind with the highest throughput, over all kinds but the floor and all intervals.
 *   <li>On its curve, compare every other interval with the one of the highest throughput, by a
 *       one-sided t test on the pooled variance of log throughput, at level 0.05 divided by the
 *       number of cells of all coalescing kinds but one (multiple comparisons with the best).
 *   <li>Recommend the smallest interval that is not shown to be slower.
 * </ol>
 *
 * <p>All kinds count, although only one curve is looked at: which one that is was read from the
 * same data, and the highest of many readings is high by luck too. So the 5 % holds for each
 * condition (workload, IP version, cost of a delivery ...), after the choice of the fastest kind;
 * not for all conditions of a run together.
 *
 * <p>Throughput usually rises with the interval and then stays on a plateau, while the delay added
 * to every packet goes on rising: the left end of the plateau costs least. "Not shown to be slower"
 * depends on the noise of the run, so the loss that the data cannot exclude belongs beside every
 * recommendation: {@link Recommendation#toBest}.
 */
public final class SmallestOnPlateau {
  /** The rule in one sentence, for reports. */
  public static final String IN_WORDS =
      "The recommended interval is the smallest one, on the curve of the kind with the highest"
          + " throughput, that is not shown to be slower than the best interval of that curve"
          + " (one-sided t test on the pooled variance of log throughput). The 5 % of that test holds"
          + " for each condition (workload, IP version and so on), after the choice of the fastest"
          + " kind: Bonferroni over the cells of all coalescing kinds.";

  private SmallestOnPlateau() {}

  /**
   * Applies the rule.
   *
   * @return the recommendation; nothing if no kind but the floor was measured
   */
  public static Optional<Recommendation> of(IntervalStudy study) {
    return study.curves().entrySet().stream()
        .max(Comparator.comparingDouble(curve -> best(curve.getValue()).getValue().logMean()))
        .map(fastest -> recommend(study, fastest.getKey(), fastest.getValue()));
  }

  private static Recommendation recommend(
      IntervalStudy study, String kind, NavigableMap<Long, Estimate> curve) {
    Map.Entry<Long, Estimate> best = best(curve);
    boolean tested = best.getValue().hasInterval();
    int cells = study.cells();
    int comparisons = Math.max(1, cells - 1);
    long smallest =
        curve.entrySet().stream()
            .filter(cell -> tested && !cell.getValue().over(best.getValue()).below(comparisons))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(best.getKey());
    return new Recommendation(kind, curve, cells, smallest, best.getKey(), study.floor(), tested);
  }

  /** The cell with the highest throughput; of equal ones that with the smallest interval. */
  private static Map.Entry<Long, Estimate> best(NavigableMap<Long, Estimate> curve) {
    Map.Entry<Long, Estimate> best = curve.firstEntry();
    for (Map.Entry<Long, Estimate> cell : curve.entrySet()) {
      if (cell.getValue().logMean() > best.getValue().logMean()) {
        best = cell;
      }
    }
    return best;
  }
}
