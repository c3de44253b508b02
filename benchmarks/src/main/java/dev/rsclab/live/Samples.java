package dev.rsclab.live;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Times that were measured, in ns, in the order of measurement: the first {@code most} of them.
 *
 * <p>One thread adds; what others read they read after that thread has ended. O(1) to add.
 */
final class Samples {

  private final long[] nanos;
  private int count;

  Samples(int most) {
    nanos = new long[most];
  }

  void add(long sample) {
    if (count < nanos.length) {
      nanos[count++] = sample;
    }
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  /** The samples, in the order of measurement. */
  LongStream stream() {
    return Arrays.stream(nanos, 0, count);
  }
}
