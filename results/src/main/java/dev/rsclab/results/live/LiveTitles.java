package dev.rsclab.results.live;

import dev.rsclab.results.Figures;
import dev.rsclab.results.Nanos;
import dev.rsclab.results.live.LiveDevice.Series;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a live run found, as titles of its charts.
 *
 * @param results the readings
 * @param bests of them
 */
record LiveTitles(LiveResults results, LiveBests bests) {

  /** What the readings say. */
  LiveTitles(LiveResults results) {
    this(results, new LiveBests(results));
  }

  private LiveStyle style() {
    return new LiveStyle(results.series());
  }

  /** The title of a chart of the metric that begins with the workload. */
  String title(LiveWorkload workload, Metric metric) {
    String text =
        switch (metric) {
          case GOODPUT -> titled(workload, metric, "most goodput with ", " Gbit/s");
          case CPU -> titled(workload, metric, "least CPU time with ", " s/GB");
          default -> responseTitle(workload);
        };
    return workload.inWords() + ": " + text;
  }

  private String titled(LiveWorkload workload, Metric metric, String what, String unit) {
    Optional<LiveBests.Best> best = bests.best(workload, metric);
    Optional<LiveBests.Best> timer = bests.bestOfTimer(workload, metric);
    String text = best.map(it -> what + brief(it, unit)).orElse("no coalescer was measured");
    return timer.isEmpty() || timer.equals(best)
        ? text
        : text
            + "; "
            + timer
                .map(it ->
                    "of the chain timer's intervals "
                        + Nanos.format(it.device().intervalNanos())
                        + figures(it, unit))
                .orElseThrow();
  }

  /** {@code "push at 50 us, 4.91 Gbit/s, 3.31x no coalescing"}. */
  private String brief(LiveBests.Best it, String unit) {
    return style().name(it.device()) + figures(it, unit);
  }

  private static String figures(LiveBests.Best it, String unit) {
    return ", "
        + Figures.number(it.value().median())
        + unit
        + it.overBaseline()
            .map(ratio -> ", " + Figures.number(ratio.median()) + "x no coalescing")
            .orElse("");
  }

  private String responseTitle(LiveWorkload workload) {
    String timer =
        bests.ofTimer(workload).stream()
            .filter(it -> it.overBaseline().isPresent())
            .map(it ->
                "%s us %sx"
                    .formatted(
                        Nanos.micros(it.device().intervalNanos()),
                        Figures.number(it.overBaseline().orElseThrow().median())))
            .collect(Collectors.joining(", "));
    String best =
        bests
            .best(workload, Metric.RESPONSE_P50)
            .map(it -> "shortest p50 with " + brief(it, " us"))
            .orElse("no coalescer was measured");
    return timer.isEmpty() ? best : "p50 over no coalescing by chain timer: " + timer + "; " + best;
  }

  /** Which coalescers nothing beats in both. */
  String frontier(LiveFrontier frontier) {
    List<LiveDevice> best = frontier.undominated(results);
    Map<Series, String> intervals = new LinkedHashMap<>();
    for (LiveDevice it : frontier.devices()) {
      if (best.contains(it)) {
        String micros = Nanos.micros(it.intervalNanos());
        intervals.merge(it.series(), micros, (one, other) -> one + ", " + other);
      }
    }
    return best.isEmpty()
        ? "Goodput against response time: no coalescer was measured"
        : "No coalescer has both more goodput and a shorter p99 than "
            + intervals.entrySet().stream()
                .map(it -> style().label(it.getKey()) + " at " + it.getValue() + " us")
                .collect(Collectors.joining(", "))
            + " (medians)";
  }

  /** The title of the chart of predictions: by what factor they were wrong. */
  String predictionTitle() {
    return "Merge factor, seen over predicted: "
        + LivePredictionChart.sources(results).stream()
            .map(source ->
                LivePrediction.factors(results, source).orElseThrow().inWords("x")
                    + (source == Metric.PREDICTED
                        ? " by a replay of the same arrivals"
                        : " by one of arrivals without coalescing"))
            .collect(Collectors.joining("; "));
  }
}
