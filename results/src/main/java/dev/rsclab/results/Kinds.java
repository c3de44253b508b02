package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * The kinds of coalescer of a run in chart order. A kind keeps its place, and with it its colour
 * and marker, in every chart and table of the run, also where some kinds were not measured.
 *
 * @param order all kinds
 * @param floor the kind that does not coalesce: what the others are compared with
 */
public record Kinds(List<String> order, String floor) {
  private static final String PASS_THROUGH = "PASS_THROUGH";

  /** Copies the list. */
  public Kinds {
    order = List.copyOf(order);
  }

  /**
   * The declared kinds first, in their order, then those that only the measurements know, by name.
   *
   * @param declared {@code coalescerKinds} of the environment: the first one is the floor; may be
   *     empty
   * @param measured the kinds found in the measurements
   */
  public static Kinds of(List<String> declared, Collection<String> measured) {
    List<String> order = new ArrayList<>(declared);
    TreeSet<String> others = new TreeSet<>(measured);
    declared.forEach(others::remove);
    order.addAll(others);
    return new Kinds(order, declared.isEmpty() ? PASS_THROUGH : declared.getFirst());
  }

  /** Whether a kind is the floor. */
  public boolean isFloor(String kind) {
    return kind.equals(floor);
  }

  /** Place of a kind among those that coalesce, from 0: the index of its colour. */
  public int place(String kind) {
    int place = 0;
    for (String other : order) {
      if (other.equals(kind)) {
        return place;
      }
      if (!isFloor(other)) {
        place++;
      }
    }
    return place;
  }

  /** Sorts kinds into chart order. */
  public Comparator<String> chartOrder() {
    return Comparator.<String>comparingInt(order::indexOf).thenComparing(Comparator.naturalOrder());
  }
}
