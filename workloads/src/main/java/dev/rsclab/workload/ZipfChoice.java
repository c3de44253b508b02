package dev.rsclab.workload;

import java.util.Arrays;

/** Draws ranks from 0 such that rank r comes with a probability proportional to 1 / (r + 1)^s. */
final class ZipfChoice {

  /** Sum of the weights of all ranks up to and including the index. */
  private final double[] cumulative;

  ZipfChoice(int ranks, double exponent) {
    cumulative = new double[ranks];
    double sum = 0;
    for (int rank = 0; rank < ranks; rank++) {
      sum += StrictMath.pow(rank + 1, -exponent);
      cumulative[rank] = sum;
    }
  }

  /** A rank. O(log ranks). */
  int draw(SeededRandom random) {
    double wanted = random.unit() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, wanted);
    // A rank owns the interval up to, but not including, its cumulative weight.
    return Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
  }
}
