package dev.rsclab.results.live;

import dev.rsclab.results.live.LiveReading.Counts;
import dev.rsclab.results.live.LiveReading.Forecast;
import dev.rsclab.results.live.LiveReading.Parties;
import dev.rsclab.results.live.LiveReading.Times;
import java.util.List;

/** Reads the lines of {@code live.csv} and {@code live-predictions.csv}. */
final class LiveLine {

  /** The columns that say what was measured. */
  private static final String CELL = "round,workload,family,flows,kind,policy,flush,interval_ns";

  private static final String PREDICTED =
      "predicted_segments_per_delivery,predicted_added_delay_p50_ns,predicted_added_delay_p99_ns";

  private static final String GAP = "arrival_gap";

  /** First line of {@code live.csv} in runs that did not tell the parties' CPU times yet. */
  static final String OLDER_HEADER =
      CELL
          + ",duration_ns,payload_bytes,goodput_bits_per_second,retransmits,segments,deliveries"
          + ",round_trip_p50_ns,round_trip_p99_ns,round_trip_p999_ns,completion_p50_ns"
          + ",completion_p99_ns,cpu_busy_ns,other_load_share,timer_lateness_p50_ns"
          + ",timer_lateness_p99_ns,"
          + PREDICTED;

  /** First line of {@code live.csv}. */
  static final String HEADER =
      OLDER_HEADER
          + ",receiver_cpu_ns,sender_cpu_ns,forwarder_cpu_ns,forwarder_write_ns,return_cpu_ns"
          + ",arrival_gap_p50_ns,arrival_gap_p99_ns";

  /** First line of {@code live-predictions.csv}. */
  static final String PREDICTIONS_HEADER = CELL + "," + PREDICTED;

  private final List<String> names;
  private final List<String> cells;

  /**
   * Splits a line.
   *
   * @throws IllegalArgumentException if it has another number of columns than the header
   */
  LiveLine(String header, String line) {
    names = List.of(header.split(",", -1));
    cells = List.of(line.split(",", -1));
    if (cells.size() != names.size()) {
      throw new IllegalArgumentException(
          "%d columns instead of %d".formatted(cells.size(), names.size()));
    }
  }

  /**
   * A line of {@code live.csv}.
   *
   * @throws IllegalArgumentException naming the column and what is wrong with it
   */
  LiveReading reading() {
    Counts counts =
        new Counts(
            whole("duration_ns", 1),
            whole("payload_bytes", 0),
            number("goodput_bits_per_second"),
            whole("retransmits", 0),
            whole("segments", 0),
            whole("deliveries", 0),
            whole("cpu_busy_ns", 0),
            number("other_load_share"));
    if (counts.otherLoad() > 1) {
      throw wrong("other_load_share", "is no share from 0 to 1");
    }
    // Read for the check alone: reports show the percentiles below it.
    optional("round_trip_p999_ns");
    return new LiveReading(
        round(),
        workload(),
        device(),
        counts,
        times("round_trip"),
        times("completion"),
        times("timer_lateness"),
        forecast(),
        Forecast.NONE,
        parties(),
        names.contains(GAP + "_p50_ns") ? times(GAP) : Times.NONE);
  }

  int round() {
    return Math.toIntExact(whole("round", 1));
  }

  LiveWorkload workload() {
    return new LiveWorkload(name("workload"), name("family"), Math.toIntExact(whole("flows", 1)));
  }

  LiveDevice device() {
    String kind = name("kind");
    boolean coalesces = !kind.equals(LiveDevice.NONE) && !kind.equals(LiveDevice.KERNEL_GRO);
    return new LiveDevice(
        kind,
        coalesces ? name("policy") : "",
        coalesces ? name("flush") : "",
        kind.equals(LiveDevice.NONE) ? 0 : whole("interval_ns", 0));
  }

  Forecast forecast() {
    return new Forecast(
        optional("predicted_segments_per_delivery"),
        optional("predicted_added_delay_p50_ns"),
        optional("predicted_added_delay_p99_ns"));
  }

  /** Nobody knows them in an older file. */
  private Parties parties() {
    return names.contains("receiver_cpu_ns")
        ? new Parties(
            number("receiver_cpu_ns"),
            number("sender_cpu_ns"),
            number("forwarder_cpu_ns"),
            number("forwarder_write_ns"),
            number("return_cpu_ns"))
        : Parties.NONE;
  }

  private Times times(String what) {
    return new Times(optional(what + "_p50_ns"), optional(what + "_p99_ns"));
  }

  private String cell(String column) {
    return cells.get(names.indexOf(column));
  }

  /** A name; it may have no character that would be markup in a page or a file name. */
  private String name(String column) {
    if (!cell(column).matches("[A-Za-z0-9_.:+-]+")) {
      throw wrong(column, "is not a name");
    }
    return cell(column);
  }

  private long whole(String column, int least) {
    if (!cell(column).matches("\\d{1,18}")) {
      throw wrong(column, "is not a whole number");
    }
    long value = Long.parseLong(cell(column));
    if (value < least || (names.indexOf(column) < 4 && value > Integer.MAX_VALUE)) {
      throw wrong(column, "is out of range");
    }
    return value;
  }

  private double number(String column) {
    if (!cell(column).matches("\\d{1,18}(\\.\\d{1,18})?")) {
      throw wrong(column, "is not a number from 0 on");
    }
    return Double.parseDouble(cell(column));
  }

  private double optional(String column) {
    return cell(column).isEmpty() ? Double.NaN : number(column);
  }

  private IllegalArgumentException wrong(String column, String what) {
    return new IllegalArgumentException("%s: '%s' %s".formatted(column, cell(column), what));
  }
}
