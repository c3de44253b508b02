package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The two figures of QEMU's change (commit 2974e916df87) checked: 50 us "improves performance", 300
 * us lets the certification test pass; and the delay that an exchange of messages suffers.
 *
 * @param run the run
 */
record CertificationSection(Run run) {
  private static final String CERTIFICATION = "certification";
  private static final long SHORT = 50_000;
  private static final long DEFAULT = 300_000;
  private static final List<Long> INTERVALS = List.of(SHORT, DEFAULT, 1_000_000L);

  /** Nothing if the run has no data for any of it. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>(figures());
    blocks.addAll(messageDelays(run.replayedWorkloads()));
    return blocks;
  }

  /** The two figures alone. */
  List<Block> figures() {
    List<Block> blocks = new ArrayList<>();
    List<List<String>> rows = certification();
    if (!rows.isEmpty()) {
      blocks.add(new Block.Heading(2, "The reference's 50 us and 300 us"));
      blocks.add(new Block.Paragraph(finding()));
      blocks.add(
          new Block.Table(
              List.of("interval", "family", "packets per delivery", "delay p50", "delay p99"),
              rows));
    }
    List<List<String>> ratios = ratios();
    if (!ratios.isEmpty()) {
      blocks.add(new Block.Heading(2, "Throughput at 50 us against 300 us"));
      blocks.add(
          new Block.Paragraph(
              "Of the fastest kind of each condition. Differences are claimed by two-sided max-T"
                  + " permutation tests, 5 % for both intervals against all others of all curves of a"
                  + " condition together, and only beyond the noise floor, if one was measured. "
                  + NoiseSentence.VERDICTS));
      blocks.add(
          new Block.Table(List.of("condition", "kind", "50 us over 300 us", "verdict"), ratios));
    }
    return blocks;
  }

  /** What a message waits for, in some workloads. */
  List<Block> messageDelays(List<String> workloads) {
    List<Block> blocks = new ArrayList<>();
    List<List<String>> messages = messages(workloads);
    if (!messages.isEmpty()) {
      blocks.add(new Block.Heading(2, "Delay of a message"));
      blocks.add(
          new Block.Paragraph(
              "What coalescing adds to the segments that end a message (PSH), with the reference's"
                  + " timer: an exchange of requests and responses waits for it in each direction"
                  + " that is coalesced. Exact, from the replay."));
      blocks.add(
          new Block.Table(
              List.of("workload", "family", "interval", "message p50", "message p99"), messages));
    }
    return blocks;
  }

  private List<List<String>> certification() {
    List<List<String>> rows = new ArrayList<>();
    for (ReplayRow row : rows(CERTIFICATION)) {
      if (INTERVALS.contains(row.intervalNanos())) {
        rows.add(
            List.of(
                Nanos.format(row.intervalNanos()),
                Condition.familyName(row.family()),
                Figures.number(row.mergeFactor()),
                Nanos.approximate((double) row.delayP50Nanos()),
                Nanos.approximate((double) row.delayP99Nanos())));
      }
    }
    return rows;
  }

  private List<ReplayRow> rows(String workload) {
    return run.replay().map(table -> table.of(workload)).orElse(List.of());
  }

  private String finding() {
    return "The workload "
        + CERTIFICATION
        + " sends one segment every 100 us, as the Windows certification test for RSC does, for which"
        + " QEMU's default is 300 us. "
        + merging(SHORT)
        + " "
        + merging(DEFAULT)
        + " The test itself is not run here: that packets merge is necessary for it, not sufficient.";
  }

  private String merging(long nanos) {
    Optional<ReplayRow> least =
        rows(CERTIFICATION).stream()
            .filter(row -> row.intervalNanos() == nanos)
            .min(Comparator.comparingDouble(ReplayRow::mergeFactor));
    String at = "At " + Nanos.format(nanos);
    return least
        .map(row ->
            row.deliveries() == row.frames()
                ? at + " nothing merges: the test could not pass."
                : at + " a delivery carries " + Figures.number(row.mergeFactor()) + " packets.")
        .orElse(at + " nothing was replayed.");
  }

  private List<List<String>> ratios() {
    List<List<String>> rows = new ArrayList<>();
    for (IntervalStudy study : run.studies()) {
      Optional<Recommendation> it = SmallestOnPlateau.of(study.under(Optional.empty()));
      if (it.isPresent()
          && it.get().curve().containsKey(SHORT)
          && it.get().curve().containsKey(DEFAULT)) {
        Estimate shorter = it.get().curve().get(SHORT);
        Estimate longer = it.get().curve().get(DEFAULT);
        boolean differ = study.against(List.of(SHORT, DEFAULT)).differ(shorter, longer);
        String verdict =
            !shorter.hasInterval()
                ? "noise unknown"
                : !differ
                    ? "not distinguishable"
                    : shorter.logMean() > longer.logMean()
                        ? "50 us carries more"
                        : "50 us carries less";
        rows.add(
            List.of(
                study.condition().namedAmong(run.conditions()).inWords(),
                it.get().kind(),
                Figures.ratio(shorter.over(longer)),
                verdict));
      }
    }
    return rows;
  }

  private List<List<String>> messages(List<String> workloads) {
    List<List<String>> rows = new ArrayList<>();
    for (String workload : workloads) {
      for (ReplayRow row : rows(workload)) {
        if (row.hasMessages()) {
          rows.add(
              List.of(
                  workload,
                  Condition.familyName(row.family()),
                  Nanos.format(row.intervalNanos()),
                  Nanos.approximate((double) row.messageP50Nanos()),
                  Nanos.approximate((double) row.messageP99Nanos())));
        }
      }
    }
    return rows;
  }
}
