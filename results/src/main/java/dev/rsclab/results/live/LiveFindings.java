package dev.rsclab.results.live;

import dev.rsclab.results.Nanos;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a live run found, in sentences.
 *
 * @param results the readings
 * @param bests of them
 */
record LiveFindings(LiveResults results, LiveBests bests) {

  /** {@code rsc_interval} of the reference unless it is told another, in ns. */
  private static final long DEFAULT_NANOS = 300_000;

  /** What the readings say. */
  LiveFindings(LiveResults results) {
    this(results, new LiveBests(results));
  }

  private LiveStyle style() {
    return new LiveStyle(results.series());
  }

  /** What one workload's throughput says, in a paragraph. */
  String throughput(LiveWorkload workload) {
    List<String> sentences = new ArrayList<>();
    bests
        .best(workload, Metric.GOODPUT)
        .ifPresent(it -> {
          sentences.add(
              "Most goodput with %s: %s%s."
                  .formatted(style().name(it.device()), it.value().inWords(" Gbit/s"), over(it)));
          sentences.add(equals(workload, it));
        });
    bests
        .bestOfTimer(workload, Metric.GOODPUT)
        .ifPresent(it -> {
          sentences.add(
              "Of the chain timer %s is fastest: %s%s."
                  .formatted(
                      Nanos.format(it.device().intervalNanos()),
                      it.value().inWords(" Gbit/s"),
                      over(it)));
          sentences.add(ofDefault(workload, it));
        });
    bests
        .best(workload, Metric.CPU)
        .ifPresent(it ->
            sentences.add(
                "Least CPU time for a gigabyte with %s: %s%s."
                    .formatted(style().name(it.device()), it.value().inWords(" s"), over(it))));
    return joined(workload, sentences);
  }

  /** What one workload's response time says, in a paragraph. */
  String response(LiveWorkload workload) {
    List<String> sentences = new ArrayList<>();
    results
        .baseline(workload)
        .flatMap(it -> bests.reading(workload, it, Metric.RESPONSE_P50))
        .ifPresent(
            it -> sentences.add("Without coalescing p50 is " + it.value().inWords(" us") + "."));
    for (LiveBests.Best it : bests.ofTimer(workload)) {
      sentences.add(
          "Chain timer, %s: %s%s."
              .formatted(
                  Nanos.format(it.device().intervalNanos()), it.value().inWords(" us"), over(it)));
    }
    bests
        .best(workload, Metric.RESPONSE_P50)
        .ifPresent(it ->
            sentences.add(
                "The coalescer with the shortest p50 is %s: %s%s."
                    .formatted(style().name(it.device()), it.value().inWords(" us"), over(it))));
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

  private static String over(LiveBests.Best it) {
    return it.overBaseline()
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
  private String equals(LiveWorkload workload, LiveBests.Best best) {
    if (best.value().count() < 2) {
      return "One round tells nothing about the noise.";
    }
    List<String> others =
        results.devices(workload).stream()
            .filter(device -> device.coalesces() && !device.equals(best.device()))
            .filter(device ->
                results
                    .spread(workload, device, Metric.GOODPUT)
                    .filter(best.value()::overlaps)
                    .isPresent())
            .map(style()::name)
            .toList();
    return others.isEmpty()
        ? "The ranges of all other coalescers lie below."
        : "Not told from it, since ranges overlap: " + String.join(", ", others) + ".";
  }

  private String ofDefault(LiveWorkload workload, LiveBests.Best fastest) {
    LiveDevice it = fastest.device();
    LiveDevice other = new LiveDevice(it.kind(), it.policy(), it.flush(), DEFAULT_NANOS);
    if (it.intervalNanos() == DEFAULT_NANOS) {
      return "That is QEMU's default.";
    }
    return results
        .ratio(workload, other, it, Metric.GOODPUT)
        .map(ratio -> "QEMU's default, 300 us, carries " + ratio.inWords("x") + " of that.")
        .orElse("");
  }

  /**
   * The run in one line: the fastest interval of the chain timer for the first bulk workload, and
   * what requests pay for it; empty if that was not measured.
   */
  Optional<String> line() {
    return results.workloads().stream()
        .filter(LiveWorkload::isBulk)
        .findFirst()
        .flatMap(bulk -> bests.bestOfTimer(bulk, Metric.GOODPUT).map(it -> line(bulk, it)));
  }

  private String line(LiveWorkload bulk, LiveBests.Best it) {
    String text =
        "Real TCP (%s; %s): of the chain timer's intervals %s carries most, %s%s"
            .formatted(
                bulk.inWords(),
                results.rounds() == 1
                    ? "one round"
                    : "median of " + results.rounds() + " rounds and range",
                Nanos.format(it.device().intervalNanos()),
                it.value().inWords(" Gbit/s"),
                over(it));
    Optional<String> paid =
        LiveFrontier.of(results)
            .map(LiveFrontier::requests)
            .flatMap(requests ->
                bests
                    .overBaseline(requests, it.device(), Metric.RESPONSE_P50)
                    .map(ratio ->
                        "; the median response time of %s is then %s that without coalescing"
                            .formatted(requests.name(), ratio.inWords("x"))));
    return text + paid.orElse("") + ".";
  }
}
