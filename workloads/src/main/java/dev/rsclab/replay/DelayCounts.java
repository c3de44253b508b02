package dev.rsclab.replay;

import java.util.Arrays;

/**
 * How often each delay occurred: a hash table from delay to count, whose size depends on how many
 * different delays there are, not on the number of frames.
 *
 * <p>Exact, to the nanosecond, up to {@value #MOST_DISTINCT} different delays: with an interval of
 * at most 3 ms always, with a longer one at least for so many frames. Whenever there are more, the
 * unit of delays is doubled and all are rounded down to it; it stays below interval / 1 500 000.
 * Needs at most 48 MiB, and as much again while it is rebuilt or read.
 */
final class DelayCounts {

  private static final int FEWEST_SLOTS = 1 << 10;
  private static final int MOST_SLOTS = 1 << 22;

  /** Different delays that the table can hold: it is at most three quarters full. */
  static final int MOST_DISTINCT = MOST_SLOTS / 4 * 3;

  /** 2^32 divided by the golden ratio, which spreads neighbouring delays (Fibonacci hashing). */
  private static final int SPREAD = 0x9E3779B9;

  // Delays are at most an interval, which has 32 bits. A count of 0 marks a free slot.
  private int[] units = new int[FEWEST_SLOTS];
  private long[] counts = new long[FEWEST_SLOTS];
  private int distinct;
  private int shift;

  // Exact below 2^53 ns, which is 104 days of waiting.
  private double sum;

  /** Counts a delay, in nanoseconds, 0 to 2^32 - 1. */
  void add(long nanos) {
    sum += nanos;
    add((int) (nanos >>> shift), 1);
    while (distinct > counts.length / 4 * 3) {
      if (counts.length < MOST_SLOTS) {
        rebuild(2 * counts.length, 0);
      } else {
        shift++;
        rebuild(counts.length, 1);
      }
    }
  }

  private void add(int unit, long count) {
    int slot = slot(unit);
    if (counts[slot] == 0) {
      units[slot] = unit;
      distinct++;
    }
    counts[slot] += count;
  }

  /** Where {@code unit} is counted, or the free slot where it would be. */
  private int slot(int unit) {
    int mask = counts.length - 1;
    int slot = (unit * SPREAD) >>> Integer.numberOfLeadingZeros(mask);
    while (counts[slot] != 0 && units[slot] != unit) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void rebuild(int slots, int coarser) {
    int[] oldUnits = units;
    long[] oldCounts = counts;
    units = new int[slots];
    counts = new long[slots];
    distinct = 0;
    for (int slot = 0; slot < oldCounts.length; slot++) {
      if (oldCounts[slot] != 0) {
        add(oldUnits[slot] >>> coarser, oldCounts[slot]);
      }
    }
  }

  /** The delays counted so far. */
  Delays delays() {
    long[] nanos = new long[distinct];
    int filled = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      if (counts[slot] != 0) {
        nanos[filled++] = Integer.toUnsignedLong(units[slot]) << shift;
      }
    }
    Arrays.sort(nanos);
    long[] ranks = new long[distinct];
    long rank = 0;
    for (int i = 0; i < distinct; i++) {
      rank += counts[slot((int) (nanos[i] >>> shift))];
      ranks[i] = rank;
    }
    return new Delays(nanos, ranks, sum, 1L << shift);
  }
}
