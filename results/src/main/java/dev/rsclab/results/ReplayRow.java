package dev.rsclab.results;

import java.util.List;

/**
 * What coalescing one workload with one interval does to its packets, exact from a replay in
 * virtual time: one line of {@code replay.csv}.
 *
 * @param workload name of the workload
 * @param family IP family, as the benchmarks' parameter names it
 * @param policy name of the coalescing policy
 * @param flush name of the flush strategy: when held segments are handed over
 * @param intervalNanos rsc_interval in ns
 * @param frames packets in
 * @param deliveries packets out, coalesced or not
 * @param mergeFactor packets in for each packet out
 * @param delayMeanNanos mean delay that coalescing adds to a packet, in ns
 * @param delayP50Nanos its median
 * @param delayP90Nanos its 90th percentile
 * @param delayP99Nanos its 99th percentile
 * @param delayMaxNanos its maximum
 * @param messageP50Nanos median of the delay added to segments with PSH alone, which end a message:
 *     what an exchange of requests and responses waits for, in ns; -1 if there are none
 * @param messageP99Nanos its 99th percentile; -1 if there are none
 * @param deliveredBytes bytes of all packets out, virtio-net headers included; -1 if not known, as
 *     in files that were written before there was such a column
 */
public record ReplayRow(
    String workload,
    String family,
    String policy,
    String flush,
    long intervalNanos,
    long frames,
    long deliveries,
    double mergeFactor,
    double delayMeanNanos,
    long delayP50Nanos,
    long delayP90Nanos,
    long delayP99Nanos,
    long delayMaxNanos,
    long messageP50Nanos,
    long messageP99Nanos,
    long deliveredBytes) {

  /** In place of a message's delay where no segment ends one. */
  public static final long NO_MESSAGES = -1;

  /** In place of the delivered bytes where they are not known. */
  public static final long UNKNOWN = -1;

  /** The first line of files without the last column. */
  static final String OLDER_HEADER =
      "workload,family,policy,flush,interval_ns,frames,deliveries,merge_factor,"
          + "delay_mean_ns,delay_p50_ns,delay_p90_ns,delay_p99_ns,delay_max_ns,"
          + "message_p50_ns,message_p99_ns";

  /** The first line of the file. */
  public static final String HEADER = OLDER_HEADER + ",delivered_bytes";

  private static final List<String> COLUMNS = List.of(HEADER.split(",", -1));

  /**
   * Checks the fields.
   *
   * @throws IllegalArgumentException if a name is blank or holds a comma, quote or line break, or a
   *     number is negative or not finite
   */
  public ReplayRow {
    requireName("workload", workload);
    requireName("family", family);
    requireName("policy", policy);
    requireName("flush", flush);
    requireCount("interval_ns", intervalNanos);
    requireCount("frames", frames);
    requireCount("deliveries", deliveries);
    requireAmount("merge_factor", mergeFactor);
    requireAmount("delay_mean_ns", delayMeanNanos);
    requireCount("delay_p50_ns", delayP50Nanos);
    requireCount("delay_p90_ns", delayP90Nanos);
    requireCount("delay_p99_ns", delayP99Nanos);
    requireCount("delay_max_ns", delayMaxNanos);
    requireCountOrNone("message_p50_ns", messageP50Nanos);
    requireCountOrNone("message_p99_ns", messageP99Nanos);
    requireCountOrNone("delivered_bytes", deliveredBytes);
  }

  /** This row as a line of the file, without line break. */
  public String toCsv() {
    return String.join(
        ",",
        workload,
        family,
        policy,
        flush,
        Long.toString(intervalNanos),
        Long.toString(frames),
        Long.toString(deliveries),
        Double.toString(mergeFactor),
        Double.toString(delayMeanNanos),
        Long.toString(delayP50Nanos),
        Long.toString(delayP90Nanos),
        Long.toString(delayP99Nanos),
        Long.toString(delayMaxNanos),
        countOrNothing(messageP50Nanos),
        countOrNothing(messageP99Nanos),
        countOrNothing(deliveredBytes));
  }

  /**
   * Reads a line of the file.
   *
   * @throws IllegalArgumentException if it is no such line, naming the column that is wrong
   */
  public static ReplayRow parse(String line) {
    return parse(line, HEADER);
  }

  /** Reads a line of a file that begins with this or the {@link #OLDER_HEADER}. */
  static ReplayRow parse(String line, String header) {
    String[] fields = line.split(",", -1);
    int columns = header.split(",", -1).length;
    if (fields.length != columns) {
      throw new IllegalArgumentException(
          fields.length + " columns instead of " + columns + ": " + line);
    }
    return new ReplayRow(
        fields[0],
        fields[1],
        fields[2],
        fields[3],
        whole(fields, 4),
        whole(fields, 5),
        whole(fields, 6),
        real(fields, 7),
        real(fields, 8),
        whole(fields, 9),
        whole(fields, 10),
        whole(fields, 11),
        whole(fields, 12),
        wholeOrNone(fields, 13),
        wholeOrNone(fields, 14),
        fields.length < COLUMNS.size() ? UNKNOWN : wholeOrNone(fields, 15));
  }

  /** Whether any segment of the traffic ends a message. */
  public boolean hasMessages() {
    return messageP50Nanos != NO_MESSAGES;
  }

  private static String countOrNothing(long count) {
    return count == NO_MESSAGES ? "" : Long.toString(count);
  }

  private static long wholeOrNone(String[] fields, int column) {
    return fields[column].isEmpty() ? NO_MESSAGES : whole(fields, column);
  }

  private static long whole(String[] fields, int column) {
    try {
      return Long.parseLong(fields[column]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          COLUMNS.get(column) + ": '" + fields[column] + "' is not a whole number", e);
    }
  }

  private static double real(String[] fields, int column) {
    try {
      return Double.parseDouble(fields[column]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          COLUMNS.get(column) + ": '" + fields[column] + "' is not a number", e);
    }
  }

  private static void requireName(String column, String name) {
    if (name.isBlank() || name.chars().anyMatch(c -> c == ',' || c == '"' || c < ' ')) {
      throw new IllegalArgumentException(column + ": '" + name + "' is not a name");
    }
  }

  private static void requireCount(String column, long count) {
    if (count < 0) {
      throw new IllegalArgumentException(column + ": " + count + " is negative");
    }
  }

  private static void requireCountOrNone(String column, long count) {
    if (count != NO_MESSAGES) {
      requireCount(column, count);
    }
  }

  private static void requireAmount(String column, double amount) {
    if (!Double.isFinite(amount) || amount < 0) {
      throw new IllegalArgumentException(column + ": " + amount + " is not an amount");
    }
  }
}
