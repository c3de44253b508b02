package dev.rsclab.results.live;

/**
 * One repetition: a line of {@code live.csv}. What does not apply to it is NaN.
 *
 * @param round counted from 1
 * @param workload what was sent
 * @param device what it went through
 * @param counts what was counted
 * @param roundTrip times of requests, in ns
 * @param completion times of transfers, in ns
 * @param lateness of timers, in ns
 * @param predicted by a replay of the arrivals of this repetition
 * @param fromPlain by a replay of the last arrivals without coalescing
 * @param parties CPU time by party
 * @param gaps from one arrival to the next, in ns
 */
record LiveReading(
    int round,
    LiveWorkload workload,
    LiveDevice device,
    Counts counts,
    Times roundTrip,
    Times completion,
    Times lateness,
    Forecast predicted,
    Forecast fromPlain,
    Parties parties,
    Times gaps) {

  /** Other programs took more than this share of the machine's CPU time: disturbed. */
  static final double MUCH_LOAD = 0.1;

  /**
   * What was counted while it lasted.
   *
   * @param durationNanos how long
   * @param payloadBytes that the receiving application was given
   * @param goodput bits per second
   * @param retransmits segments that the sender's TCP sent again
   * @param segments frames that arrived
   * @param deliveries what the receiver's TCP was given
   * @param cpuBusyNanos CPU time of the whole machine
   * @param otherLoad share of it that other programs took, 0 to 1
   */
  record Counts(
      long durationNanos,
      long payloadBytes,
      double goodput,
      long retransmits,
      long segments,
      long deliveries,
      long cpuBusyNanos,
      double otherLoad) {}

  /**
   * Percentiles in ns.
   *
   * @param p50 the median
   * @param p99 the 99th
   */
  record Times(double p50, double p99) {
    static final Times NONE = new Times(Double.NaN, Double.NaN);
  }

  /**
   * CPU time of the threads of each party, in ns; NaN in runs that did not measure it.
   *
   * @param receiver the receiving applications
   * @param sender the sending applications
   * @param forwarder with its writes
   * @param write time in its writes alone, which run the receiver's stack
   * @param back the way back, whose writes run the sender's stack
   */
  record Parties(double receiver, double sender, double forwarder, double write, double back) {
    static final Parties NONE =
        new Parties(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    /** What a delivery makes the receiver do, in its stack and in its application. */
    double receiving() {
      return receiver + write;
    }

    /** What sending does, acknowledgements included. */
    double sending() {
      return sender + back;
    }

    /** Reading and merging. */
    double forwarding() {
      return forwarder - write;
    }
  }

  /**
   * What a replay in virtual time found.
   *
   * @param segmentsPerDelivery its merge factor
   * @param delayP50 the median of the added delay, in ns
   * @param delayP99 its 99th percentile, in ns
   */
  record Forecast(double segmentsPerDelivery, double delayP50, double delayP99) {
    static final Forecast NONE = new Forecast(Double.NaN, Double.NaN, Double.NaN);
  }

  LiveReading withPlain(Forecast forecast) {
    return new LiveReading(
        round,
        workload,
        device,
        counts,
        roundTrip,
        completion,
        lateness,
        predicted,
        forecast,
        parties,
        gaps);
  }

  boolean disturbed() {
    return counts.otherLoad > MUCH_LOAD;
  }

  /** Whether it is judged by how long an answer or a transfer takes, not by throughput. */
  boolean hasResponses() {
    return !Double.isNaN(response().p50);
  }

  /** How long a request or a transfer took. */
  Times response() {
    return Double.isNaN(roundTrip.p50) ? completion : roundTrip;
  }

  double segmentsPerDelivery() {
    return counts.deliveries == 0 ? Double.NaN : (double) counts.segments / counts.deliveries;
  }

  double payloadPerSegment() {
    return counts.segments == 0 ? Double.NaN : (double) counts.payloadBytes / counts.segments;
  }

  /** CPU time of the whole machine for 10^9 bytes of payload, in s. */
  double cpuSecondsPerGigabyte() {
    return counts.payloadBytes == 0
        ? Double.NaN
        : (double) counts.cpuBusyNanos / counts.payloadBytes;
  }
}
