package dev.rsclab.results;

import dev.rsclab.results.FlushStudy.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Whether one flush strategy dominates another under one condition, in throughput and p99 delay.
 *
 * <p>It does if for every point of the other there is one of its own with at most the same p99
 * delay and a throughput that is not shown to be lower, and if for some point of the other there is
 * such a one with a throughput shown to be higher, or with less delay. Delays are exact, from the
 * replay; throughput is compared by {@link Comparisons}, one-sided in both directions, 5 % for all
 * pairs of points together. "Not shown to be lower" is not "as high": the loss that is not excluded
 * is {@link Match#ratio}'s lower end. Where it exceeds {@value #MOST_LOSS}, noise hides so much
 * that nothing is said about dominance.
 *
 * @param matches for each point of the other its best match, if any has at most its delay
 * @param tested whether differences could be told from noise
 */
public record FlushDominance(List<Match> matches, boolean tested) {
  /** The largest loss that need not be excluded, as a share. */
  static final double MOST_LOSS = 0.1;

  /**
   * A point of the other strategy and the point with the highest throughput among those with at
   * most its p99 delay.
   *
   * @param other the point that is to be matched
   * @param own its match, if there is one
   * @param lower whether the match is shown to carry less
   * @param higher whether it is shown to carry more
   * @param sooner whether a point that is not shown to carry less has less p99 delay
   */
  public record Match(
      Point other, Optional<Point> own, boolean lower, boolean higher, boolean sooner) {

    /** Whether there is a match that is not shown to carry less. */
    public boolean covered() {
      return own.isPresent() && !lower;
    }

    /** Throughput of the match over that of the point. */
    public Optional<Ratio> ratio() {
      return own.map(it -> it.throughput().over(other.throughput()));
    }
  }

  /** Copies the list. */
  public FlushDominance {
    matches = List.copyOf(matches);
  }

  /**
   * Compares two strategies of a study.
   *
   * @return nothing if either has no point
   */
  public static Optional<FlushDominance> of(FlushStudy study, String strategy, String other) {
    List<Point> own = study.of(strategy);
    List<Point> others = study.of(other);
    if (own.isEmpty() || others.isEmpty()) {
      return Optional.empty();
    }
    List<Comparisons.Pair> pairs = new ArrayList<>();
    for (Point a : own) {
      for (Point b : others) {
        pairs.add(new Comparisons.Pair(a.throughput(), b.throughput()));
        pairs.add(new Comparisons.Pair(b.throughput(), a.throughput()));
      }
    }
    Comparisons together = Comparisons.of(pairs, study.floor());
    return Optional.of(
        new FlushDominance(
            others.stream().map(point -> match(point, own, together)).toList(),
            own.getFirst().throughput().hasInterval()));
  }

  private static Match match(Point other, List<Point> own, Comparisons together) {
    List<Point> soonEnough =
        own.stream().filter(point -> point.delayP99Nanos() <= other.delayP99Nanos()).toList();
    Optional<Point> best =
        soonEnough.stream().max(Comparator.comparingDouble(point -> point.throughput().logMean()));
    boolean lower =
        best.filter(it -> together.below(it.throughput(), other.throughput())).isPresent();
    boolean higher =
        best.filter(it -> together.below(other.throughput(), it.throughput())).isPresent();
    boolean sooner =
        soonEnough.stream()
            .filter(point -> point.delayP99Nanos() < other.delayP99Nanos())
            .filter(point -> excludesLoss(point.throughput().over(other.throughput())))
            .anyMatch(point -> !together.below(point.throughput(), other.throughput()));
    return new Match(other, best, lower, higher, sooner);
  }

  private static boolean excludesLoss(Ratio ratio) {
    return ratio.low() >= 1 - MOST_LOSS;
  }

  /** Whether a loss of more than {@value #MOST_LOSS} is excluded for every match. */
  public boolean resolved() {
    return matches.stream()
        .flatMap(match -> match.ratio().stream())
        .allMatch(FlushDominance::excludesLoss);
  }

  /** Whether it is shown, in the sense above. */
  public boolean dominates() {
    return tested
        && resolved()
        && matches.stream().allMatch(Match::covered)
        && matches.stream().anyMatch(match -> match.higher || match.sooner);
  }

  /** The verdict in one or two sentences. */
  public String inWords(String strategy, String other) {
    if (!tested) {
      return "One fork in every cell: whether "
          + strategy
          + " dominates "
          + other
          + " cannot be told.";
    }
    Optional<Match> missed = matches.stream().filter(match -> !match.covered()).findFirst();
    if (missed.isPresent()) {
      return inWords(missed.get(), strategy, other);
    }
    if (!resolved()) {
      return ("Whether %s dominates %s cannot be told: no point of %s is shown to carry more than those"
              + " with at most its delay, but the run is too noisy to exclude a loss of %s, and %s is"
              + " the most that need not be excluded.")
          .formatted(
              strategy, other, other, Figures.percent(1 - lowest()), Figures.percent(MOST_LOSS));
    }
    if (!dominates()) {
      return "%s and %s cannot be told apart at any point.".formatted(strategy, other);
    }
    return ("%s dominates %s: each of its %s is matched by one with at most its p99 delay that is not"
            + " shown to carry less (a loss of %s is not excluded); %s are beaten in throughput, %s"
            + " in delay.")
        .formatted(
            strategy,
            other,
            Figures.count(matches.size(), "point"),
            Figures.percent(Math.max(0, 1 - lowest())),
            matches.stream().filter(Match::higher).count(),
            matches.stream().filter(Match::sooner).count());
  }

  /** What the strategy has nothing against. */
  private static String inWords(Match missed, String strategy, String other) {
    return "%s does not dominate %s: %s at %s (p99 delay %s) "
            .formatted(
                strategy,
                other,
                other,
                Nanos.format(missed.other.intervalNanos()),
                Nanos.approximate((double) missed.other.delayP99Nanos()))
        + missed
            .ratio()
            .map(ratio ->
                "carries more than any point of %s with at most its delay (the best carries %s)."
                    .formatted(strategy, Figures.ratio(ratio)))
            .orElse("has less delay than any point of " + strategy + ".");
  }

  /** The lowest end of all ratios' intervals. */
  private double lowest() {
    return matches.stream()
        .flatMap(match -> match.ratio().stream())
        .mapToDouble(Ratio::low)
        .min()
        .orElseThrow();
  }
}
