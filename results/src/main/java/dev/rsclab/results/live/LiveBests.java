package dev.rsclab.results.live;

import dev.rsclab.results.ReplayTable;
import dev.rsclab.results.live.LiveDevice.Series;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which devices were best in something, and what each was over no coalescing.
 *
 * @param results the readings
 */
record LiveBests(LiveResults results) {

  /**
   * A device that was best in something.
   *
   * @param device which
   * @param value its value
   * @param overBaseline the same over no coalescing, round by round; empty without a baseline
   */
  record Best(LiveDevice device, Spread value, Optional<Spread> overBaseline) {}

  /** The coalescer with the best median; nothing if none was measured. */
  Optional<Best> best(LiveWorkload workload, Metric metric) {
    return best(workload, metric, LiveDevice::coalesces);
  }

  /** The interval of the chain timer with the best median, of the usual kind and policy. */
  Optional<Best> bestOfTimer(LiveWorkload workload, Metric metric) {
    return timer()
        .flatMap(series -> best(workload, metric, device -> device.series().equals(series)));
  }

  private Optional<Best> best(LiveWorkload workload, Metric metric, Predicate<LiveDevice> allowed) {
    Comparator<Best> order = Comparator.comparingDouble(it -> it.value.median());
    return results.devices(workload).stream()
        .filter(allowed)
        .flatMap(device -> reading(workload, device, metric).stream())
        .min(metric == Metric.GOODPUT ? order.reversed() : order);
  }

  Optional<Best> reading(LiveWorkload workload, LiveDevice device, Metric metric) {
    return results
        .spread(workload, device, metric)
        .map(value -> new Best(device, value, overBaseline(workload, device, metric)));
  }

  Optional<Spread> overBaseline(LiveWorkload workload, LiveDevice device, Metric metric) {
    return results
        .baseline(workload)
        .flatMap(baseline -> results.ratio(workload, device, baseline, metric));
  }

  /** The chain timer of the usual kind and policy. */
  Optional<Series> timer() {
    return results.series().stream()
        .findFirst()
        .filter(it -> it.flush().equals(ReplayTable.CHAIN_TIMER));
  }

  /** The chain timer at each interval, ascending. */
  List<Best> ofTimer(LiveWorkload workload) {
    return results.devices(workload).stream()
        .filter(device -> timer().filter(device.series()::equals).isPresent())
        .flatMap(device -> reading(workload, device, Metric.RESPONSE_P50).stream())
        .toList();
  }
}
