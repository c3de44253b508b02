package dev.rsclab.coalesce;

/**
 * Gives out numbers from zero on, and again what was given back: its memory is the warmest.
 *
 * <p>When all have been given back the count starts from zero again. All operations are O(1).
 */
final class FreeNumbers {

  private final int[] free;
  private int freeCount;
  private int count;

  /** As many numbers as {@code capacity}. */
  FreeNumbers(int capacity) {
    free = new int[capacity];
  }

  /** A number that is not in use, of which there must be one. */
  int take() {
    return freeCount > 0 ? free[--freeCount] : count++;
  }

  void release(int number) {
    free[freeCount++] = number;
  }

  void releaseAll() {
    freeCount = 0;
    count = 0;
  }

  /** How many numbers are in use. */
  int used() {
    return count - freeCount;
  }

  /** Bytes that the numbers take. */
  long bytes() {
    return (long) free.length * Integer.BYTES;
  }
}
