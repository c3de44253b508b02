package dev.rsclab.results;

import dev.rsclab.results.Recommendation.Effect;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Draws the pictures of a run. */
final class Charts {
  private final Run run;
  private final Caption captions;
  private final DrawnPictures pictures;

  private Charts(Run run, DrawnPictures pictures) {
    this.run = run;
    this.pictures = pictures;
    captions = new Caption(run);
  }

  /**
   * Draws everything that the run has data for; the replay, which is made in any run, only beside
   * measured throughput. A failure ends in {@link #problems()}.
   */
  static Charts draw(Run run, DrawnPictures pictures) {
    return new Charts(run, pictures).all();
  }

  private Charts all() {
    run.studiesByPicture().forEach(this::throughput);
    if (!run.studies().isEmpty()) {
      run.replayedWorkloads().forEach(this::mergeAndDelay);
    }
    byPicture(
            GuestSensitivity.of(run.studies()).stream()
                .flatMap(study -> SensitivityChart.withFloor(study).stream())
                .toList(),
            GuestSensitivity::condition)
        .forEach(this::sensitivity);
    byPicture(
            run.flushStudies().stream().filter(FrontierChart::shows).toList(),
            FlushStudy::condition)
        .forEach(this::frontier);
    run.flowStudiesByPicture().forEach(this::flowScaling);
    queueScaling(run.queueStudies().stream().filter(QueueScalingChart::shows).toList());
    return this;
  }

  /** The studies that belong into one picture: the same condition but for the family. */
  private static <T> Map<Condition, List<T>> byPicture(
      List<T> studies, Function<T, Condition> condition) {
    return studies.stream()
        .collect(
            Collectors.groupingBy(
                study -> condition.apply(study).without(Condition.FAMILY),
                TreeMap::new,
                Collectors.toList()));
  }

  /** The pictures that were written, in the order of the report. */
  List<DrawnPictures.Drawn> drawn() {
    return pictures.drawn();
  }

  /** Why pictures are missing; empty if none is. */
  List<String> problems() {
    return pictures.problems();
  }

  private void throughput(Condition condition, List<IntervalStudy> studies) {
    if (studies.stream().allMatch(study -> study.curves().isEmpty())) {
      return;
    }
    String suffix = condition.suffixAmong(run.studiesByPicture().keySet(), Condition.WORKLOAD);
    String title = Findings.throughput(studies);
    String caption =
        captions.of(
            List.of(IntervalStudy.BENCHMARK),
            Forks.ofStudies(studies),
            condition.without(Condition.WORKLOAD));
    write(
        "throughput-" + Condition.fileName(condition.workload()) + suffix,
        title,
        "packets per second against rsc_interval, " + condition.inWords(),
        () -> ThroughputChart.of(studies, run.replay(), title, caption));
  }

  private void mergeAndDelay(String workload) {
    List<ReplayRow> rows = run.replay().orElseThrow().of(workload);
    if (rows.isEmpty()) {
      return;
    }
    OptionalLong recommended = recommended(workload);
    String title = ReplayFindings.mergeAndDelay(rows, recommended);
    String caption =
        ("Exact, from a replay in virtual time of %s frames under the %s policy; the same for every"
                + " kind. %s.")
            .formatted(
                rows.getFirst().frames(), rows.getFirst().policy(), captions.dateAndCommit());
    write(
        "merge-and-delay-" + Condition.fileName(workload),
        title,
        "merge factor and added delay against rsc_interval, " + workload,
        () -> MergeAndDelayChart.of(rows, run.kinds(), recommended, title, caption));
    delay(
        workload,
        rows,
        recommended,
        caption + " Where lines coincide, the later one covers the earlier.");
  }

  private void delay(
      String workload, List<ReplayRow> rows, OptionalLong recommended, String caption) {
    if (DelayChart.delays(rows)) {
      String title = ReplayFindings.delay(rows, recommended);
      write(
          "delay-" + Condition.fileName(workload),
          title,
          "percentiles of the added delay against rsc_interval, " + workload,
          () -> DelayChart.of(rows, run.kinds(), recommended, title, caption));
    }
  }

  private void sensitivity(Condition condition, List<GuestSensitivity> studies) {
    String title = SensitivityChart.title(studies);
    List<IntervalStudy> all =
        studies.stream()
            .flatMap(study -> study.recommendations().stream())
            .map(guest -> guest.recommendation().study())
            .toList();
    String caption =
        "The fastest kind under each cost; a ring: the recommended interval, where one is shown to"
            + " pay. "
            + run.budget().map(it -> "Only intervals with a " + it.inWords() + ". ").orElse("")
            + captions.of(
                List.of(IntervalStudy.BENCHMARK),
                Forks.ofStudies(all),
                condition.without(Condition.WORKLOAD));
    write(
        "guest-sensitivity-" + Condition.fileName(condition.workload()) + suffix(condition),
        title,
        "throughput over no coalescing against rsc_interval, by cost of the guest, "
            + condition.inWords(),
        () -> SensitivityChart.of(studies, title, caption));
  }

  private void frontier(Condition condition, List<FlushStudy> studies) {
    String title = FrontierChart.title(studies);
    String caption =
        "Numbers at the points: rsc_interval in us. Delay is exact, from the replay. "
            + captions.of(
                List.of(FlushStudy.BENCHMARK),
                Forks.ofCells(run.of(List.of(FlushStudy.BENCHMARK))),
                condition.without(Condition.WORKLOAD));
    List<Condition> all =
        run.flushStudies().stream()
            .map(study -> study.condition().without(Condition.FAMILY))
            .toList();
    write(
        "frontier-"
            + Condition.fileName(condition.workload())
            + condition.suffixAmong(all, Condition.WORKLOAD),
        title,
        "packets per second against the p99 of the added delay, by flush strategy, "
            + condition.inWords(),
        () -> FrontierChart.of(studies, run.kinds(), title, caption));
  }

  private String suffix(Condition condition) {
    return condition.suffixAmong(
        run.studiesByPicture().keySet().stream().map(Condition::withoutGuest).toList(),
        Condition.WORKLOAD);
  }

  private void flowScaling(Condition condition, List<FlowScaling> studies) {
    String title = Findings.flowScaling(studies);
    String caption =
        captions.of(
                FlowScaling.BENCHMARKS, Forks.ofCells(run.of(FlowScaling.BENCHMARKS)), condition)
            + (studies.stream().allMatch(study -> study.peers().isEmpty())
                ? ""
                : " Peers and bounds: other programs on the same packets, one process a round.");
    write(
        "flow-scaling" + condition.suffixAmong(run.flowStudiesByPicture().keySet()),
        title,
        "time per packet against the number of flows",
        () -> FlowScalingChart.of(studies, title, caption));
  }

  private void queueScaling(List<QueueScaling> studies) {
    if (studies.isEmpty()) {
      return;
    }
    String title = QueueScalingChart.title(studies);
    List<String> benchmarks = List.of(QueueScaling.BENCHMARK);
    List<Condition> conditions = studies.stream().map(QueueScaling::condition).toList();
    String caption =
        captions.of(
            benchmarks,
            Forks.ofCells(run.of(benchmarks)),
            conditions.getFirst().commonAmong(conditions));
    write(
        "queue-scaling",
        title,
        "packets per second of all receive queues together against their number",
        () -> QueueScalingChart.of(studies, title, caption));
  }

  /** The interval to mark: the one that all studies of a workload recommend. */
  private OptionalLong recommended(String workload) {
    List<Long> intervals =
        run.studies().stream()
            .filter(study -> study.condition().workload().equals(workload))
            .flatMap(study -> SmallestOnPlateau.of(study).stream())
            .filter(it -> it.tested() && it.effect() != Effect.LOSS && it.effect() != Effect.NONE)
            .map(Recommendation::intervalNanos)
            .distinct()
            .toList();
    return intervals.size() == 1 ? OptionalLong.of(intervals.getFirst()) : OptionalLong.empty();
  }

  private void write(String name, String title, String subject, Supplier<Picture> picture) {
    pictures.write(name, title, subject, picture);
  }
}
