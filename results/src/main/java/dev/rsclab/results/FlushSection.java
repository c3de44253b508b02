package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;

/**
 * Throughput against delay for each flush strategy, and whether the adaptive one dominates the
 * reference's timer.
 *
 * @param run the run
 */
record FlushSection(Run run) {

  /** Nothing if no flush strategy was measured. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    if (run.flushStudies().isEmpty()) {
      return blocks;
    }
    blocks.add(new Block.Heading(2, "Throughput against delay, by flush strategy"));
    blocks.add(new Block.Paragraph(rule()));
    blocks.add(new Block.Paragraph(NoiseFloor.inWords(run.flushStudies().getFirst().floor())));
    for (FlushStudy study : run.flushStudies()) {
      blocks.add(new Block.Heading(3, study.condition().inWords()));
      if (study.points().isEmpty()) {
        blocks.add(
            new Block.Paragraph(
                "The replay has no delay for these strategies: there is nothing to set against the"
                    + " throughput."));
        continue;
      }
      FlushDominance.of(study, FlushStudy.ADAPTIVE, ReplayTable.CHAIN_TIMER)
          .ifPresent(it ->
              blocks.add(
                  new Block.Paragraph(it.inWords(FlushStudy.ADAPTIVE, ReplayTable.CHAIN_TIMER))));
      blocks.add(table(study));
    }
    return blocks;
  }

  private static String rule() {
    return "A point is a strategy at an interval. It is on the frontier if no other point read more"
        + " packets/s without more p99 delay. One strategy dominates another if each point of the"
        + " other is matched by one of its own with at most its p99 delay and a throughput not shown"
        + " to be lower, and one of them is shown to be beaten in throughput, or is beaten in delay"
        + " (throughput: one-sided max-T permutation tests, 5 % for all pairs of points together;"
        + " delay is exact). Where noise leaves room for a loss of more than "
        + Figures.percent(FlushDominance.MOST_LOSS)
        + ", nothing is said.";
  }

  private static Block table(FlushStudy study) {
    List<FlushStudy.Point> frontier = study.frontier();
    List<List<String>> rows = new ArrayList<>();
    for (FlushStudy.Point point : study.points()) {
      rows.add(
          List.of(
              point.strategy(),
              Nanos.format(point.intervalNanos()),
              Figures.estimate(point.throughput(), 1e6),
              Nanos.approximate((double) point.delayP99Nanos()),
              point.messageP99Nanos() == ReplayRow.NO_MESSAGES
                  ? "-"
                  : Nanos.approximate((double) point.messageP99Nanos()),
              frontier.contains(point) ? "yes" : ""));
    }
    return new Block.Table(
        List.of(
            "strategy",
            "interval",
            "million packets/s",
            "delay p99",
            "delay of a message p99",
            "frontier"),
        rows);
  }
}
