package dev.rsclab.coalesce;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When what is held is handed over though no packet ends it. In every strategy {@link
 * RscPolicy#intervalNanos} is the longest that a segment is held.
 *
 * <p>{@code docs/policies.md}, section 9, defines each one.
 */
public enum FlushStrategy {
  /**
   * The reference: one timer for a chain, armed when the empty chain starts to hold, delivers all
   * of it (contract 2.7).
   */
  CHAIN_TIMER,
  /** Each held segment has its own deadline, an interval after its first packet. Mends D53. */
  SEGMENT_DEADLINE,
  /**
   * A segment is due when its flow has been silent for a gap, or an interval after its first
   * packet: as the packet timer and the absolute timer of Intel's NICs (registers RDTR and RADV).
   */
  IDLE_GAP,
  /**
   * The device says when it has taken all frames of a batch, {@link Coalescer#endOfBatch}: as Linux
   * hands over at the end of a NAPI poll. The chain timer bounds the wait.
   */
  END_OF_BATCH,
  /**
   * The chain timer, and data with PSH is handed over at once: turns {@link
   * RscSwitch#FLUSH_ON_PUSH} on.
   */
  PUSH,
  /** How long a segment waits follows the gaps between its flow's packets. */
  ADAPTIVE;

  /** Whether each held segment has a deadline of its own, in place of the chain's timer. */
  boolean timesSegments() {
    return this == SEGMENT_DEADLINE || this == IDLE_GAP || this == ADAPTIVE;
  }

  /** Whether a deadline depends on the packets that are appended. */
  boolean timesAppends() {
    return this == IDLE_GAP || this == ADAPTIVE;
  }

  /** Whether the strategy includes a switch of the policy. */
  boolean turnsOn(RscSwitch wanted) {
    return this == PUSH && wanted == RscSwitch.FLUSH_ON_PUSH;
  }

  /**
   * The strategy of a name as users type it: upper or lower case, with dashes or underscores.
   *
   * @throws IllegalArgumentException if there is none; the message lists the allowed names
   */
  public static FlushStrategy named(String name) {
    String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values())
        .filter(s -> s.name().equals(constant))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no flush strategy '"
                    + name
                    + "'; allowed: "
                    + Arrays.stream(values())
                        .map(FlushStrategy::toString)
                        .collect(Collectors.joining(", "))));
  }

  /** The name as users type it: lower case with dashes. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
