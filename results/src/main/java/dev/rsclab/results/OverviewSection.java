package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;

/**
 * The recommended interval for each condition, in one table.
 *
 * @param run the run
 */
record OverviewSection(Run run) {

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Recommended rsc_interval"));
    run.budget().ifPresent(budget -> blocks.add(new Block.Paragraph(limit(budget))));
    List<List<String>> rows = new ArrayList<>();
    boolean tested = true;
    for (IntervalStudy study : run.studies()) {
      var recommendation = SmallestOnPlateau.of(study);
      if (recommendation.isPresent()) {
        tested &= recommendation.get().tested();
        rows.add(row(study, recommendation.get()));
      } else if (!study.curves().isEmpty()) {
        rows.add(none(study));
      }
    }
    if (rows.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "This run holds no throughput of a coalescing kind: no interval can be"
                  + " recommended."));
      return blocks;
    }
    blocks.add(
        new Block.Table(
            List.of(
                "condition",
                tested ? "recommended" : "highest reading",
                "fastest kind",
                "million packets/s",
                "over the floor",
                "chosen in resamples",
                "packets per delivery",
                "delay p50 / p99"),
            rows));
    blocks.add(new Block.Paragraph(rule(tested)));
    return blocks;
  }

  private static String limit(DelayBudget budget) {
    return "Delay budget: a "
        + budget.inWords()
        + ". Intervals that delay more by the replay, or of which no replay tells the delay, are"
        + " left out from the start: they are not recommended, and the best throughput is that of"
        + " the others.";
  }

  private List<String> none(IntervalStudy study) {
    return List.of(
        study.condition().namedAmong(run.conditions()).inWords(),
        "none within the budget",
        "-",
        "-",
        "-",
        "-",
        "-",
        "-");
  }

  private static String rule(boolean tested) {
    return tested
        ? SmallestOnPlateau.IN_WORDS
            + " How often the rule chooses which interval when the run is resampled tells how much the"
            + " choice owes to noise. Intervals in parentheses are 95 %; packets per delivery and delay are exact, from"
            + " the replay, and the same for every kind."
        : "No interval is recommended: with one fork in every cell nothing is known about the"
            + " noise, so no reading can be said to differ from another. Measure at least two"
            + " forks.";
  }

  private List<String> row(IntervalStudy study, Recommendation it) {
    var replayed = run.replay().flatMap(table -> table.find(study.condition(), it.intervalNanos()));
    return List.of(
        study.condition().namedAmong(run.conditions()).inWords(),
        Nanos.format(it.intervalNanos()) + remark(it),
        it.kind(),
        Figures.estimate(it.throughput(), 1e6),
        it.toFloor().map(Figures::ratio).orElse("-"),
        Stability.ofPlateau(study).map(Stability::inWords).orElse("-"),
        replayed.map(row -> Figures.number(row.mergeFactor())).orElse("-"),
        replayed
            .map(row ->
                Nanos.approximate((double) row.delayP50Nanos())
                    + " / "
                    + Nanos.approximate((double) row.delayP99Nanos()))
            .orElse("-"));
  }

  private static String remark(Recommendation it) {
    return switch (it.effect()) {
      case LOSS -> " (but a loss)";
      case NONE -> " (no gain shown)";
      case GAIN, GAIN_AT_BEST, UNKNOWN -> it.tested() && !it.resolved() ? " (noisy)" : "";
    };
  }
}
