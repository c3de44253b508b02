package dev.rsclab.results;

import dev.rsclab.results.FlowScaling.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Time per packet against the number of flows, and the check against the plain copy.
 *
 * @param run the run
 */
record FlowScalingSection(Run run) {

  /** How the table of places is to be read. */
  static final String PLACES =
      "A kind's place is that of its value among the kinds; in parentheses the places that are not"
          + " excluded: a kind is behind another only where the other is shown to be faster, by a"
          + " two-sided test at 5 % for all pairs of a table together.";

  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Time per packet against the number of flows"));
    if (run.flowStudies().isEmpty()) {
      blocks.add(
          new Block.Paragraph(
              FlowScaling.BENCHMARK + " was not measured in this run: no check, no chart of it."));
      return blocks;
    }
    boolean noCopy = run.flowStudies().stream().allMatch(study -> study.copy().isEmpty());
    blocks.add(new Block.Paragraph(noise()));
    blocks.add(new Block.Paragraph(NoiseFloor.inWords(run.flowStudies().getFirst().noiseFloor())));
    blocks.add(new Block.Paragraph(noCopy ? withoutBound() : rule()));
    if (run.flowStudies().stream().anyMatch(study -> places(study).isPresent())) {
      blocks.add(new Block.Paragraph(PLACES));
    }
    if (run.flowStudies().stream().anyMatch(study -> !study.spread().isEmpty())) {
      blocks.add(new Block.Paragraph(spread()));
    }
    for (FlowScaling study : run.flowStudies()) {
      blocks.add(new Block.Heading(3, study.condition().inWords()));
      blocks.add(table(study));
      places(study).ifPresent(blocks::add);
    }
    return blocks;
  }

  private String noise() {
    PooledNoise noise =
        run.flowStudies()
            .getFirst()
            .curves()
            .sequencedValues()
            .getFirst()
            .firstEntry()
            .getValue()
            .noise();
    List<Measurement> cells = run.of(FlowScaling.BENCHMARKS);
    boolean alone = cells.size() == run.of(List.of(FlowScaling.BENCHMARK)).size();
    return NoiseSentence.of(
        noise,
        Forks.ofCells(cells),
        alone ? "the benchmark" : "the benchmark and of its baselines together");
  }

  private static String withoutBound() {
    return FlowScaling.COPY
        + " was not measured in this run: the check against "
        + FlowScaling.BOUND
        + " is left out.";
  }

  private String rule() {
    boolean staged =
        run.flowStudies().stream()
            .flatMap(study -> study.curves().keySet().stream())
            .allMatch(FlowLine::isStaged);
    return "The target is "
        + FlowScaling.BOUND
        + " (for payloads of up to 64 bytes "
        + FlowScaling.SMALL_BOUND
        + "), copy being a plain copy of the same payloads in the same run. It is met (or not met)"
        + " only where the time is shown to be below (or above) it, by a two-sided test at 5 % for"
        + " all cells of a table together (max-T permutation test); elsewhere it is open."
        + (staged
            ? ""
            : " Where payload is not staged it has goals of its own, and no verdict here.");
  }

  private static String spread() {
    return "The row \""
        + FlowScaling.SPREAD_IN_WORDS
        + "\" is for information: the plain copy goes into 64 KiB that are used again and again, this"
        + " one into as many bytes as the coalescer holds when its timer fires. The target does not"
        + " depend on it.";
  }

  /** The places of the kinds that stage payload, offered one by one; nothing of a single kind. */
  private static Optional<Block> places(FlowScaling study) {
    SequencedMap<String, NavigableMap<Integer, Estimate>> kinds = new LinkedHashMap<>();
    study.judgedKinds().forEach(kind -> kinds.put(kind, study.staged(kind)));
    return kinds.size() < 2
        ? Optional.empty()
        : Optional.of(new KindPlaces(kinds, study.noiseFloor()).table());
  }

  private static Block table(FlowScaling study) {
    List<String> header = new ArrayList<>(List.of("ns per packet at flows"));
    study.flows().forEach(flows -> header.add(Integer.toString(flows)));
    List<List<String>> rows = new ArrayList<>();
    if (!study.walk().isEmpty()) {
      rows.add(baseline("walk only", study, study.walk()));
    }
    if (!study.copy().isEmpty()) {
      rows.add(baseline("plain copy", study, study.copy()));
      List<String> bound = new ArrayList<>(List.of("target: " + study.boundInWords()));
      study
          .flows()
          .forEach(flows ->
              bound.add(study.bound(flows).map(it -> Figures.estimate(it, 1)).orElse("-")));
      rows.add(bound);
    }
    if (!study.spread().isEmpty()) {
      rows.add(baseline(FlowScaling.SPREAD_IN_WORDS, study, study.spread()));
    }
    for (PeerCurve peer : study.peers()) {
      rows.add(peer(study, peer));
    }
    for (FlowLine line : study.curves().keySet()) {
      List<String> row = new ArrayList<>(List.of(line.inTables()));
      study.flows().forEach(flows -> row.add(cell(study, line, flows)));
      rows.add(row);
    }
    return new Block.Table(header, rows);
  }

  private static List<String> baseline(
      String name, FlowScaling study, NavigableMap<Integer, Estimate> curve) {
    List<String> row = new ArrayList<>(List.of(name));
    study
        .flows()
        .forEach(flows ->
            row.add(curve.containsKey(flows) ? Figures.estimate(curve.get(flows), 1) : "-"));
    return row;
  }

  private static List<String> peer(FlowScaling study, PeerCurve peer) {
    List<String> row = baseline(PeerSection.name(peer), study, peer.nanos());
    List<Integer> flows = study.flows();
    peer.losses().forEach(lost -> row.set(1 + flows.indexOf(lost), PeerSection.LOST));
    return row;
  }

  private static String cell(FlowScaling study, FlowLine line, int flows) {
    Estimate estimate = study.curves().get(line).get(flows);
    if (estimate == null) {
      return "-";
    }
    Verdict verdict = study.verdict(line, flows);
    boolean judged = study.judgedLines().contains(line) && verdict != Verdict.NO_BOUND;
    return Figures.estimate(estimate, 1) + (judged ? " " + verdict.text() : "");
  }
}
