package dev.rsclab.results.live;

import java.util.function.ToDoubleFunction;

/** What a chart shows of a repetition, in the unit of its axis. */
enum Metric {
  /** Payload per time. */
  GOODPUT("goodput (Gbit/s)", it -> it.counts().goodput() / 1e9),
  /** Of the whole machine, sender and receiver. */
  CPU("CPU time (s/GB)", LiveReading::cpuSecondsPerGigabyte),
  /** Of a request or a transfer. */
  RESPONSE_P50("response time, p50 (us)", it -> it.response().p50() / 1e3),
  /** Likewise. */
  RESPONSE_P99("response time, p99 (us)", it -> it.response().p99() / 1e3),
  /** What the receiver's TCP was given. */
  DELIVERIES(
      "deliveries per second (thousands)",
      it -> 1e6 * it.counts().deliveries() / it.counts().durationNanos()),
  /** The merge factor. */
  SEEN("seen segments per delivery", LiveReading::segmentsPerDelivery),
  /** The merge factor of the replay of the same arrivals. */
  PREDICTED("predicted segments per delivery", it -> it.predicted().segmentsPerDelivery()),
  /** The merge factor of the replay of the arrivals without coalescing. */
  FROM_PLAIN("predicted segments per delivery", it -> it.fromPlain().segmentsPerDelivery()),
  /** What the forwarder read. */
  ARRIVALS(
      "arrivals per second (thousands)",
      it -> 1e6 * it.counts().segments() / it.counts().durationNanos()),
  /** From one arrival to the next. */
  GAP_P50("gap between arrivals, p50 (us)", it -> it.gaps().p50() / 1e3),
  /** Likewise. */
  GAP_P99("gap between arrivals, p99 (us)", it -> it.gaps().p99() / 1e3),
  /** Segments that TCP sent again. */
  RETRANSMITS("sent again", it -> it.counts().retransmits());

  private final String axis;
  private final ToDoubleFunction<LiveReading> value;

  Metric(String axis, ToDoubleFunction<LiveReading> value) {
    this.axis = axis;
    this.value = value;
  }

  /** Title of an axis, with the unit. */
  String axis() {
    return axis;
  }

  /** NaN where it does not apply. */
  double of(LiveReading reading) {
    return value.applyAsDouble(reading);
  }
}
