package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;

/**
 * How time per packet grows from the fewest flows to the most, kind by kind, and what a plain copy
 * takes more into as much memory as is held, which no table can help.
 *
 * <p>Differences are claimed by {@link Comparisons}, two-sided, 5 % for all rows together.
 *
 * @param rows the copy first, then the kinds in chart order
 */
public record FlowGrowth(List<Row> rows) {

  /**
   * One comparison.
   *
   * @param what what is compared
   * @param over with what
   * @param ratio time of the one over that of the other
   * @param shown whether they are shown to differ
   */
  public record Row(String what, String over, Ratio ratio, boolean shown) {

    /** {@code "more"}, {@code "less"} or {@code "cannot be told"}. */
    public String verdict() {
      return !shown ? "cannot be told" : ratio.value() > 1 ? "more" : "less";
    }
  }

  private record Compared(String what, String over, Comparisons.Pair pair) {}

  /** Copies the list. */
  public FlowGrowth {
    rows = List.copyOf(rows);
  }

  /** Compares the cells of a study; what was not measured has no row. */
  public static FlowGrowth of(FlowScaling study) {
    List<Compared> compared = new ArrayList<>();
    int most = study.flows().getLast();
    int fewest = study.flows().getFirst();
    if (study.spread().containsKey(most) && study.copy().containsKey(most)) {
      compared.add(
          new Compared(
              FlowScaling.SPREAD_IN_WORDS,
              "plain copy",
              new Comparisons.Pair(study.spread().get(most), study.copy().get(most))));
    }
    for (String kind : study.judgedKinds()) {
      NavigableMap<Integer, Estimate> curve = study.staged(kind);
      if (most > fewest && curve.containsKey(most) && curve.containsKey(fewest)) {
        compared.add(
            new Compared(
                kind + " at " + Figures.count(most, "flow"),
                "at " + fewest,
                new Comparisons.Pair(curve.get(most), curve.get(fewest))));
      }
    }
    Comparisons together =
        Comparisons.of(compared.stream().map(Compared::pair).toList(), study.noiseFloor());
    return new FlowGrowth(
        compared.stream()
            .map(it ->
                new Row(
                    it.what,
                    it.over,
                    it.pair.numerator().over(it.pair.denominator()),
                    together.differ(it.pair.numerator(), it.pair.denominator())))
            .toList());
  }
}
