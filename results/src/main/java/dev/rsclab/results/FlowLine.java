package dev.rsclab.results;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What has a line of its own where time per packet is shown: a kind, and where it puts payload.
 *
 * @param kind the implementation
 * @param placement where the payload goes: {@link #STAGED}, or another value of the benchmark's
 *     parameter
 */
public record FlowLine(String kind, String placement) {

  /** Payload is copied into a buffer of the engine's own, as the reference does it. */
  public static final String STAGED = "STAGED";

  /** Payload is written once, into the guest's buffers. */
  public static final String DIRECT = "DIRECT";

  /** Payload stays where it is until delivery. */
  public static final String GATHERED = "GATHERED";

  /** From the most copies to the fewest. */
  private static final List<String> ORDER = List.of(STAGED, DIRECT, GATHERED);

  /** The line of a kind as the reference has it. */
  public static FlowLine staged(String kind) {
    return new FlowLine(kind, STAGED);
  }

  static FlowLine of(Measurement measurement) throws ResultsException {
    return new FlowLine(
        measurement.param("kind"), measurement.params().getOrDefault(Condition.PLACEMENT, STAGED));
  }

  boolean isStaged() {
    return placement.equals(STAGED);
  }

  /** As it stands in tables: {@code "HASH_MAP"}, {@code "HASH_MAP GATHERED"}. */
  public String inTables() {
    return isStaged() ? kind : kind + " " + placement;
  }

  /** As charts and titles name it: {@code "hash map"}, {@code "hash map, gathered"}. */
  String label() {
    return isStaged()
        ? ChartStyle.label(kind)
        : ChartStyle.label(kind) + ", " + placement.toLowerCase(Locale.ROOT);
  }

  /** Place of a placement among them: its stroke in charts. */
  static int rank(String placement) {
    int index = ORDER.indexOf(placement);
    return index < 0 ? ORDER.size() : index;
  }

  /** Sorts lines by kind, in the order of the run, then by placement. */
  static Comparator<FlowLine> chartOrder(Kinds kinds) {
    return Comparator.comparing(FlowLine::kind, kinds.chartOrder())
        .thenComparingInt(line -> rank(line.placement))
        .thenComparing(FlowLine::placement);
  }
}
