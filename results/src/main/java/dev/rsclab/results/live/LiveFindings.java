package dev.rsclab.results.live;

import dev.rsclab.results.Figures;
import dev.rsclab.results.Nanos;
import dev.rsclab.results.ReplayTable;
import dev.rsclab.results.live.LiveDevice.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What a live run found, in sentences.
 *
 * @param results the readings
 */
record LiveFindings(LiveResults results) {

  /** {@code rsc_interval} of the reference unless it is told another, in ns. */
  private static final long DEFAULT_NANOS = 300_000;

  /**
   * A device that was best in something.
   *
   * @param device which
   * @param value its value
   * @param overBaseline the same over no coalescing, round by round; empty without a baseline
   */
  record Best(LiveDevice device, Spread value, Optional<Spread> overBaseline) {}

  /** The coalescer with the best median; nothing if none was measured. */
  Optional<Best> best(LiveWorkload workload, Metric metric) {
    return best(workload, metric, LiveDevice::coalesces);
  }

  /** The interval of the chain timer with the best median, of the usual kind and policy. */
  Optional<Best> bestOfTimer(LiveWorkload workload, Metric metric) {
    return timer()
        .flatMap(series -> best(workload, metric, device -> device.series().equals(series)));
  }

  private Optional<Best> best(LiveWorkload workload, Metric metric, Predicate<LiveDevice> allowed) {
    Comparator<Best> order = Comparator.comparingDouble(it -> it.value.median());
    return results.devices(workload).stream()
        .filter(allowed)
        .flatMap(device -> reading(workload, device, metric).stream())
        .min(metric == Metric.GOODPUT ? order.reversed() : order);
  }

  private Optional<Best> reading(LiveWorkload workload, LiveDevice device, Metric metric) {
    return results
        .spread(workload, device, metric)
        .map(value -> new Best(device, value, overBaseline(workload, device, metric)));
  }

  private Optional<Spread> overBaseline(LiveWorkload workload, LiveDevice device, Metric metric) {
    return results
        .baseline(workload)
        .flatMap(baseline -> results.ratio(workload, device, baseline, metric));
  }

  /** The chain timer of the usual kind and policy. */
  private Optional<Series> timer() {
    return results.series().stream()
        .findFirst()
        .filter(it -> it.flush().equals(ReplayTable.CHAIN_TIMER));
  }

  /** {@code "end-of-batch at 300 us"}. */
  String name(LiveDevice device) {
    return device.coalesces()
        ? new LiveStyle(results.series()).label(device.series())
            + " at "
            + Nanos.format(device.intervalNanos())
        : device.inWords();
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
    Optional<Best> best = best(workload, metric);
    Optional<Best> timer = bestOfTimer(workload, metric);
    String text = best.map(it -> what + brief(it, unit)).orElse("no coalescer was measured");
    return timer.isEmpty() || timer.equals(best)
        ? text
        : text
            + "; "
            + timer
                .map(it ->
                    "of the chain timer's intervals "
                        + Nanos.format(it.device.intervalNanos())
                        + figures(it, unit))
                .orElseThrow();
  }

  /** {@code "push at 50 us, 4.91 Gbit/s, 3.31x no coalescing"}. */
  private String brief(Best it, String unit) {
    return name(it.device) + figures(it, unit);
  }

  private static String figures(Best it, String unit) {
    return ", "
        + Figures.number(it.value.median())
        + unit
        + it.overBaseline
            .map(ratio -> ", " + Figures.number(ratio.median()) + "x no coalescing")
            .orElse("");
  }

  private String responseTitle(LiveWorkload workload) {
    String timer =
        ofTimer(workload).stream()
            .filter(it -> it.overBaseline.isPresent())
            .map(it ->
                "%s us %sx"
                    .formatted(
                        Nanos.micros(it.device.intervalNanos()),
                        Figures.number(it.overBaseline.orElseThrow().median())))
            .collect(Collectors.joining(", "));
    String best =
        best(workload, Metric.RESPONSE_P50)
            .map(it -> "shortest p50 with " + brief(it, " us"))
            .orElse("no coalescer was measured");
    return timer.isEmpty() ? best : "p50 over no coalescing by chain timer: " + timer + "; " + best;
  }

  /** The chain timer at each interval, ascending. */
  private List<Best> ofTimer(LiveWorkload workload) {
    return results.devices(workload).stream()
        .filter(device -> timer().filter(device.series()::equals).isPresent())
        .flatMap(device -> reading(workload, device, Metric.RESPONSE_P50).stream())
        .toList();
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
    LiveStyle style = new LiveStyle(results.series());
    return best.isEmpty()
        ? "Goodput against response time: no coalescer was measured"
        : "No coalescer has both more goodput and a shorter p99 than "
            + intervals.entrySet().stream()
                .map(it -> style.label(it.getKey()) + " at " + it.getValue() + " us")
                .collect(Collectors.joining(", "))
            + " (medians)";
  }

  /** What one workload's throughput says, in a paragraph. */
  String throughput(LiveWorkload workload) {
    List<String> sentences = new ArrayList<>();
    best(workload, Metric.GOODPUT)
        .ifPresent(it -> {
          sentences.add(
              "Most goodput with %s: %s%s."
                  .formatted(name(it.device), it.value.inWords(" Gbit/s"), over(it)));
          sentences.add(equals(workload, it));
        });
    bestOfTimer(workload, Metric.GOODPUT)
        .ifPresent(it -> {
          sentences.add(
              "Of the chain timer %s is fastest: %s%s."
                  .formatted(
                      Nanos.format(it.device.intervalNanos()),
                      it.value.inWords(" Gbit/s"),
                      over(it)));
          sentences.add(ofDefault(workload, it));
        });
    best(workload, Metric.CPU)
        .ifPresent(it ->
            sentences.add(
                "Least CPU time for a gigabyte with %s: %s%s."
                    .formatted(name(it.device), it.value.inWords(" s"), over(it))));
    return joined(workload, sentences);
  }

  /** What one workload's response time says, in a paragraph. */
  String response(LiveWorkload workload) {
    List<String> sentences = new ArrayList<>();
    results
        .baseline(workload)
        .flatMap(it -> reading(workload, it, Metric.RESPONSE_P50))
        .ifPresent(
            it -> sentences.add("Without coalescing p50 is " + it.value.inWords(" us") + "."));
    for (Best it : ofTimer(workload)) {
      sentences.add(
          "Chain timer, %s: %s%s."
              .formatted(
                  Nanos.format(it.device.intervalNanos()), it.value.inWords(" us"), over(it)));
    }
    best(workload, Metric.RESPONSE_P50)
        .ifPresent(it ->
            sentences.add(
                "The coalescer with the shortest p50 is %s: %s%s."
                    .formatted(name(it.device), it.value.inWords(" us"), over(it))));
    return joined(workload, sentences);
  }

  private static String joined(LiveWorkload workload, List<String> sentences) {
    return workload.inWords()
        + ": "
        + (sentences.isEmpty()
            ? "nothing to compare was measured."
            : sentences.stream()
                .filter(sentence -> !sentence.isEmpty())
                .collect(Collectors.joining(" ")));
  }

  private static String over(Best it) {
    return it.overBaseline
        .map(ratio ->
            ", %s no coalescing%s"
                .formatted(
                    ratio.inWords("x"),
                    ratio.count() > 1 && ratio.low() <= 1 && ratio.high() >= 1
                        ? ", which is not shown to differ"
                        : ""))
        .orElse("");
  }

  /** Which others cannot be told from the best: their ranges share a value. */
  private String equals(LiveWorkload workload, Best best) {
    if (best.value.count() < 2) {
      return "One round tells nothing about the noise.";
    }
    List<String> others =
        results.devices(workload).stream()
            .filter(device -> device.coalesces() && !device.equals(best.device))
            .filter(device ->
                results
                    .spread(workload, device, Metric.GOODPUT)
                    .filter(best.value::overlaps)
                    .isPresent())
            .map(this::name)
            .toList();
    return others.isEmpty()
        ? "The ranges of all other coalescers lie below."
        : "Not told from it, since ranges overlap: " + String.join(", ", others) + ".";
  }

  private String ofDefault(LiveWorkload workload, Best fastest) {
    LiveDevice it = fastest.device;
    LiveDevice other = new LiveDevice(it.kind(), it.policy(), it.flush(), DEFAULT_NANOS);
    if (it.intervalNanos() == DEFAULT_NANOS) {
      return "That is QEMU's default.";
    }
    return results
        .ratio(workload, other, it, Metric.GOODPUT)
        .map(ratio -> "QEMU's default, 300 us, carries " + ratio.inWords("x") + " of that.")
        .orElse("");
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

  /**
   * The run in one line: the fastest interval of the chain timer for the first bulk workload, and
   * what requests pay for it; empty if that was not measured.
   */
  Optional<String> line() {
    return results.workloads().stream()
        .filter(LiveWorkload::isBulk)
        .findFirst()
        .flatMap(bulk -> bestOfTimer(bulk, Metric.GOODPUT).map(it -> line(bulk, it)));
  }

  private String line(LiveWorkload bulk, Best it) {
    String text =
        "Real TCP (%s; %s): of the chain timer's intervals %s carries most, %s%s"
            .formatted(
                bulk.inWords(),
                results.rounds() == 1
                    ? "one round"
                    : "median of " + results.rounds() + " rounds and range",
                Nanos.format(it.device.intervalNanos()),
                it.value.inWords(" Gbit/s"),
                over(it));
    Optional<String> paid =
        LiveFrontier.of(results)
            .map(LiveFrontier::requests)
            .flatMap(requests ->
                overBaseline(requests, it.device, Metric.RESPONSE_P50)
                    .map(ratio ->
                        "; the median response time of %s is then %s that without coalescing"
                            .formatted(requests.name(), ratio.inWords("x"))));
    return text + paid.orElse("") + ".";
  }
}
