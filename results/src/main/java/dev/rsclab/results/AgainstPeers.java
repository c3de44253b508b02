package dev.rsclab.results;

import dev.rsclab.results.FlowScaling.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The times per packet of a run as ratios: the fastest line of each placement over the bounds, the
 * plain copy and the peers, traffic by traffic.
 */
final class AgainstPeers {

  /**
   * What all columns of a row were measured over.
   *
   * @param study all traffic of one condition
   * @param flows the number of flows
   */
  record Traffic(FlowScaling study, int flows) {}

  /**
   * What ratios are formed with.
   *
   * @param name of a peer, or {@link PlacementGoal#PLAIN_COPY}
   * @param bound whether it is no rival
   */
  record Reference(String name, boolean bound) {}

  private final List<FlowScaling> studies;
  private final List<Traffic> rows = new ArrayList<>();
  private final Set<Reference> references = new LinkedHashSet<>();
  private final List<FlowLine> lines = new ArrayList<>();
  private final int judged;

  AgainstPeers(List<FlowScaling> studies) {
    this.studies = studies;
    for (FlowScaling study : studies) {
      study.flows().forEach(flows -> rows.add(new Traffic(study, flows)));
    }
    addReferences();
    studies.stream()
        .flatMap(study -> study.curves().keySet().stream())
        .map(FlowLine::ofAnyKind)
        .distinct()
        .sorted(Comparator.comparingInt(FlowLine::rank).thenComparing(FlowLine::batch))
        .forEach(way -> fastest(way).ifPresent(lines::add));
    judged = countJudged();
  }

  /** Bounds first, then the plain copy, then the rivals. */
  private void addReferences() {
    List<Reference> peers =
        studies.stream()
            .flatMap(study -> study.peers().stream())
            .map(peer -> new Reference(peer.peer(), peer.bound()))
            .distinct()
            .toList();
    peers.stream().filter(Reference::bound).forEach(references::add);
    if (studies.stream().anyMatch(study -> !study.copy().isEmpty())) {
      references.add(new Reference(PlacementGoal.PLAIN_COPY, true));
    }
    references.addAll(peers);
  }

  List<Traffic> rows() {
    return rows;
  }

  List<Reference> references() {
    return List.copyOf(references);
  }

  /** The fastest line of each placement, for frames one by one and for batches. */
  List<FlowLine> lines() {
    return lines;
  }

  /**
   * Of the lines of one placement, offered in the same way, that were measured over the most
   * traffic, the one with the lowest geometric mean.
   */
  private Optional<FlowLine> fastest(FlowLine way) {
    return studies.stream()
        .flatMap(study -> study.curves().keySet().stream())
        .filter(line -> line.ofAnyKind().equals(way))
        .filter(line -> !studies.getFirst().kinds().isFloor(line.kind()))
        .distinct()
        .min(
            Comparator.comparingInt((FlowLine line) -> -cells(line).size())
                .thenComparingDouble(this::meanLog));
  }

  private List<Estimate> cells(FlowLine line) {
    return rows.stream().flatMap(row -> ours(row, line).stream()).toList();
  }

  private double meanLog(FlowLine line) {
    return cells(line).stream().mapToDouble(Estimate::logMean).average().orElse(Double.NaN);
  }

  /** What a line takes; nothing if it was not measured. */
  static Optional<Estimate> ours(Traffic row, FlowLine line) {
    return Optional.ofNullable(row.study.curves().get(line)).map(curve -> curve.get(row.flows));
  }

  /** What a reference takes; nothing if it was not measured, or lost payload. */
  static Optional<Estimate> of(Traffic row, Reference reference) {
    if (reference.name.equals(PlacementGoal.PLAIN_COPY)) {
      return Optional.ofNullable(row.study.copy().get(row.flows));
    }
    return peer(row, reference).map(peer -> peer.nanos().get(row.flows));
  }

  static Optional<PeerCurve> peer(Traffic row, Reference reference) {
    return row.study.peers().stream()
        .filter(peer -> peer.peer().equals(reference.name))
        .findFirst();
  }

  private int countJudged() {
    int count = 0;
    for (Traffic row : rows) {
      for (FlowLine line : lines) {
        for (Reference reference : references) {
          boolean measured = ours(row, line).isPresent() && of(row, reference).isPresent();
          count += measured && goal(line, reference).isPresent() ? 1 : 0;
        }
      }
    }
    return count;
  }

  private static Optional<PlacementGoal> goal(FlowLine line, Reference reference) {
    return PlacementGoal.of(line.placement(), reference.name, reference.bound);
  }

  /**
   * Whether a line reaches its goal: t tests, 5 % for all goals of the run together (Bonferroni).
   * Nothing if it has none against this reference, or one of them was not measured.
   */
  Optional<Verdict> verdict(Traffic row, FlowLine line, Reference reference) {
    Optional<Estimate> ours = ours(row, line);
    Optional<Estimate> other = of(row, reference);
    Optional<PlacementGoal> goal = goal(line, reference);
    if (ours.isEmpty() || other.isEmpty() || goal.isEmpty()) {
      return Optional.empty();
    }
    Ratio ratio = ours.get().over(other.get().linear(goal.get().factor(), 0));
    double floor = row.study.noiseFloor().map(NoiseFloor::log).orElse(0.0);
    if (Math.abs(ratio.log()) <= floor || !ratio.distinguishable(Math.max(1, judged))) {
      return Optional.of(Verdict.OPEN);
    }
    return Optional.of(ratio.log() < 0 ? Verdict.MET : Verdict.NOT_MET);
  }
}
