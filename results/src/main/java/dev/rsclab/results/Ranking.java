package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The kinds by throughput at one interval. Neighbours that cannot be told apart share a rank; a
 * chain of such neighbours shares one rank even if its ends could be told apart, so that no rank
 * claims a difference that was not shown. Who are neighbours is read from the same data, so each
 * kind counts as compared with each: 5 % for all pairs together.
 *
 * @param intervalNanos at which interval
 * @param places fastest first
 */
public record Ranking(long intervalNanos, List<Place> places) {

  /**
   * One kind's place.
   *
   * @param rank {@code "1"}, {@code "1="} if shared, {@code "-"} if the noise is unknown
   * @param kind the kind
   * @param throughput packets per second
   */
  public record Place(String rank, String kind, Estimate throughput) {}

  /** Copies the list. */
  public Ranking {
    places = List.copyOf(places);
  }

  /** Ranks the kinds measured at an interval, without the floor. */
  public static Ranking at(IntervalStudy study, long intervalNanos) {
    List<Map.Entry<String, Estimate>> cells =
        study.curves().entrySet().stream()
            .filter(curve -> curve.getValue().containsKey(intervalNanos))
            .map(curve -> Map.entry(curve.getKey(), curve.getValue().get(intervalNanos)))
            .sorted(Comparator.comparingDouble(cell -> -cell.getValue().logMean()))
            .toList();
    List<Place> places = new ArrayList<>();
    for (int from = 0, to; from < cells.size(); from = to) {
      to = endOfGroup(cells, from, study.amongKinds(intervalNanos));
      String shared = to - from > 1 ? "=" : "";
      for (Map.Entry<String, Estimate> cell : cells.subList(from, to)) {
        String rank = cell.getValue().hasInterval() ? from + 1 + shared : "-";
        places.add(new Place(rank, cell.getKey(), cell.getValue()));
      }
    }
    return new Ranking(intervalNanos, places);
  }

  private static int endOfGroup(
      List<Map.Entry<String, Estimate>> cells, int from, Comparisons together) {
    int end = from + 1;
    while (end < cells.size()
        && !together.differ(cells.get(end - 1).getValue(), cells.get(end).getValue())) {
      end++;
    }
    return end;
  }
}
