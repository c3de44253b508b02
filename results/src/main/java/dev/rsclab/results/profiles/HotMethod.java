package dev.rsclab.results.profiles;

/**
 * A method that samples were in.
 *
 * @param method class and method, or a native function
 * @param self share of the samples in the method itself, inlined callees not counted, 0 to 1
 * @param total share with everything it calls
 */
public record HotMethod(String method, double self, double total) {

  /** Methods that a summary keeps. */
  static final int MOST = 12;
}
