package dev.rsclab.live;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalLong;

/** Times that were measured, sorted, in ns. */
final class Distribution {

  /** No times at all. */
  static final Distribution EMPTY = new Distribution(new long[0]);

  private final long[] ascending;

  private Distribution(long[] ascending) {
    this.ascending = ascending;
  }

  /** All samples of several threads, which have ended. O(n log n). */
  static Distribution of(Collection<Samples> parts) {
    return new Distribution(parts.stream().flatMapToLong(Samples::stream).sorted().toArray());
  }

  /** Times in any order. */
  static Distribution of(long... nanos) {
    return new Distribution(Arrays.stream(nanos).sorted().toArray());
  }

  int count() {
    return ascending.length;
  }

  /**
   * The time that {@code percent} of all did not exceed: the nearest rank, a value that did occur;
   * none if there are none.
   */
  OptionalLong percentile(double percent) {
    if (ascending.length == 0) {
      return OptionalLong.empty();
    }
    int rank = (int) Math.ceil(percent / 100 * ascending.length);
    return OptionalLong.of(ascending[Math.clamp(rank, 1, ascending.length) - 1]);
  }
}
