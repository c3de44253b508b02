package dev.rsclab.results;

import dev.rsclab.results.ComparedCell.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between two runs, the answer first.
 *
 * @param comparison of the runs
 */
record ComparisonSection(RunComparison comparison) {

  /**
   * The whole report.
   *
   * @param all whether cells without a difference are listed too
   */
  List<Block> blocks(boolean all) {
    EnvironmentDifferences environments =
        new EnvironmentDifferences(
            comparison.before().environment(),
            comparison.after().environment(),
            comparison.names());
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(1, after() + " against " + before()));
    blocks.add(new Block.Paragraph(answer()));
    blocks.addAll(environments.warnings());
    if (!comparison.tested()) {
      blocks.add(
          new Block.Paragraph(
              "Care: no verdict is possible: at least two forks a cell are needed in both runs."));
    }
    for (String benchmark :
        comparison.cells().stream().map(ComparedCell::benchmark).distinct().toList()) {
      blocks.addAll(table(benchmark, all));
    }
    blocks.add(new Block.Heading(2, "How to read it"));
    blocks.add(new Block.Paragraph(rule()));
    if (comparison.differentMachines()) {
      blocks.add(
          new Block.Paragraph(
              "Relative: throughput over that of no coalescing under the same condition, time over"
                  + " that of the plain copy of the same payloads, each in its own run. Across"
                  + " machines only this says what the code does; a regression is judged by it."));
    }
    blocks.addAll(environments.blocks());
    return blocks;
  }

  private String before() {
    return comparison.names().get(0);
  }

  private String after() {
    return comparison.names().get(1);
  }

  private String answer() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    comparison.cells().forEach(cell -> counts.merge(comparison.verdict(cell), 1, Integer::sum));
    String text =
        "%s in common: %s better in %s than in %s, %s worse, %s without a difference shown."
            .formatted(
                Figures.count(comparison.cells().size(), "cell"),
                counts.getOrDefault(Verdict.BETTER, 0),
                after(),
                before(),
                counts.getOrDefault(Verdict.WORSE, 0),
                counts.getOrDefault(Verdict.NO_DIFFERENCE, 0)
                    + counts.getOrDefault(Verdict.UNKNOWN, 0));
    int onlyBefore = comparison.unmatched(0);
    int onlyAfter = comparison.unmatched(1);
    return onlyBefore + onlyAfter == 0
        ? text
        : text
            + " Left out: %s that only %s has, %s that only %s has."
                .formatted(
                    Figures.count(onlyBefore, "cell"),
                    before(),
                    Figures.count(onlyAfter, "cell"),
                    after());
  }

  private String rule() {
    return ("A ratio is %s over %s. For packets per second higher is better, for time lower. Intervals"
            + " are t intervals from the noise between the forks of both runs and hold together, 95 %%"
            + " for all %s (Bonferroni); a verdict is given if the interval leaves out 1 and the"
            + " difference exceeds what a cell measured twice in one run differed by, if that is"
            + " known. Forks of one run share its hour: what drifts between two runs is not in these"
            + " intervals. Measure the first variant a second time to see how much that is.")
        .formatted(after(), before(), Figures.count(comparison.together(), "cell"));
  }

  private List<Block> table(String benchmark, boolean all) {
    List<ComparedCell> cells =
        comparison.cells().stream().filter(cell -> cell.benchmark().equals(benchmark)).toList();
    List<ComparedCell> shown = cells.stream().filter(cell -> all || differs(cell)).toList();
    List<Condition> conditions = cells.stream().map(ComparedCell::condition).toList();
    boolean throughput = cells.getFirst().higherIsBetter();
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Heading(2, benchmark + (throughput ? ", million packets/s" : ", ns per packet")));
    if (shown.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "No difference is shown in any of " + Figures.count(cells.size(), "cell") + "."));
      return blocks;
    }
    List<String> header = new ArrayList<>(List.of("cell", before(), after(), "ratio", "verdict"));
    if (comparison.differentMachines()) {
      header.addAll(List.of("relative ratio", "relative verdict"));
    }
    blocks.add(new Block.Table(header, shown.stream().map(cell -> row(cell, conditions)).toList()));
    if (shown.size() < cells.size()) {
      blocks.add(
          new Block.Paragraph(
              "Not listed: %s without a difference shown."
                  .formatted(Figures.count(cells.size() - shown.size(), "cell"))));
    }
    return blocks;
  }

  private boolean differs(ComparedCell cell) {
    return isDifference(comparison.verdict(cell))
        || (comparison.differentMachines()
            && comparison
                .relativeVerdict(cell)
                .filter(ComparisonSection::isDifference)
                .isPresent());
  }

  private static boolean isDifference(Verdict verdict) {
    return verdict == Verdict.BETTER || verdict == Verdict.WORSE;
  }

  private List<String> row(ComparedCell cell, List<Condition> conditions) {
    double unit = cell.higherIsBetter() ? 1e6 : 1;
    List<String> row =
        new ArrayList<>(
            List.of(
                cell.condition().namedAmong(conditions).inWords(),
                Figures.number(cell.before().value() / unit),
                Figures.number(cell.after().value() / unit),
                Figures.interval(cell.ratio(), comparison.together()),
                comparison.verdict(cell).inWords()));
    if (comparison.differentMachines()) {
      Optional<LogRatio> relative = cell.relative();
      row.add(relative.map(it -> Figures.interval(it, comparison.relativeTogether())).orElse("-"));
      row.add(comparison.relativeVerdict(cell).map(Verdict::inWords).orElse("-"));
    }
    return row;
  }
}
