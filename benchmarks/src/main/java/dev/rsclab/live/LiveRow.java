package dev.rsclab.live;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.StringJoiner;

/**
 * What one repetition measured: a line of {@code live.csv}. docs/live.md explains each column.
 *
 * @param round counted from 1
 * @param readings what was counted
 * @param roundTrips of requests; empty for other workloads
 * @param completions of transfers; empty for other workloads
 * @param lateness of timers; empty where there is no coalescer
 * @param gaps from one arrival to the next, of the first 65 536
 * @param prediction from a replay of the arrivals of this very repetition; null where there is no
 *     coalescer
 * @param fromPlain the same from the workload's last arrivals without coalescing, which is what a
 *     capture would have; null likewise
 */
record LiveRow(
    int round,
    LiveWorkload workload,
    Device device,
    Readings readings,
    Distribution roundTrips,
    Distribution completions,
    Distribution lateness,
    Distribution gaps,
    Forecast prediction,
    Forecast fromPlain) {

  /** The columns, in their order. */
  static final String HEADER =
      "round,workload,family,flows,kind,policy,flush,interval_ns,duration_ns,payload_bytes,"
          + "goodput_bits_per_second,retransmits,segments,deliveries,round_trip_p50_ns,"
          + "round_trip_p99_ns,round_trip_p999_ns,completion_p50_ns,completion_p99_ns,cpu_busy_ns,"
          + "other_load_share,timer_lateness_p50_ns,timer_lateness_p99_ns,"
          + "predicted_segments_per_delivery,predicted_added_delay_p50_ns,"
          + "predicted_added_delay_p99_ns,"
          + PartyTimes.HEADER
          + ",arrival_gap_p50_ns,arrival_gap_p99_ns";

  /** The columns of {@link #predictionLine}, in their order. */
  static final String PREDICTION_HEADER =
      "round,workload,family,flows,kind,policy,flush,interval_ns,predicted_segments_per_delivery,"
          + "predicted_added_delay_p50_ns,predicted_added_delay_p99_ns";

  /**
   * What was counted while it lasted.
   *
   * @param durationNanos how long
   * @param payloadBytes that the receiver's applications received
   * @param retransmits segments that the sender's TCP sent again
   * @param segments frames that arrived from the sender
   * @param deliveries what the receiver's TCP was given
   * @param cpuBusyNanos CPU time of the whole machine
   * @param otherLoadShare of it that others took, 0 to 1
   * @param parties CPU time of each party
   */
  record Readings(
      long durationNanos,
      long payloadBytes,
      long retransmits,
      long segments,
      long deliveries,
      long cpuBusyNanos,
      double otherLoadShare,
      PartyTimes parties) {

    /** Payload per time, in bit/s. */
    double goodput() {
      return 8e9 * payloadBytes / durationNanos;
    }

    double deliveriesPerSecond() {
      return 1e9 * deliveries / durationNanos;
    }

    /** Frames per delivery; none if there was no delivery. */
    OptionalDouble mergeFactor() {
      return deliveries == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((double) segments / deliveries);
    }

    /** CPU time of the whole machine for 10^9 bytes of payload, in s; none without payload. */
    OptionalDouble cpuSecondsPerGigabyte() {
      return payloadBytes == 0
          ? OptionalDouble.empty()
          : OptionalDouble.of((double) cpuBusyNanos / payloadBytes);
    }
  }

  /**
   * What the replay of the same arrivals through the same policy in virtual time found.
   *
   * @param segmentsPerDelivery its merge factor
   * @param delayP50Nanos the median of the added delay, in ns
   * @param delayP99Nanos its 99th percentile, in ns
   */
  record Forecast(double segmentsPerDelivery, long delayP50Nanos, long delayP99Nanos) {

    private String columns() {
      return String.format(
          Locale.ROOT, "%.4f,%d,%d", segmentsPerDelivery, delayP50Nanos, delayP99Nanos);
    }
  }

  /** The line, in the order of {@link #HEADER}; what does not apply is empty. */
  String line() {
    StringJoiner line = new StringJoiner(",");
    line.add(cell())
        .add(Long.toString(readings.durationNanos))
        .add(Long.toString(readings.payloadBytes))
        .add(Long.toString(Math.round(readings.goodput())))
        .add(Long.toString(readings.retransmits))
        .add(Long.toString(readings.segments))
        .add(Long.toString(readings.deliveries))
        .add(percentile(roundTrips, 50))
        .add(percentile(roundTrips, 99))
        .add(percentile(roundTrips, 99.9))
        .add(percentile(completions, 50))
        .add(percentile(completions, 99))
        .add(Long.toString(readings.cpuBusyNanos))
        .add(String.format(Locale.ROOT, "%.4f", readings.otherLoadShare))
        .add(percentile(lateness, 50))
        .add(percentile(lateness, 99));
    return line.add(prediction == null ? ",," : prediction.columns())
        .add(readings.parties.columns())
        .add(percentile(gaps, 50))
        .add(percentile(gaps, 99))
        .toString();
  }

  /**
   * What the arrivals without coalescing had one expect, in the order of {@link
   * #PREDICTION_HEADER}.
   */
  String predictionLine() {
    return cell() + "," + fromPlain.columns();
  }

  /** What was measured: the columns that both files begin with. */
  private String cell() {
    return String.join(
        ",",
        Integer.toString(round),
        workload.shape().toString(),
        workload.family().name(),
        Integer.toString(workload.flows()),
        device.kind(),
        device.policy(),
        device.flushText(),
        device.equals(Device.BASELINE) ? "" : Long.toString(device.intervalNanos()));
  }

  private static String percentile(Distribution times, double percent) {
    OptionalLong value = times.percentile(percent);
    return value.isPresent() ? Long.toString(value.getAsLong()) : "";
  }
}
