package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;

/**
 * By how much log(fork mean) misses its cell's value: the residuals of all cells of a benchmark,
 * taken as exchangeable, and what follows from them by resampling.
 *
 * <p>A cell's residuals around the cell's own mean are too small by sqrt((n-1)/n) for n forks: they
 * are scaled up by the inverse. A cell of one fork has no residual and lends nothing.
 *
 * <p>Bootstrap (Davison and Hinkley 1997, section 3.8, hierarchical data): the error of a fork is
 * drawn from the pooled residuals, then its iterations are drawn with replacement from that fork's
 * own. The residual of a fork mean already holds the iterations' noise, so it is first shrunk by
 * sqrt(1 - within / between), within being the variance of a mean of iterations and between that of
 * fork means: what the second level adds was taken out of the first, and the variance of a fork
 * mean is counted once.
 *
 * <p>Permutation: {@link ShuffledErrors}.
 *
 * <p>Seeded, so that the same files give the same figures. Time and memory are linear in the number
 * of forks times {@link #RESAMPLES}.
 */
public final class ForkErrors {
  /** Resamples behind every percentile and every test. */
  static final int RESAMPLES = 2000;

  private static final String GENERATOR = "L64X128MixRandom";
  private static final long SEED = 20261125;

  private final double[][] logs;
  private final double[] residuals;
  private final double[][] iterations;
  private final double shrink;
  private final Map<Long, double[]> means = new ConcurrentHashMap<>();
  private final Map<Long, double[]> quantiles = new ConcurrentHashMap<>();
  private volatile ShuffledErrors shuffled;

  private ForkErrors(double[][] logs, double[] residuals, double[][] iterations, double shrink) {
    this.logs = logs;
    this.residuals = residuals;
    this.iterations = iterations;
    this.shrink = shrink;
  }

  /**
   * Of cells.
   *
   * @param cells cell, fork, iteration; all readings positive
   */
  static ForkErrors of(List<List<List<Double>>> cells) {
    List<Double> residuals = new ArrayList<>();
    List<double[]> iterations = new ArrayList<>();
    List<double[]> allLogs = new ArrayList<>();
    double squares = 0;
    double within = 0;
    for (List<List<Double>> cell : cells) {
      int n = cell.size();
      double[] logs = cell.stream().mapToDouble(fork -> Math.log(mean(fork))).toArray();
      allLogs.add(logs);
      double mean = Arrays.stream(logs).average().orElse(Double.NaN);
      for (int i = 0; i < n && n > 1; i++) {
        double residual = (logs[i] - mean) * Math.sqrt(n / (n - 1.0));
        residuals.add(residual);
        squares += residual * residual;
        double[] deviations = deviations(cell.get(i));
        iterations.add(deviations);
        within += meanSquare(deviations) / deviations.length;
      }
    }
    double shrink = squares == 0 ? 1 : Math.sqrt(Math.max(0, 1 - within / squares));
    return new ForkErrors(
        allLogs.toArray(double[][]::new),
        residuals.stream().mapToDouble(Double::doubleValue).toArray(),
        iterations.toArray(double[][]::new),
        shrink);
  }

  /** Relative deviations of a fork's iterations from its mean, scaled to their full variance. */
  private static double[] deviations(List<Double> fork) {
    int k = fork.size();
    double mean = mean(fork);
    double scale = k == 1 ? 0 : Math.sqrt(k / (k - 1.0));
    return fork.stream().mapToDouble(reading -> (reading / mean - 1) * scale).toArray();
  }

  private static double mean(List<Double> fork) {
    return fork.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static double meanSquare(double[] values) {
    return Arrays.stream(values).map(value -> value * value).average().orElse(0);
  }

  /**
   * Errors of the mean of some forks, one for each resample, in random order.
   *
   * @param forks how many forks the cell has
   * @param stream two cells with different streams err independently of each other
   */
  double[] means(int forks, int stream) {
    return means.computeIfAbsent(((long) stream << 32) | forks, key -> draw(forks, key));
  }

  private double[] draw(int forks, long key) {
    RandomGenerator random = generator(SEED + 31 * key);
    double[] drawn = new double[RESAMPLES];
    for (int b = 0; b < RESAMPLES; b++) {
      double sum = 0;
      for (int i = 0; i < forks; i++) {
        sum += oneFork(random);
      }
      drawn[b] = sum / forks;
    }
    return drawn;
  }

  private double oneFork(RandomGenerator random) {
    int fork = random.nextInt(residuals.length);
    double[] own = iterations[fork];
    double sum = 0;
    for (int i = 0; i < own.length; i++) {
      sum += own[random.nextInt(own.length)];
    }
    return residuals[fork] * shrink + sum / own.length;
  }

  /** The 2.5 % and 97.5 % points of the error of the mean of some forks. */
  double[] quantiles(int forks) {
    return quantiles.computeIfAbsent((long) forks, key -> quantiles(means(forks, 0).clone()));
  }

  /** The 2.5 % and 97.5 % points of values, which are sorted. */
  static double[] quantiles(double[] values) {
    Arrays.sort(values);
    int tail = (int) Math.round(values.length * 0.025);
    return new double[] {values[tail], values[values.length - 1 - tail]};
  }

  /** The residuals shuffled {@link #RESAMPLES} times, the same each time. */
  ShuffledErrors shuffled() {
    ShuffledErrors known = shuffled;
    if (known == null) {
      int[] sizes = Arrays.stream(logs).mapToInt(cell -> cell.length).filter(n -> n > 1).toArray();
      known = ShuffledErrors.of(residuals, sizes, logs.length, generator(SEED));
      shuffled = known;
    }
    return known;
  }

  /** The fork means of every cell. */
  Stream<double[]> forkMeans() {
    return Arrays.stream(logs).map(cell -> Arrays.stream(cell).map(Math::exp).toArray());
  }

  /**
   * The logarithms of the fork means of the cell that has this mean of logarithms, if there is one.
   */
  Optional<double[]> logsWithMean(double meanLog) {
    return Arrays.stream(logs)
        .filter(cell -> Arrays.stream(cell).average().orElse(Double.NaN) == meanLog)
        .findFirst();
  }

  static RandomGenerator generator(long seed) {
    return RandomGeneratorFactory.<RandomGenerator>of(GENERATOR).create(seed);
  }
}
