package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A peer under one condition: number of flows to ns per packet.
 *
 * @param peer the name that the run knows it by
 * @param bound whether it is a lower bound rather than a rival
 * @param nanos number of flows to ns per packet; only where it kept every byte of payload
 * @param mergeFactors number of flows to packets for each delivery, likewise
 * @param losses numbers of flows at which it lost or changed payload
 */
public record PeerCurve(
    String peer,
    boolean bound,
    NavigableMap<Integer, Estimate> nanos,
    NavigableMap<Integer, Double> mergeFactors,
    Set<Integer> losses) {

  /** Copies the collections. */
  public PeerCurve {
    nanos = Collections.unmodifiableNavigableMap(new TreeMap<>(nanos));
    mergeFactors = Collections.unmodifiableNavigableMap(new TreeMap<>(mergeFactors));
    losses = Set.copyOf(losses);
  }

  /** As it was collected so far. */
  private record Begun(
      boolean bound,
      NavigableMap<Integer, Estimate> nanos,
      NavigableMap<Integer, Double> mergeFactors,
      Set<Integer> losses) {}

  /**
   * The peers that played the traffic of a condition, bounds first, else in the order of the file.
   *
   * <p>Their noise is pooled over all cells of all peers: processes of C programs, measured alike.
   *
   * @param flows the numbers of flows of the condition
   */
  static List<PeerCurve> of(PeerResults peers, Condition condition, Set<Integer> flows)
      throws ResultsException {
    PooledNoise noise = noise(peers);
    Map<String, Begun> begun = new LinkedHashMap<>();
    for (PeerResults.Cell cell : peers.cells()) {
      for (int count : flows) {
        if (isOf(cell, condition, count)) {
          Begun curve =
              begun.computeIfAbsent(
                  cell.peer(),
                  _ ->
                      new Begun(
                          cell.readings().getFirst().bound(),
                          new TreeMap<>(),
                          new TreeMap<>(),
                          new TreeSet<>()));
          add(curve, cell, count, noise);
        }
      }
    }
    List<PeerCurve> curves = new ArrayList<>();
    begun.forEach((peer, it) ->
        curves.add(new PeerCurve(peer, it.bound, it.nanos, it.mergeFactors, it.losses)));
    curves.sort(Comparator.comparing(PeerCurve::bound).reversed());
    return List.copyOf(curves);
  }

  private static void add(Begun curve, PeerResults.Cell cell, int flows, PooledNoise noise)
      throws ResultsException {
    if (!cell.keepsPayload()) {
      curve.losses.add(flows);
      return;
    }
    if (curve.nanos.put(flows, noise.estimate(Measurement.forkMeans(cell.forks()))) != null) {
      throw new ResultsException(
          "peer %s in %s: more than one cell fits %s"
              .formatted(cell.peer(), PeerResults.FILE, cell.params()));
    }
    curve.mergeFactors.put(flows, cell.mergeFactor());
  }

  /** The noise of all peers together. */
  static PooledNoise noise(PeerResults peers) {
    return PooledNoise.ofForks(
        peers.cells().stream()
            .filter(PeerResults.Cell::keepsPayload)
            .map(PeerResults.Cell::forks)
            .toList());
  }

  private static boolean isOf(PeerResults.Cell cell, Condition condition, int flows) {
    return cell.params().entrySet().stream()
        .allMatch(param ->
            param.getKey().equals("flows")
                ? param.getValue().equals(Integer.toString(flows))
                : condition
                    .params()
                    .getOrDefault(param.getKey(), param.getValue())
                    .equals(param.getValue()));
  }
}
