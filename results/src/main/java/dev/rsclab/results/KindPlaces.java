package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * In which place each kind stands by its time per packet, and which places it may have: a kind is
 * only behind another one that is shown to be faster, by a two-sided test at 5 % for all pairs of
 * the table together.
 */
final class KindPlaces {

  private final SequencedMap<String, NavigableMap<Integer, Estimate>> kinds;
  private final Comparisons together;

  /**
   * Places of some kinds, all measured under one condition.
   *
   * @param kinds kind to number of flows to ns per packet, in the order of the table
   */
  KindPlaces(
      SequencedMap<String, NavigableMap<Integer, Estimate>> kinds, Optional<NoiseFloor> floor) {
    this.kinds = kinds;
    List<Comparisons.Pair> pairs = new ArrayList<>();
    for (int flows : flows()) {
      List<Estimate> cells = at(flows).toList();
      for (int i = 0; i < cells.size(); i++) {
        for (Estimate other : cells.subList(0, i)) {
          pairs.add(new Comparisons.Pair(cells.get(i), other));
        }
      }
    }
    together = Comparisons.of(pairs, floor);
  }

  private List<Integer> flows() {
    return kinds.values().stream()
        .map(Map::keySet)
        .flatMap(Collection::stream)
        .distinct()
        .sorted()
        .toList();
  }

  private Stream<Estimate> at(int flows) {
    return kinds.values().stream().map(curve -> curve.get(flows)).filter(Objects::nonNull);
  }

  /** {@code "2 (1 to 4)"}: the place by the value, and the first and last that is not excluded. */
  String place(String kind, int flows) {
    Estimate own = kinds.get(kind).get(flows);
    if (own == null) {
      return "-";
    }
    long lower = at(flows).filter(other -> other.logMean() < own.logMean()).count();
    long faster = at(flows).filter(other -> shownFaster(other, own)).count();
    long slower = at(flows).filter(other -> shownFaster(own, other)).count();
    long last = at(flows).count() - slower;
    String range = faster + 1 == last ? "" : " (" + (faster + 1) + " to " + last + ")";
    return (lower + 1) + range;
  }

  private boolean shownFaster(Estimate one, Estimate other) {
    return one.logMean() < other.logMean() && together.differ(one, other);
  }

  /** A row for each kind, a column for each number of flows. */
  Block table() {
    List<String> header = new ArrayList<>(List.of("place at flows"));
    flows().forEach(flows -> header.add(Integer.toString(flows)));
    List<List<String>> rows = new ArrayList<>();
    for (String kind : kinds.keySet()) {
      List<String> row = new ArrayList<>(List.of(kind));
      flows().forEach(flows -> row.add(place(kind, flows)));
      rows.add(row);
    }
    return new Block.Table(header, rows);
  }
}
