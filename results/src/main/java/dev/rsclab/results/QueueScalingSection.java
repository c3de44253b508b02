package dev.rsclab.results;

import dev.rsclab.results.FlowScaling.Verdict;
import dev.rsclab.results.QueueScaling.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Throughput against the number of receive queues, in total and for each thread.
 *
 * @param run the run
 */
record QueueScalingSection(Run run) {

  /** Nothing if queues were not measured. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    if (run.queueStudies().isEmpty()) {
      return blocks;
    }
    blocks.add(new Block.Heading(2, "Throughput against the number of queues"));
    blocks.add(new Block.Paragraph(noise()));
    blocks.add(new Block.Paragraph(NoiseFloor.inWords(run.queueStudies().getFirst().noiseFloor())));
    blocks.add(new Block.Paragraph(rule()));
    processors().ifPresent(it -> blocks.add(new Block.Paragraph(it)));
    for (QueueScaling study : run.queueStudies()) {
      blocks.add(new Block.Heading(3, study.condition().inWords()));
      sharing(study).ifPresent(it -> blocks.add(new Block.Paragraph(it)));
      blocks.add(table(study));
    }
    return blocks;
  }

  private String noise() {
    Estimate any =
        run.queueStudies().getFirst().curves().sequencedValues().getFirst().firstEntry().getValue();
    return NoiseSentence.of(
        any.noise(), Forks.ofCells(run.of(List.of(QueueScaling.BENCHMARK))), "the benchmark");
  }

  private static String rule() {
    return String.format(
        Locale.ROOT,
        "Each queue has a thread, a ring, a coalescer and a guest of its own, and goes as fast as it"
            + " can; the total is the sum, what the device takes if the flows are spread evenly. The"
            + " goal is %s of what so many times one queue carries. It is met (or not met) only where"
            + " the total is shown to be above (or below) it, by a two-sided test at 5 %% for all"
            + " comparisons of a table together; elsewhere it is open. %s",
        share(),
        NoiseSentence.VERDICTS);
  }

  private static String share() {
    return Math.round(100 * QueueScaling.GOAL_SHARE) + " %";
  }

  /** What else wants the processors. */
  private Optional<String> processors() {
    int cpus = run.environment().logicalCpus();
    int most =
        run.queueStudies().stream()
            .flatMap(study -> study.queues().stream())
            .max(Integer::compare)
            .orElse(0);
    if (most > cpus) {
      return Optional.of(
          "Care: %s on %s, so that threads take turns."
              .formatted(Figures.count(most, "queue"), Figures.count(cpus, "CPU")));
    }
    return most == cpus && most > 1
        ? Optional.of(
            "There is a queue for every CPU: the harness, the JVM's compiler and collector, and"
                + " whatever else runs, take their time from a queue.")
        : Optional.empty();
  }

  private static Optional<String> sharing(QueueScaling study) {
    List<String> found = new ArrayList<>();
    study
        .curves()
        .forEach((variant, curve) ->
            curve
                .keySet()
                .forEach(queues ->
                    study
                        .overCountersApart(variant, queues)
                        .ifPresent(ratio -> found.add(sharing(study, variant, queues, ratio)))));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "What false sharing would cost, made on purpose by putting the queues' counters of"
                + " frames into one cache line: "
                + String.join("; ", found)
                + ".");
  }

  private static String sharing(QueueScaling study, Variant variant, int queues, Ratio ratio) {
    return "%s carry %s the packets of the same with counters apart%s"
        .formatted(
            Figures.count(queues, "queue"),
            Figures.ratio(ratio),
            study.countersMatter(variant, queues) ? "" : ", not distinguishable");
  }

  private static Block table(QueueScaling study) {
    List<List<String>> rows = new ArrayList<>();
    study
        .curves()
        .forEach((variant, curve) ->
            curve.forEach((queues, total) ->
                rows.add(
                    List.of(
                        variant.inWords(),
                        Integer.toString(queues),
                        Figures.estimate(total, 1e6),
                        Figures.estimate(total, 1e6 * queues),
                        study.overOneQueue(variant, queues).map(Figures::ratio).orElse("-"),
                        goal(study, variant, queues)))));
    return new Block.Table(
        List.of(
            "variant",
            "queues",
            "million packets/s in total",
            "for each thread",
            "over one queue",
            "goal"),
        rows);
  }

  private static String goal(QueueScaling study, Variant variant, int queues) {
    Verdict verdict = study.verdict(variant, queues);
    return verdict == Verdict.NO_BOUND
        ? "-"
        : Figures.number(QueueScaling.GOAL_SHARE * queues) + "x " + verdict.text();
  }
}
