package dev.rsclab.results;

import dev.rsclab.results.Recommendation.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Throughput against interval: for each condition the recommendation, what QEMU's two intervals
 * give in comparison, and the ranking of the kinds.
 *
 * @param run the run
 */
record IntervalSection(Run run) {
  /**
   * The two intervals that QEMU's own change of 2019 names (commit 2974e916df87): 50 us improves
   * throughput by its author's experience, 300 us is the default.
   */
  private static final SortedMap<Long, String> REFERENCE =
      new TreeMap<>(Map.of(50_000L, "QEMU's experience", 300_000L, "QEMU's default"));

  private static final double MILLION = 1e6;

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Throughput against rsc_interval"));
    if (run.studies().isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              IntervalStudy.BENCHMARK
                  + " was not measured in this run: no ranking, no interval, no chart of it."));
      return blocks;
    }
    blocks.add(new Block.Paragraph(noise() + common()));
    blocks.add(new Block.Paragraph(NoiseFloor.inWords(run.studies().getFirst().noiseFloor())));
    if (pooledNoise().known()) {
      blocks.add(new Block.Paragraph(NoiseSentence.VERDICTS));
    }
    if (run.replay().isEmpty()) {
      blocks.add(
          new Block.Paragraph("There is no replay.csv: merge factor and delay are left out."));
    }
    for (IntervalStudy study : run.studies()) {
      blocks.add(new Block.Heading(3, study.condition().namedAmong(run.conditions()).inWords()));
      Optional<Recommendation> recommendation = SmallestOnPlateau.of(study);
      blocks.add(new Block.Paragraph(recommendation(study)));
      if (recommendation.isEmpty()) {
        continue;
      }
      blocks.add(references(study, recommendation.get()));
      blocks.addAll(ranking(study, recommendation.get()));
    }
    return blocks;
  }

  /** What is recommended under one condition, and how sure that is, in sentences. */
  static String recommendation(IntervalStudy study) {
    return SmallestOnPlateau.of(study)
        .map(it -> sentences(study, it))
        .orElseGet(() -> nothing(study));
  }

  private String common() {
    String common = run.studies().getFirst().condition().commonAmong(run.conditions()).inWords();
    return common.isEmpty() ? "" : " Everywhere: " + common + ".";
  }

  private PooledNoise pooledNoise() {
    IntervalStudy any = run.studies().getFirst();
    return any.curves().values().stream()
        .map(curve -> curve.firstEntry().getValue())
        .findFirst()
        .or(any::floor)
        .orElseThrow()
        .noise();
  }

  private String noise() {
    return NoiseSentence.of(pooledNoise(), Forks.ofStudies(run.studies()), "the benchmark");
  }

  private static String throughput(Estimate estimate) {
    return Figures.estimate(estimate, MILLION) + " million packets/s";
  }

  private static String nothing(IntervalStudy study) {
    return study.curves().isEmpty()
        ? "Only the floor was measured: " + throughput(study.floor().orElseThrow()) + "."
        : "No interval measured here is known to have a "
            + study.budget().orElseThrow().inWords()
            + ".";
  }

  private static String sentences(IntervalStudy study, Recommendation it) {
    String interval = Nanos.format(it.intervalNanos());
    if (!it.tested()) {
      return "No recommendation. The highest reading is "
          + throughput(it.throughput())
          + ", by "
          + it.kind()
          + " at "
          + interval
          + ".";
    }
    StringBuilder text = new StringBuilder();
    text.append(opening(it)).append(interval).append(". ");
    text.append(it.kind()).append(" carries ").append(throughput(it.throughput()));
    text.append(" there, ").append(besidesTheBest(it)).append('.');
    text.append(' ').append(besidesTheFloor(study, it));
    if (!it.resolved()) {
      text.append(
          (" The run is noisy: a loss of %s against the best interval is not excluded, and"
                  + " more forks may move the recommendation.")
              .formatted(Figures.percent(1 - it.toBest().low())));
    }
    if (it.longestMeasured()) {
      text.append(beyond(study, it));
    }
    return text.toString();
  }

  private static String beyond(IntervalStudy study, Recommendation it) {
    if (study.intervals().getLast() > it.intervalNanos()) {
      return " Every longer interval measured exceeds the delay budget.";
    }
    return it.curve().size() == 1
        ? " Only this interval was measured."
        : " No longer interval was measured: the plateau may lie beyond.";
  }

  private static String opening(Recommendation it) {
    return switch (it.effect()) {
      case GAIN, GAIN_AT_BEST, UNKNOWN -> "Recommended: ";
      case LOSS -> "Coalescing loses at every interval; the plateau begins at ";
      case NONE -> "No interval is shown to pay; the plateau begins at ";
    };
  }

  private static String besidesTheBest(Recommendation it) {
    return it.bestNanos() == it.intervalNanos()
        ? "the highest of its curve"
        : Figures.ratio(it.toBest())
            + " the highest of its curve, which it reads at "
            + Nanos.format(it.bestNanos());
  }

  private static String besidesTheFloor(IntervalStudy study, Recommendation it) {
    if (it.toFloor().isEmpty()) {
      return "The floor was not measured under this condition.";
    }
    String ratio = Figures.ratio(it.toFloor().get());
    String floor =
        study.kinds().floor() + " carries " + throughput(study.floor().orElseThrow()) + ": ";
    return floor
        + switch (it.effect()) {
          case GAIN, LOSS -> "coalescing carries " + ratio + " as many.";
          case GAIN_AT_BEST ->
              "the ratio is "
                  + ratio
                  + ", not distinguishable from no coalescing, while at "
                  + Nanos.format(it.bestNanos())
                  + " it is "
                  + Figures.ratio(it.bestToFloor().orElseThrow())
                  + ".";
          case NONE, UNKNOWN ->
              "the ratio is " + ratio + ", not distinguishable from no coalescing.";
        };
  }

  private Block references(IntervalStudy study, Recommendation it) {
    TreeSet<Long> intervals = new TreeSet<>(REFERENCE.keySet());
    intervals.add(it.intervalNanos());
    boolean recommends = it.tested() && it.effect() != Effect.LOSS && it.effect() != Effect.NONE;
    List<List<String>> rows = new ArrayList<>();
    for (long nanos : intervals) {
      boolean own = nanos == it.intervalNanos();
      var replayed = run.replay().flatMap(table -> table.find(study.condition(), nanos));
      rows.add(
          List.of(
              Nanos.format(nanos)
                  + (REFERENCE.containsKey(nanos) ? ", " + REFERENCE.get(nanos) : "")
                  + (own && recommends ? ", recommended" : ""),
              Optional.ofNullable(study.curves().get(it.kind()).get(nanos))
                  .map(estimate -> Figures.estimate(estimate, MILLION))
                  .orElse("not measured"),
              own
                  ? "1"
                  : it.compare(nanos)
                      .map(ratio -> comparison(it, nanos, ratio))
                      .orElse(isLeftOut(study, it, nanos) ? "exceeds the delay budget" : "-"),
              replayed.map(row -> Figures.number(row.mergeFactor())).orElse("-"),
              replayed.map(row -> Nanos.approximate((double) row.delayP50Nanos())).orElse("-"),
              replayed.map(row -> Nanos.approximate((double) row.delayP99Nanos())).orElse("-")));
    }
    return new Block.Table(
        List.of(
            it.kind() + " at",
            "million packets/s",
            "over " + Nanos.format(it.intervalNanos()),
            "packets per delivery",
            "delay p50",
            "delay p99"),
        rows);
  }

  private static boolean isLeftOut(IntervalStudy study, Recommendation it, long nanos) {
    return study.curves().get(it.kind()).containsKey(nanos) && !it.curve().containsKey(nanos);
  }

  /** One of QEMU's intervals over the recommended one, and whether they differ. */
  private static String comparison(Recommendation it, long nanos, Ratio ratio) {
    if (!ratio.tested()) {
      return Figures.ratio(ratio);
    }
    String verdict =
        it.differs(nanos, REFERENCE.keySet())
            ? ratio.value() > 1 ? "more" : "less"
            : "not distinguishable";
    return Figures.ratio(ratio) + ", " + verdict;
  }

  private List<Block> ranking(IntervalStudy study, Recommendation it) {
    Ranking ranking = Ranking.at(study, it.intervalNanos());
    List<List<String>> rows = new ArrayList<>();
    for (Ranking.Place place : ranking.places()) {
      rows.add(
          List.of(
              place.rank(),
              place.kind(),
              Figures.estimate(place.throughput(), MILLION),
              study.floor().map(place.throughput()::over).map(Figures::ratio).orElse("-")));
    }
    study
        .floor()
        .ifPresent(floor ->
            rows.add(
                List.of("floor", study.kinds().floor(), Figures.estimate(floor, MILLION), "1")));
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Table(
            List.of(
                "rank at " + Nanos.format(it.intervalNanos()),
                "kind",
                "million packets/s",
                "over the floor"),
            rows));
    String missing =
        study.curves().keySet().stream()
            .filter(kind -> !study.curves().get(kind).containsKey(it.intervalNanos()))
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      blocks.add(new Block.Paragraph("Not measured at this interval: " + missing + "."));
    }
    if (ranking.places().stream().anyMatch(place -> place.rank().endsWith("="))) {
      blocks.add(
          new Block.Paragraph(
              "A rank with = is shared: neighbours there cannot be told apart, though the ends of a"
                  + " long group may."));
    }
    return blocks;
  }
}
