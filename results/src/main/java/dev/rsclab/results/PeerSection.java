package dev.rsclab.results;

import dev.rsclab.results.AgainstPeers.Reference;
import dev.rsclab.results.AgainstPeers.Traffic;
import dev.rsclab.results.FlowScaling.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * The same packets through other programs: bounds and peers beside our fastest kinds, and the
 * ratios.
 *
 * @param run the run
 */
record PeerSection(Run run) {

  /** In place of a time that is not ranked. */
  static final String LOST = "lost payload";

  /** A peer's name in tables. */
  static String name(PeerCurve peer) {
    return (peer.bound() ? "bound: " : "peer: ") + peer.peer();
  }

  /** Nothing if the run has no peers and every kind stages payload. */
  List<Block> blocks() {
    boolean staged =
        run.flowStudies().stream()
            .flatMap(study -> study.curves().keySet().stream())
            .allMatch(FlowLine::isStaged);
    if (run.peers().isEmpty() && (staged || run.flowStudies().isEmpty())) {
      return List.of();
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Heading(2, "Against peers and bounds"));
    if (!run.peers().isEmpty()) {
      blocks.add(new Block.Paragraph(introduction()));
    }
    remarks().forEach(remark -> blocks.add(new Block.Paragraph(remark)));
    if (run.flowStudies().isEmpty()) {
      return blocks;
    }
    AgainstPeers against = new AgainstPeers(run.flowStudies());
    if (!run.peers().cells().isEmpty()) {
      blocks.add(new Block.Heading(3, "Peers: ns per packet"));
      blocks.add(peers(against, PeerSection::nanos));
      blocks.add(new Block.Heading(3, "Peers: packets per delivery"));
      blocks.add(peers(against, PeerSection::mergeFactor));
    }
    if (!against.references().isEmpty()) {
      blocks.add(new Block.Heading(3, "Ours over each of them"));
      blocks.add(new Block.Paragraph(rule(against)));
      blocks.add(ratios(against));
    }
    return blocks;
  }

  private String introduction() {
    SortedSet<String> versions = new TreeSet<>();
    for (PeerResults.Cell cell : run.peers().cells()) {
      cell.readings().forEach(it -> versions.add(name(cell.peer(), it)));
    }
    String who = versions.isEmpty() ? "" : " Measured: " + String.join("; ", versions) + ".";
    PooledNoise noise = PeerCurve.noise(run.peers());
    return "Peers are other programs that played the very trace of "
        + FlowScaling.BENCHMARK
        + ", from a ring of as many frames, once a round among our forks; a bound does less than a"
        + " coalescer must. Times are of the coalescer alone, deliveries counted. One process is one"
        + " sample."
        + (noise.known()
            ? " Standard deviation between processes: %s, pooled over all peers."
                .formatted(Figures.percent(noise.deviation()))
            : "")
        + who;
  }

  private static String name(String peer, PeerReading reading) {
    String own = reading.name().equals(peer) ? "" : " (" + reading.name() + ")";
    return peer + own + ", version " + reading.version();
  }

  private List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    run.peers()
        .leftOut()
        .forEach(it -> remarks.add("Peer " + it.peer() + " is left out: " + it.reason()));
    run.peers()
        .failed()
        .forEach(it -> remarks.add("Care: peer " + it.peer() + " failed: " + it.reason()));
    for (PeerResults.Cell cell : run.peers().cells()) {
      if (!cell.keepsPayload()) {
        remarks.add(
            "Care: peer "
                + cell.peer()
                + " lost or changed payload over "
                + new Condition(cell.params()).inWords()
                + ": not ranked there.");
      }
    }
    return remarks;
  }

  private static String rule(AgainstPeers against) {
    return "For each placement of payload the kind with the lowest geometric mean over all traffic"
        + " that it was measured over: chosen because it was fast here, which flatters it a little."
        + PlacementGoal.inWords(against.lines().stream().map(FlowLine::placement).toList());
  }

  private static String traffic(AgainstPeers against, Traffic row) {
    List<Condition> all =
        against.rows().stream().map(other -> other.study().condition()).distinct().toList();
    Condition condition = row.study().condition();
    String rest = condition.namedAmong(all).without(Condition.BURST).inWords();
    return row.flows()
        + (row.flows() == 1 ? " flow " : " flows ")
        + condition.order()
        + (rest.isEmpty() ? "" : ", " + rest);
  }

  private static Block peers(AgainstPeers against, BiFunction<Traffic, PeerCurve, String> text) {
    List<Reference> peers =
        against.references().stream()
            .filter(reference -> !reference.name().equals(PlacementGoal.PLAIN_COPY))
            .toList();
    List<String> header = new ArrayList<>(List.of("traffic"));
    peers.forEach(peer -> header.add(peer.name()));
    List<List<String>> rows = new ArrayList<>();
    for (Traffic row : against.rows()) {
      List<String> cells = new ArrayList<>(List.of(traffic(against, row)));
      for (Reference peer : peers) {
        cells.add(AgainstPeers.peer(row, peer).map(curve -> text.apply(row, curve)).orElse("-"));
      }
      if (cells.stream().skip(1).anyMatch(cell -> !cell.equals("-"))) {
        rows.add(cells);
      }
    }
    return new Block.Table(header, rows);
  }

  private static String nanos(Traffic row, PeerCurve peer) {
    if (peer.losses().contains(row.flows())) {
      return LOST;
    }
    Estimate nanos = peer.nanos().get(row.flows());
    return nanos == null ? "-" : Figures.estimate(nanos, 1);
  }

  private static String mergeFactor(Traffic row, PeerCurve peer) {
    Double factor = peer.mergeFactors().get(row.flows());
    return factor == null ? "-" : Figures.number(factor);
  }

  private static Block ratios(AgainstPeers against) {
    List<String> header = new ArrayList<>(List.of("traffic", "ours", "ns per packet"));
    against.references().forEach(reference -> header.add("over " + reference.name()));
    List<List<String>> rows = new ArrayList<>();
    for (Traffic row : against.rows()) {
      for (FlowLine line : against.lines()) {
        Optional<Estimate> ours = AgainstPeers.ours(row, line);
        if (ours.isPresent()) {
          List<String> cells = new ArrayList<>();
          cells.add(traffic(against, row));
          cells.add(line.inTables());
          cells.add(Figures.estimate(ours.get(), 1));
          against.references().forEach(it -> cells.add(ratio(against, row, line, it)));
          rows.add(cells);
        }
      }
    }
    return new Block.Table(header, rows);
  }

  private static String ratio(
      AgainstPeers against, Traffic row, FlowLine line, Reference reference) {
    Optional<Estimate> other = AgainstPeers.of(row, reference);
    if (other.isEmpty()) {
      return "-";
    }
    Ratio ratio = AgainstPeers.ours(row, line).orElseThrow().over(other.get());
    String verdict = against.verdict(row, line, reference).map(Verdict::text).orElse("");
    return Figures.ratio(ratio) + (verdict.isEmpty() ? "" : " " + verdict);
  }
}
