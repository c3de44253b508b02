package dev.rsclab.results;

import java.util.Optional;

/**
 * What delay one is willing to pay: the 99th percentile of the delay that coalescing adds to a
 * packet must be at most so long. An interval of which no replay tells the delay is not known to
 * meet it, and does not.
 *
 * @param nanos the longest p99 delay allowed, in ns
 * @param replay what tells the delay of each workload, family and interval
 */
public record DelayBudget(long nanos, Optional<ReplayTable> replay) {

  /** The intervals of a study that meet the budget, with all their kinds. */
  IntervalStudy within(IntervalStudy study) {
    return study.at(interval ->
        replay
            .flatMap(table -> table.find(study.condition(), interval))
            .filter(row -> row.delayP99Nanos() <= nanos)
            .isPresent());
  }
}
