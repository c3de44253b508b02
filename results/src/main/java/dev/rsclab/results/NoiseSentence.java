package dev.rsclab.results;

import java.util.Locale;

/** How the intervals of a section were computed, and how noisy its benchmarks were. */
final class NoiseSentence {
  /** A cell that spreads more than this many times the pooled deviation is worth a warning. */
  private static final double UNEVEN = 4;

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
            "Figures are geometric means over %s with 95 %% t intervals; a fork is one sample (its"
                + " iterations are averaged first), and the variance of log(fork mean) is pooled"
                + " over all %d cells of %s: standard deviation %s between forks, %d degrees of"
                + " freedom.",
            forks,
            noise.cells(),
            measured,
            Figures.percent(noise.deviation()),
            noise.degreesOfFreedom());
    if (noise.largestCellDeviation() > UNEVEN * noise.deviation()) {
      text +=
          (" The noise is uneven: one cell has %s, so its interval is too narrow and the others"
                  + " are too wide.")
              .formatted(Figures.percent(noise.largestCellDeviation()));
    }
    return text;
  }
}
