package dev.rsclab.results.live;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What went through the same devices as bulk transfer and as requests.
 *
 * @param bulk the workload with the fewest flows
 * @param requests the workload whose response time is paid
 * @param devices that have goodput, CPU time and response time
 */
record LiveFrontier(LiveWorkload bulk, LiveWorkload requests, List<LiveDevice> devices) {

  /** Copies the list. */
  LiveFrontier {
    devices = List.copyOf(devices);
  }

  /**
   * The first bulk workload and the first with round trips over the same IP version; nothing
   * without both, or if they share no device with an interval.
   */
  static Optional<LiveFrontier> of(LiveResults results) {
    Optional<LiveWorkload> bulk =
        results.workloads().stream().filter(LiveWorkload::isBulk).findFirst();
    return bulk.flatMap(it -> requests(results, it).flatMap(other -> of(results, it, other)));
  }

  private static Optional<LiveWorkload> requests(LiveResults results, LiveWorkload bulk) {
    return results.readings().stream()
        .filter(it -> !Double.isNaN(it.roundTrip().p99()))
        .map(LiveReading::workload)
        .filter(it -> it.family().equals(bulk.family()))
        .findFirst();
  }

  private static Optional<LiveFrontier> of(
      LiveResults results, LiveWorkload bulk, LiveWorkload requests) {
    List<LiveDevice> devices =
        results.devices(bulk).stream()
            .filter(it -> results.spread(bulk, it, Metric.GOODPUT).isPresent())
            .filter(it -> results.spread(bulk, it, Metric.CPU).isPresent())
            .filter(it -> results.spread(requests, it, Metric.RESPONSE_P99).isPresent())
            .toList();
    return devices.stream().allMatch(LiveDevice::isBaseline)
        ? Optional.empty()
        : Optional.of(new LiveFrontier(bulk, requests, devices));
  }

  /**
   * The coalescers that no other coalescer beats in the medians of both goodput and p99 response
   * time, from the shortest response time on. O(devices squared).
   */
  List<LiveDevice> undominated(LiveResults results) {
    List<LiveDevice> coalescers = devices.stream().filter(LiveDevice::coalesces).toList();
    return coalescers.stream()
        .filter(it -> coalescers.stream().noneMatch(other -> beats(results, other, it)))
        .sorted(Comparator.comparingDouble(it -> time(results, it)))
        .toList();
  }

  private boolean beats(LiveResults results, LiveDevice one, LiveDevice other) {
    double faster = goodput(results, one) - goodput(results, other);
    double sooner = time(results, other) - time(results, one);
    return faster >= 0 && sooner >= 0 && faster + sooner > 0;
  }

  private double goodput(LiveResults results, LiveDevice device) {
    return results.spread(bulk, device, Metric.GOODPUT).orElseThrow().median();
  }

  private double time(LiveResults results, LiveDevice device) {
    return results.spread(requests, device, Metric.RESPONSE_P99).orElseThrow().median();
  }
}
