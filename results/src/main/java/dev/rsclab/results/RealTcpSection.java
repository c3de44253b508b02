package dev.rsclab.results;

import dev.rsclab.results.live.StoredLive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What real TCP said of the interval that the run recommends for all workloads: from the newest
 * live run that lies among the runs.
 *
 * @param run the run
 * @param runs where live runs lie
 */
record RealTcpSection(Run run, Path runs) {

  /** The guest that throughput against interval is mostly measured with. */
  private static final String GUEST = "HEAVY";

  private static final String COMMAND = "java -jar benchmarks/target/benchmarks.jar live";

  /** One interval for all conditions of a guest. */
  private record Chosen(String guest, MinimaxRegret regret) {}

  /** Nothing if the run measured no interval. */
  List<Block> blocks() {
    Optional<Chosen> chosen = chosen();
    if (chosen.isEmpty()) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Real TCP"));
    Optional<StoredLive> live = StoredLive.newest(runs);
    if (live.isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              "No live run lies among the runs; %s makes one, with real TCP of the kernel (docs/live.md)."
                  .formatted(COMMAND)));
      return blocks;
    }
    blocks.addAll(against(live.get(), chosen.get()));
    return blocks;
  }

  /** For the heavy guest if there is one, else for the first. */
  private Optional<Chosen> chosen() {
    List<IntervalStudy> studies =
        run.studies().stream()
            .filter(it -> !it.curves().isEmpty())
            .sorted(Comparator.comparing(it -> !it.condition().guest().equals(GUEST)))
            .toList();
    if (studies.isEmpty()) {
      return Optional.empty();
    }
    Condition first = studies.getFirst().condition();
    return MinimaxRegret.of(
            studies.stream()
                .filter(it -> it.condition().guest().equals(first.guest()))
                .map(IntervalStudy::choices)
                .toList())
        .map(it -> new Chosen(first.guestInWords(), it));
  }

  private List<Block> against(StoredLive live, Chosen chosen) {
    long interval = chosen.regret.intervalNanos();
    String text =
        "This run's one interval for all workloads (smallest largest regret, %s) is %s. The newest live run, %s (%s; %s), sent real TCP through %s."
            .formatted(
                chosen.guest,
                Nanos.format(interval),
                live.name(),
                ReportPage.origin(live.environment()),
                Figures.count(live.rounds(), "round"),
                live.device());
    Optional<Long> nearest = live.nearest(interval);
    if (nearest.isEmpty()) {
      return List.of(
          new Block.Paragraph(
              "The newest live run, %s, did not measure the chain timer: it says nothing of %s."
                  .formatted(live.name(), Nanos.format(interval))));
    }
    if (nearest.get() != interval) {
      text +=
          " It did not measure %s; nearest is %s."
              .formatted(Nanos.format(interval), Nanos.format(nearest.get()));
    }
    for (IntervalStudy study : run.studies()) {
      text += gain(study, chosen.guest, interval, live, nearest.get());
    }
    return List.of(
        new Block.Paragraph(
            text
                + " Below: medians over the rounds, in brackets from the lowest to the highest; over"
                + " no coalescing round by round."),
        live.at(nearest.get()));
  }

  /** What the study says of bulk transfer at an interval, and what was seen there. */
  private static String gain(
      IntervalStudy study, String guest, long interval, StoredLive live, long seenAt) {
    Condition condition = study.condition();
    if (!condition.workload().equals("bulk") || !condition.guestInWords().equals(guest)) {
      return "";
    }
    return live.bulkGain(condition.get(Condition.FAMILY), seenAt)
        .flatMap(seen ->
            study
                .fastestCurve()
                .flatMap(curve -> Optional.ofNullable(curve.get(interval)))
                .flatMap(estimate -> study.floor().map(estimate::over))
                .map(ratio ->
                    " For bulk transfer over %s this run has %s the packets of no coalescing there (95 %% interval); real TCP had %s the goodput (range)."
                        .formatted(condition.family(), Figures.ratio(ratio), seen)))
        .orElse("");
  }
}
