package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the recommended interval moves with what the guest spends on a delivery: the rule {@link
 * SmallestOnPlateau} for each guest cost under otherwise equal conditions.
 *
 * @param condition what they have in common: all parameters but the guest's cost
 * @param recommendations guest, as the run names it, to recommendation; cheapest first
 */
public record GuestSensitivity(Condition condition, List<Guest> recommendations) {

  /**
   * One guest cost.
   *
   * @param name as the run names it
   * @param recommendation what the rule says there
   */
  public record Guest(String name, Recommendation recommendation) {}

  /** Copies the list. */
  public GuestSensitivity {
    recommendations = List.copyOf(recommendations);
  }

  /** Groups the studies; a condition measured with one guest cost only is left out. */
  public static List<GuestSensitivity> of(Collection<IntervalStudy> studies) {
    Map<Condition, List<Guest>> grouped = new TreeMap<>();
    studies.stream()
        .sorted(Comparator.comparing(IntervalStudy::condition))
        .forEach(study ->
            SmallestOnPlateau.of(study)
                .ifPresent(it ->
                    grouped
                        .computeIfAbsent(study.condition().withoutGuest(), key -> new ArrayList<>())
                        .add(new Guest(study.condition().guest(), it))));
    List<GuestSensitivity> result = new ArrayList<>();
    grouped.forEach((condition, guests) -> {
      if (guests.size() > 1) {
        result.add(new GuestSensitivity(condition, guests));
      }
    });
    return result;
  }
}
