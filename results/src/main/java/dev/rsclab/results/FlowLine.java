package dev.rsclab.results;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What has a line of its own where time per packet is shown: a kind, where it puts payload, and how
 * many frames it is offered at a time.
 *
 * @param kind the implementation
 * @param placement where the payload goes: {@link #STAGED}, or another value of the benchmark's
 *     parameter
 * @param batch frames that are offered together; {@link #ONE_BY_ONE} if each is on its own
 */
public record FlowLine(String kind, String placement, String batch) {

  /** Payload is copied into a buffer of the engine's own, as the reference does it. */
  public static final String STAGED = "STAGED";

  /** Every frame is offered on its own. */
  public static final String ONE_BY_ONE = "1";

  /** Payload is written once, into the guest's buffers. */
  public static final String DIRECT = "DIRECT";

  /** Payload stays where it is until delivery. */
  public static final String GATHERED = "GATHERED";

  /** From the most copies to the fewest. */
  private static final List<String> ORDER = List.of(STAGED, DIRECT, GATHERED);

  /** Frames are offered one by one. */
  public FlowLine(String kind, String placement) {
    this(kind, placement, ONE_BY_ONE);
  }

  /** The line of a kind as the reference has it. */
  public static FlowLine staged(String kind) {
    return new FlowLine(kind, STAGED);
  }

  static FlowLine of(Measurement measurement) throws ResultsException {
    return new FlowLine(
        measurement.param("kind"),
        measurement.params().getOrDefault(Condition.PLACEMENT, STAGED),
        measurement.params().getOrDefault(Condition.BATCH, ONE_BY_ONE));
  }

  /** What it has in common with the lines of other kinds. */
  FlowLine ofAnyKind() {
    return new FlowLine("", placement, batch);
  }

  boolean isStaged() {
    return placement.equals(STAGED);
  }

  boolean isOneByOne() {
    return batch.equals(ONE_BY_ONE);
  }

  /** As it stands in tables: {@code "HASH_MAP"}, {@code "HASH_MAP GATHERED, batches of 32"}. */
  public String inTables() {
    return kind + (isStaged() ? "" : " " + placement) + batchInWords();
  }

  /** As charts and titles name it: {@code "hash map"}, {@code "hash map, gathered"}. */
  String label() {
    String place = isStaged() ? "" : ", " + placement.toLowerCase(Locale.ROOT);
    return ChartStyle.label(kind) + place + batchInWords();
  }

  private String batchInWords() {
    return isOneByOne() ? "" : ", batches of " + batch;
  }

  /** Place of a line among those of its kind: its stroke in charts. */
  int rank() {
    int index = ORDER.indexOf(placement);
    int place = index < 0 ? ORDER.size() : index;
    return isOneByOne() ? place : place + ORDER.size() + 1;
  }

  /** Sorts lines by kind, in the order of the run, then by placement. */
  static Comparator<FlowLine> chartOrder(Kinds kinds) {
    return Comparator.comparing(FlowLine::kind, kinds.chartOrder())
        .thenComparingInt(FlowLine::rank)
        .thenComparing(FlowLine::placement)
        .thenComparing(FlowLine::batch);
  }
}
