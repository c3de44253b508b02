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
 *   <li>On its curve, compare every other interval with the one of the highest throughput: is it
 *       shown to be lower ({@link Comparisons}, one-sided, 5 % for the comparison of that interval
 *       with all other cells of all coalescing kinds, and of all cells with the floor, together)?
 *   <li>Recommend the smallest interval that is not shown to be slower.
 * </ol>
 *
 * <p>The intervals that are not shown to be slower are a subset selection (Gupta 1965; Hsu 1996,
 * multiple comparisons with the best): the truly best cell's interval is not among those left out,
 * in 95 % of runs. All kinds count, although only one curve is looked at: which one that is was
 * read from the same data, and the highest of many readings is high by luck too. The 5 % holds for
 * each condition (workload, IP version, cost of a delivery ...), not for all conditions of a run
 * together.
 *
 * <p>Under a {@link DelayBudget} the intervals that break it are left out from the start, so that
 * the plateau is that of the intervals one may choose from: measured against a throughput that
 * nobody may have, every allowed interval would be shown to be slower, and none be recommended.
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
          + " (one-sided max-T permutation test over the cells of all coalescing kinds). The 5 % of"
          + " that test holds for each condition (workload, IP version and so on).";

  private SmallestOnPlateau() {}

  /**
   * Applies the rule, to the intervals within the study's budget if it has one.
   *
   * @return the recommendation; nothing if no kind but the floor was measured, or no interval of a
   *     coalescing kind meets the budget
   */
  public static Optional<Recommendation> of(IntervalStudy study) {
    IntervalStudy choices = study.choices();
    return choices.curves().entrySet().stream()
        .max(Comparator.comparingDouble(curve -> best(curve.getValue()).getValue().logMean()))
        .map(fastest -> recommend(choices, fastest.getKey(), fastest.getValue()));
  }

  /**
   * Applies the rule to the intervals within a budget.
   *
   * @return the recommendation; nothing if no interval of a coalescing kind meets the budget
   */
  public static Optional<Recommendation> of(IntervalStudy study, DelayBudget budget) {
    return of(budget.within(study));
  }

  private static Recommendation recommend(
      IntervalStudy study, String kind, NavigableMap<Long, Estimate> curve) {
    Map.Entry<Long, Estimate> best = best(curve);
    boolean tested = best.getValue().hasInterval();
    long smallest =
        curve.entrySet().stream()
            .filter(cell ->
                tested
                    && (cell.getKey().equals(best.getKey())
                        || !study
                            .claims(kind, cell.getKey())
                            .below(cell.getValue(), best.getValue())))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(best.getKey());
    return new Recommendation(study, kind, smallest, best.getKey(), tested);
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
