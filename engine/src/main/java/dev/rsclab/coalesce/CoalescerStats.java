package dev.rsclab.coalesce;

import java.util.EnumMap;
import java.util.Map;

/**
 * The counters of one chain.
 *
 * <p>A packet costs one increment, that of its decision; the reference's counters are sums over
 * decisions, made when somebody asks.
 */
@SuppressWarnings("EnumOrdinal") // Arrays by ordinal: an EnumMap would box a Long for every packet.
public final class CoalescerStats {

  private static final Decision[] DECISIONS = Decision.values();

  private final long[] byDecision = new long[DECISIONS.length];
  private final long[] byEvent = new long[Counter.values().length];

  /** Apart from the other events, because every candidate adds to it. */
  private long comparisons;

  /** {@link Decision#IN_ORDER}, apart from the others because it is the most frequent. */
  private long inOrder;

  CoalescerStats() {}

  void count(Decision decision) {
    byDecision[decision.ordinal()]++;
  }

  /** Counts {@link Decision#IN_ORDER}. */
  void countInOrder() {
    inOrder++;
  }

  /** Counts a run of {@link Decision#IN_ORDER}, and {@link Counter#NO_MATCH} for all of it. */
  void countRun(int segments, long failedComparisons) {
    inOrder += segments;
    comparisons += failedComparisons;
  }

  void count(Counter event) {
    byEvent[event.ordinal()]++;
  }

  /** Counts {@link Counter#NO_MATCH}. */
  void countFailedComparisons(int number) {
    comparisons += number;
  }

  /** How many packets of the chain ended in {@code decision}. */
  public long get(Decision decision) {
    return decision == Decision.IN_ORDER ? inOrder : byDecision[decision.ordinal()];
  }

  /** The value of one of the reference's counters. O(decisions). */
  public long get(Counter counter) {
    long value = counter == Counter.NO_MATCH ? comparisons : byEvent[counter.ordinal()];
    if (counter == Counter.RECEIVED) {
      // Such a packet has two decisions: it ended one held segment and started the next.
      value -= byEvent[Counter.RESTARTED.ordinal()];
    }
    for (Decision decision : DECISIONS) {
      if (counter == Counter.RECEIVED || decision.counters().contains(counter)) {
        value += get(decision);
      }
    }
    return value;
  }

  /** The counters that are not zero, by name in the reference's order. */
  public Map<Counter, Long> nonZero() {
    Map<Counter, Long> values = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      long value = get(counter);
      if (value != 0) {
        values.put(counter, value);
      }
    }
    return values;
  }
}
