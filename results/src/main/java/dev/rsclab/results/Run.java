package dev.rsclab.results;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The files of a run folder, read and sorted.
 *
 * @param environment where and when
 * @param measurements everything JMH wrote
 * @param kinds the kinds in chart order
 * @param studies throughput against interval, by condition
 * @param flowStudies time per packet against flows, by condition
 * @param queueStudies throughput against receive queues, by condition
 * @param flushStudies throughput against delay by flush strategy, by condition
 * @param replay the exact figures, if there are any
 * @param peers what peers measured beside them
 */
public record Run(
    Environment environment,
    List<Measurement> measurements,
    Kinds kinds,
    List<IntervalStudy> studies,
    List<FlowScaling> flowStudies,
    List<QueueScaling> queueStudies,
    List<FlushStudy> flushStudies,
    Optional<ReplayTable> replay,
    PeerResults peers) {

  /** Copies the lists. */
  public Run {
    measurements = List.copyOf(measurements);
    studies = List.copyOf(studies);
    flowStudies = List.copyOf(flowStudies);
    flushStudies = List.copyOf(flushStudies);
  }

  /**
   * Reads a run folder.
   *
   * @throws ResultsException if a file is missing or malformed
   */
  public static Run read(Path folder) throws ResultsException {
    Environment environment = Environment.read(folder.resolve("environment.json"));
    Path jmh = folder.resolve("jmh.json");
    List<Measurement> measurements = JmhResults.readOwn(jmh);
    Path csv = folder.resolve("replay.csv");
    Optional<ReplayTable> replay =
        Files.exists(csv) ? Optional.of(ReplayTable.read(csv)) : Optional.empty();
    Path peerFile = folder.resolve(PeerResults.FILE);
    PeerResults peers = Files.exists(peerFile) ? PeerResults.read(peerFile) : PeerResults.NONE;
    Optional<DelayBudget> budget = DelayBudget.read(folder, replay);
    Kinds kinds =
        Kinds.of(
            environment.coalescerKinds(),
            measurements.stream()
                .map(measurement -> measurement.params().get("kind"))
                .filter(Objects::nonNull)
                .toList());
    try {
      return new Run(
          environment,
          measurements,
          kinds,
          IntervalStudy.of(measurements, kinds).stream().map(study -> study.under(budget)).toList(),
          FlowScaling.of(measurements, kinds, peers),
          QueueScaling.of(measurements, kinds),
          FlushStudy.of(measurements, replay),
          replay,
          peers);
    } catch (ResultsException e) {
      throw new ResultsException(jmh, e.getMessage(), e);
    }
  }

  /** The studies that belong into one picture: the same condition but for the family. */
  Map<Condition, List<IntervalStudy>> studiesByPicture() {
    return studies.stream()
        .collect(
            Collectors.groupingBy(
                study -> study.condition().without(Condition.FAMILY),
                TreeMap::new,
                Collectors.toList()));
  }

  /** Likewise for the flows: the same condition but for family, payload and burst. */
  Map<Condition, List<FlowScaling>> flowStudiesByPicture() {
    return flowStudies.stream()
        .collect(
            Collectors.groupingBy(
                study ->
                    study
                        .condition()
                        .without(Condition.FAMILY, Condition.PAYLOAD_BYTES, Condition.BURST),
                TreeMap::new,
                Collectors.toList()));
  }

  /** What the delay may be, if a budget was given. */
  Optional<DelayBudget> budget() {
    return studies.stream().findFirst().flatMap(IntervalStudy::budget);
  }

  /** The conditions of the interval studies. */
  public List<Condition> conditions() {
    return studies.stream().map(IntervalStudy::condition).toList();
  }

  /** The workloads that were replayed, in the order of the file. */
  public List<String> replayedWorkloads() {
    return replay.stream()
        .flatMap(table -> table.rows().stream())
        .map(ReplayRow::workload)
        .distinct()
        .toList();
  }

  /** The measurements of some benchmarks. */
  public List<Measurement> of(List<String> benchmarks) {
    return measurements.stream()
        .filter(measurement -> benchmarks.contains(measurement.benchmark()))
        .toList();
  }
}
