package dev.rsclab.results.live;

import dev.rsclab.results.GuestCost;
import dev.rsclab.results.PacketCost;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What coalescing gains in a cell, over no coalescing: predicted by the study's model of cost, and
 * seen.
 *
 * @param workload what was sent
 * @param device through which coalescer
 * @param predicted from the merge factor of a replay of the same arrivals
 * @param fromPlain from that of a replay of the arrivals without coalescing; nothing if there was
 *     none
 * @param goodput how many times as much was carried; nothing where the sender is paced
 * @param cpu how many times less CPU time of the whole machine a gigabyte took
 */
record LiveGain(
    LiveWorkload workload,
    LiveDevice device,
    Spread predicted,
    Optional<Spread> fromPlain,
    Optional<Seen> goodput,
    Optional<Seen> cpu) {

  /** The study's model: the measured device and the heavy guest, on one processor. */
  static final PacketCost MODEL = PacketCost.ofMeasuredDevice(GuestCost.named("HEAVY"));

  /** Ethernet, TCP and virtio-net header. */
  private static final int HEADER_BYTES = 14 + 20 + 12;

  /**
   * A gain that was seen.
   *
   * @param gain over no coalescing, each round by itself
   * @param factor that over the predicted gain
   */
  record Seen(Spread gain, Spread factor) {

    /** Whether it was less than predicted in every round, of two or more, by more than a little. */
    boolean less() {
      return LivePrediction.differs(factor) && factor.high() < 1;
    }

    /** Whether it was more. */
    boolean more() {
      return LivePrediction.differs(factor) && factor.low() > 1;
    }
  }

  /** A repetition and the one without coalescing of the same round. */
  private record Pair(LiveReading with, LiveReading without) {}

  /** The cells of a workload that have a prediction and a baseline. O(readings). */
  static List<LiveGain> of(LiveResults results, LiveWorkload workload) {
    List<LiveGain> gains = new ArrayList<>();
    Optional<LiveDevice> baseline = results.baseline(workload);
    if (baseline.isPresent()) {
      List<LiveReading> plain = results.cell(workload, baseline.get());
      for (LiveDevice device : results.devices(workload)) {
        of(workload, device, pairs(results.cell(workload, device), plain)).ifPresent(gains::add);
      }
    }
    return gains;
  }

  private static List<Pair> pairs(List<LiveReading> cell, List<LiveReading> plain) {
    return cell.stream()
        .flatMap(it ->
            plain.stream()
                .filter(other -> other.round() == it.round())
                .map(other -> new Pair(it, other)))
        .toList();
  }

  private static Optional<LiveGain> of(LiveWorkload workload, LiveDevice device, List<Pair> pairs) {
    double[] predicted =
        pairs.stream().mapToDouble(it -> predicted(it.with, Metric.PREDICTED)).toArray();
    return Spread.of(Arrays.stream(predicted))
        .map(spread ->
            new LiveGain(
                workload,
                device,
                spread,
                Spread.of(pairs.stream().mapToDouble(it -> predicted(it.with, Metric.FROM_PLAIN))),
                workload.isPaced()
                    ? Optional.empty()
                    : seen(
                        pairs,
                        predicted,
                        it -> Metric.GOODPUT.of(it.with) / Metric.GOODPUT.of(it.without)),
                seen(pairs, predicted, it -> Metric.CPU.of(it.without) / Metric.CPU.of(it.with))));
  }

  private static Optional<Seen> seen(
      List<Pair> pairs, double[] predicted, ToDoubleFunction<Pair> gain) {
    double[] gains = pairs.stream().mapToDouble(gain).toArray();
    return Spread.of(Arrays.stream(gains))
        .flatMap(spread ->
            Spread.of(IntStream.range(0, gains.length).mapToDouble(i -> gains[i] / predicted[i]))
                .map(factor -> new Seen(spread, factor)));
  }

  /** The gain that the model gives a merge factor; NaN where there is none. */
  private static double predicted(LiveReading it, Metric mergeFactor) {
    return gain(it, mergeFactor.of(it));
  }

  /** The gain that the model gives the segments of a repetition, so many of them merged. */
  static double gain(LiveReading it, double mergeFactor) {
    return nanos(it, 1) / nanos(it, mergeFactor);
  }

  /** What the model charges a segment, whatever it is merged with, in ns. */
  static double unmergedNanos(LiveReading it) {
    return nanos(it, Double.POSITIVE_INFINITY);
  }

  private static double nanos(LiveReading it, double mergeFactor) {
    double headers = HEADER_BYTES + it.workload().ipHeaderBytes();
    return MODEL.nanosPerPacket(mergeFactor, it.payloadPerSegment() + headers / mergeFactor);
  }
}
