package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How often a rule chooses which interval when the run is resampled: every cell is moved by an
 * error drawn from the pooled {@link ForkErrors}, and the rule is applied again. A share is no
 * probability that an interval is right; it tells how much the choice owes to the noise of this
 * run.
 *
 * @param shares interval in ns to the share of resamples in which it is chosen; those never chosen
 *     are missing
 */
public record Stability(SortedMap<Long, Double> shares) {

  /** Copies the map. */
  public Stability {
    shares = Collections.unmodifiableSortedMap(new TreeMap<>(shares));
  }

  /**
   * Resamples studies of one noise.
   *
   * @param rule what chooses an interval; it may choose none
   * @return nothing if the noise is unknown, or there is none
   */
  static Optional<Stability> of(
      List<IntervalStudy> studies, Function<List<IntervalStudy>, OptionalLong> rule) {
    IdentityHashMap<Estimate, double[]> errors = new IdentityHashMap<>();
    for (IntervalStudy study : studies) {
      List<Estimate> cells = new ArrayList<>(study.cells());
      study.floor().ifPresent(cells::add);
      for (Estimate cell : cells) {
        if (!cell.hasInterval() || cell.noise().deviation() == 0) {
          return Optional.empty();
        }
        errors.put(cell, cell.errors(errors.size()));
      }
    }
    Map<Long, Integer> chosen = new TreeMap<>();
    for (int b = 0; b < ForkErrors.RESAMPLES; b++) {
      int resample = b;
      rule.apply(
              studies.stream()
                  .map(study -> study.with(cell -> cell.moved(errors.get(cell)[resample])))
                  .toList())
          .ifPresent(nanos -> chosen.merge(nanos, 1, Integer::sum));
    }
    SortedMap<Long, Double> shares = new TreeMap<>();
    chosen.forEach((nanos, count) -> shares.put(nanos, count / (double) ForkErrors.RESAMPLES));
    return Optional.of(new Stability(shares));
  }

  /** Of {@link SmallestOnPlateau} in one condition. */
  public static Optional<Stability> ofPlateau(IntervalStudy study) {
    return of(
        // The choices are taken once: they keep what their comparisons resample.
        List.of(study.choices()),
        resampled ->
            SmallestOnPlateau.of(resampled.getFirst())
                .map(it -> OptionalLong.of(it.intervalNanos()))
                .orElse(OptionalLong.empty()));
  }

  /** Of {@link MinimaxRegret} over conditions. */
  public static Optional<Stability> ofRegret(List<IntervalStudy> studies) {
    return of(
        studies,
        resampled ->
            MinimaxRegret.of(resampled)
                .map(it -> OptionalLong.of(it.intervalNanos()))
                .orElse(OptionalLong.empty()));
  }

  /** The most frequent choices: {@code "200 us 83 %, 300 us 12 %"}. */
  public String inWords() {
    return shares.entrySet().stream()
        .sorted(Map.Entry.<Long, Double>comparingByValue(Comparator.reverseOrder()))
        .filter(share -> share.getValue() >= 0.01)
        .limit(3)
        .map(
            share -> Nanos.format(share.getKey()) + " " + Math.round(share.getValue() * 100) + " %")
        .collect(Collectors.joining(", "));
  }
}
