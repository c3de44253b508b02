package dev.rsclab.results.live;

import dev.rsclab.results.Block;
import dev.rsclab.results.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tables of a live run's report.
 *
 * @param results the readings
 */
record LiveTables(LiveResults results) {
  private static final String NOTHING = "-";

  /** More rows of one table nobody reads. */
  private static final int MOST_ROWS = 30;

  /** A table for each workload, behind a heading: a row for each device. */
  List<Block> workloads() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Readings"));
    blocks.add(
        new Block.Paragraph(
            "Median over the rounds, and from the lowest to the highest. Over no coalescing: each"
                + " round by itself. CPU time is that of the whole machine, sender and receiver."));
    for (LiveWorkload workload : results.workloads()) {
      blocks.add(new Block.Heading(3, workload.inWords()));
      blocks.add(workload(workload));
    }
    return blocks;
  }

  private Block workload(LiveWorkload workload) {
    boolean responses = results.workloads(true).contains(workload);
    List<Metric> metrics = new ArrayList<>();
    metrics.addAll(
        responses
            ? List.of(Metric.RESPONSE_P50, Metric.RESPONSE_P99)
            : List.of(Metric.GOODPUT, Metric.CPU));
    metrics.addAll(
        List.of(
            Metric.DELIVERIES,
            Metric.SEEN,
            Metric.PREDICTED,
            Metric.FROM_PLAIN,
            Metric.RETRANSMITS));
    List<String> header = new ArrayList<>(List.of("through"));
    header.addAll(metrics.stream().map(LiveTables::column).toList());
    header.add(2, "over no coalescing");
    List<List<String>> rows = new ArrayList<>();
    for (LiveDevice device : results.devices(workload)) {
      List<String> row = new ArrayList<>(List.of(device.inWords()));
      for (Metric metric : metrics) {
        row.add(text(results.spread(workload, device, metric), ""));
      }
      row.add(
          2,
          text(
              results
                  .baseline(workload)
                  .filter(it -> !it.equals(device))
                  .flatMap(it -> results.ratio(workload, device, it, metrics.getFirst())),
              "x"));
      rows.add(row);
    }
    return new Block.Table(header, rows);
  }

  private static String column(Metric metric) {
    return switch (metric) {
      case SEEN -> "segments per delivery";
      case PREDICTED -> "predicted";
      case FROM_PLAIN -> "predicted from plain arrivals";
      default -> metric.axis();
    };
  }

  private static String text(Optional<Spread> spread, String sign) {
    return spread.map(it -> it.inWords(sign)).orElse(NOTHING);
  }

  /** What was predicted and what was seen, in words and for the cells that differ in a table. */
  List<Block> predictions() {
    List<Block> blocks = new ArrayList<>();
    for (Metric source : LivePredictionChart.sources(results)) {
      if (blocks.isEmpty()) {
        blocks.add(new Block.Heading(2, "Prediction and sight"));
      }
      blocks.addAll(predictions(source));
    }
    return blocks;
  }

  private List<Block> predictions(Metric source) {
    List<LivePrediction> all = LivePrediction.of(results, source);
    List<LivePrediction> differ = all.stream().filter(LivePrediction::differs).toList();
    String text = agreement(source, all, differ.size());
    if (differ.isEmpty()) {
      return List.of(new Block.Paragraph(text));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Paragraph(text + difference(differ)));
    blocks.add(
        new Block.Table(
            List.of("sent", "through", "predicted", "seen", "seen over predicted"),
            differ.stream()
                .limit(MOST_ROWS)
                .map(it ->
                    List.of(
                        it.workload().inWords(),
                        it.device().inWords(),
                        it.predicted().inWords(),
                        it.seen().inWords(),
                        it.factor().inWords("x")))
                .toList()));
    if (differ.size() > MOST_ROWS) {
      blocks.add(
          new Block.Paragraph(
              "Shown are the %d cells that are furthest off of %d."
                  .formatted(MOST_ROWS, differ.size())));
    }
    return blocks;
  }

  private String agreement(Metric source, List<LivePrediction> all, int differ) {
    String replay =
        source == Metric.PREDICTED
            ? "A replay of the same arrivals"
            : "A replay of the arrivals without coalescing, as a capture has them,";
    String text =
        all.stream().allMatch(it -> it.factor().count() < 2)
            ? replay + " was compared in one round only, which tells nothing about the noise."
            : "%s predicts the segments per delivery of %d of %d cells within the noise (seen over predicted on both sides of 1 in some round, or at most %.0f %% off)."
                .formatted(replay, all.size() - differ, all.size(), LivePrediction.SLIGHT * 100);
    return text
        + " Over all cells the factor, seen over predicted, is "
        + text(LivePrediction.factors(results, source), "x")
        + ": median and range.";
  }

  /** A sentence about those that differ, the worst first; begins with a space. */
  private static String difference(List<LivePrediction> differ) {
    long more = differ.stream().filter(it -> it.factor().low() > 1).count();
    LivePrediction worst = differ.getFirst();
    return " In %d cells it was wrong by more: more was merged than predicted in %d, less in %d. Furthest off: %s, %s: seen %s, predicted %s, a factor of %s."
        .formatted(
            differ.size(),
            more,
            differ.size() - more,
            worst.workload().inWords(),
            worst.device().inWords(),
            worst.seen().inWords(),
            worst.predicted().inWords(),
            worst.factor().inWords());
  }

  /** The delay that was predicted against what responses took longer; empty without round trips. */
  List<Block> delays() {
    List<List<String>> rows = new ArrayList<>();
    for (LiveWorkload workload : results.workloads(true)) {
      Optional<LiveDevice> baseline = results.baseline(workload);
      for (LiveDevice device : results.devices(workload)) {
        List<LiveReading> cell = results.cell(workload, device);
        if (baseline.isPresent() && cell.stream().anyMatch(LiveTables::hasDelay)) {
          rows.add(delay(workload, device, cell, results.cell(workload, baseline.get())));
        }
      }
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Block.Heading(2, "Added delay"),
            new Block.Paragraph(
                "Only requests pass the coalescer, so what a round trip takes longer than without"
                    + " coalescing in the same round should be what the replay delays its packet"
                    + " by. What is more is lateness of the timer, waking up, and what merging"
                    + " itself takes. All in us, p50 of each repetition."),
            new Block.Table(List.of("sent", "through", "predicted", "seen", "timer late"), rows));
  }

  private static boolean hasDelay(LiveReading it) {
    return !Double.isNaN(it.roundTrip().p50()) && !Double.isNaN(it.predicted().delayP50());
  }

  private static List<String> delay(
      LiveWorkload workload, LiveDevice device, List<LiveReading> cell, List<LiveReading> plain) {
    return List.of(
        workload.inWords(),
        device.inWords(),
        text(Spread.of(cell.stream().mapToDouble(it -> it.predicted().delayP50() / 1e3)), ""),
        text(
            Spread.of(
                cell.stream()
                    .flatMapToDouble(it ->
                        plain.stream()
                            .filter(other -> other.round() == it.round())
                            .mapToDouble(
                                other -> (it.roundTrip().p50() - other.roundTrip().p50()) / 1e3))),
            ""),
        text(Spread.of(cell.stream().mapToDouble(it -> it.lateness().p50() / 1e3)), ""));
  }

  /** The repetitions that other load disturbed; empty if there is none. */
  List<Block> disturbed() {
    List<LiveReading> disturbed =
        results.readings().stream().filter(LiveReading::disturbed).toList();
    if (disturbed.isEmpty()) {
      return List.of();
    }
    return List.of(
        new Block.Heading(2, "Disturbed repetitions"),
        new Block.Paragraph(
            "While these ran, other programs took more than %.0f %% of the machine's CPU time. They are part of medians and ranges, and marked with a ring in the charts."
                .formatted(LiveReading.MUCH_LOAD * 100)),
        new Block.Table(
            List.of("round", "sent", "through", "taken by others"),
            disturbed.stream()
                .map(it ->
                    List.of(
                        Integer.toString(it.round()),
                        it.workload().inWords(),
                        it.device().inWords(),
                        Figures.percent(it.counts().otherLoad())))
                .toList()));
  }
}
