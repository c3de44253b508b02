package dev.rsclab.results;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.ToDoubleFunction;

/**
 * Points of a distribution that are known since they were asked for: each takes an iteration to
 * find, and a run asks for few, but for each of them thousands of times.
 *
 * <p>For any number of threads. Remembers at most {@value #PLACES}; one that falls on another's
 * place replaces it. O(1), but for finding a point.
 *
 * @param <K> the arguments of the distribution, with a hash code of their value
 */
final class RecentPoints<K> {
  /** A power of two. */
  static final int PLACES = 256;

  private final AtomicReferenceArray<Known<K>> places = new AtomicReferenceArray<>(PLACES);
  private final ToDoubleFunction<K> find;

  private record Known<K>(K arguments, double point) {}

  /**
   * @param find computes a point; more than once for the same arguments if it must
   */
  RecentPoints(ToDoubleFunction<K> find) {
    this.find = find;
  }

  double of(K arguments) {
    int hash = arguments.hashCode() * 0x9E3779B9;
    int place = hash >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
    Known<K> known = places.get(place);
    if (known == null || !known.arguments.equals(arguments)) {
      known = new Known<>(arguments, find.applyAsDouble(arguments));
      places.set(place, known);
    }
    return known.point;
  }
}
