package dev.rsclab.results;

import java.util.Locale;

/** How the intervals of a section were computed, and how noisy its benchmarks were. */
final class NoiseSentence {
  /** Why a ratio whose interval leaves out 1 may stand beside "not distinguishable". */
  static final String VERDICTS =
      "An interval in parentheses is that of its own ratio, as if it were the only one. A verdict"
          + " beside it comes from a test that is corrected for all comparisons of its table, and"
          + " from the noise floor if there is one: so an interval may leave out 1 where the verdict"
          + " is that nothing is shown.";

  private NoiseSentence() {}

  /**
   * In words.
   *
   * @param noise of the section
   * @param forks how many forks the cells have, in words
   * @param measured what the cells are of: {@code "the benchmark"}
   */
  static String of(PooledNoise noise, String forks, String measured) {
    if (!noise.known()) {
      return "One fork in every cell: there are no intervals, and no difference is claimed.";
    }
    String text =
        String.format(
            Locale.ROOT,
            "Figures are geometric means over %s with 95 %% %s intervals; a fork is one sample, and"
                + " what log(fork mean) deviates from its cell's mean is pooled over all %d cells of"
                + " %s: standard deviation %s between forks, %d degrees of freedom.",
            forks,
            noise.resampled() ? "bootstrap" : "t",
            noise.cells(),
            measured,
            Figures.percent(noise.deviation()),
            noise.degreesOfFreedom());
    if (!noise.resampled()) {
      text += " So few are not resampled: intervals and tests are Student's.";
    }
    int uneven = noise.unevenCells();
    if (uneven > 0) {
      text +=
          (" The noise is uneven: %s more than the others, beyond chance (up to %s). Intervals and"
                  + " tests use a deviation of their own there; the others, which share the pool with"
                  + " them, are a little too wide.")
              .formatted(
                  uneven == 1 ? "1 cell spreads" : uneven + " cells spread",
                  Figures.percent(noise.largestCellDeviation()));
    }
    return text;
  }
}
