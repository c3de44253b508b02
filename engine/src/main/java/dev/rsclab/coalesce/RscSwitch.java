package dev.rsclab.coalesce;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The switches of a {@link RscPolicy}: what it does otherwise than the reference, one by one, so
 * that each can be turned off, tested and priced.
 *
 * <p>With all switches off a coalescer is the reference's. {@code docs/policies.md} says precisely
 * what each one changes, which policies have it, and why.
 */
public enum RscSwitch {
  /**
   * Only the bytes up to the end of the IP packet are held; trailing bytes are dropped from the
   * copy. A frame that is passed keeps them. Mends D01, D10.
   */
  TRIM_TO_IP_LENGTH,
  /**
   * A data offset below 5, or TCP header bytes beyond the IP length, is no candidate: drain the
   * flow, pass p (TCP_HEADER). Mends D12.
   */
  REQUIRE_TCP_HEADER,
  /** IPv4 with MF set or an offset that is not zero is no candidate (FRAGMENT). Mends D13. */
  REFUSE_FRAGMENTS,
  /** IPv4 with DF clear may merge. */
  MERGE_WITHOUT_DF,
  /**
   * Unless the virtio-net flags say DATA_VALID, the IPv4 header's and the TCP checksum of a
   * candidate are verified; a wrong one: drain the flow, pass p (BAD_CHECKSUM). Mends D11.
   */
  VERIFY_CHECKSUMS,
  /** The headers of a merged unit are made right. Contract 3.1 to 3.3. */
  COMPLETE_HEADERS,
  /**
   * With {@link #COMPLETE_HEADERS}: the whole TCP checksum is computed instead of the
   * pseudo-header's sum. Contract 3.2.
   */
  COMPUTE_TCP_CHECKSUM,
  /**
   * A frame with NEEDS_CSUM, or with a GSO type that is not NONE: drain the flow, pass p
   * (OFFLOADED). Mends D26.
   */
  PASS_OFFLOADED,
  /** Before any packet is passed, what is held of its flow is delivered. Mends D40. */
  DRAIN_BEFORE_BYPASS,
  /** No pure ACK is appended to data; ACKs are judged at H's end. Mends D30, D36. */
  KEEP_PURE_ACKS,
  /** A pure ACK is never held: nothing could be gained, and the ACK would be late. Mends D51. */
  PASS_PURE_ACKS,
  /**
   * With {@link #KEEP_PURE_ACKS}: a duplicate ACK at H's end is counted in H and not delivered on
   * its own. Mends D35.
   */
  COUNT_DUPLICATE_ACKS,
  /**
   * ECN-marked packets are candidates; the ECN bits and ECE and CWR must equal H's. Mends D31, D32.
   */
  COMPARE_ECN,
  /**
   * With {@link #COMPARE_ECN}: neither a packet with CWR nor one that follows an H with CWR merges.
   * Mends D31.
   */
  CWR_ALONE,
  /** Everything else that the merged headers keep must equal H's. Mends D14, D38. */
  COMPARE_HEADERS,
  /** With {@link #COMPARE_HEADERS}: TTL or hop limit may differ, and H takes the lower one. */
  LOWEST_HOP_LIMIT,
  /** PSH of H is that of any of its segments, not of the last. Mends D33. */
  OR_PUSH,
  /**
   * Data with PSH ends H at once: append and deliver; if it would be held, pass it (PUSH). Mends
   * D52.
   */
  FLUSH_ON_PUSH,
  /**
   * Data whose ACK lies behind H's, or 2^30 or more ahead, is not appended (ACK_OUT_OF_WINDOW).
   * Mends D15, D34.
   */
  ACK_FORWARD_ONLY,
  /** Data with H's first sequence number is never taken for a window update. Mends D23. */
  KEEP_RETRANSMITTED_DATA,
  /** IPv4 units up to 65 535 bytes. Mends D54. */
  FULL_IPV4_LENGTH,
  /**
   * IPv6 units up to a payload length of 65 495: a frame of 65 549 bytes, which every driver takes.
   * Mends D22.
   */
  FIT_OLD_GUESTS,
  /** The packet that finalizes H starts the next unit. Mends D51. */
  RESTART_AFTER_FINAL,
  /** Segments with the timestamp option alone may merge. Mends D50. */
  MERGE_TIMESTAMPS,
  /** Frames with one 802.1Q tag may merge within their VLAN */
  MERGE_VLAN,
  /** A unit ends at 65 535 segments. Mends D37. */
  LIMIT_SEGMENT_COUNT,
  /** What the guest does not accept stays held. Mends D20. */
  KEEP_REFUSED,
  /** negotiate first delivers what is held. Mends D24. */
  FLUSH_ON_CHANGE,
  /** The timer is cancelled when the chain runs empty. Mends D55. */
  CANCEL_IDLE_TIMER,
  /**
   * A deadline farther away than the interval, because the clock went back, is moved to now +
   * interval when the next packet is held. Mends D60.
   */
  FOLLOW_CLOCK;

  /** The name as users type it: lower case with dashes. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The switch of a name as users type it: upper or lower case, with dashes or underscores.
   *
   * @throws IllegalArgumentException if there is none; the message lists the allowed names
   */
  public static RscSwitch named(String name) {
    String constant = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values())
        .filter(s -> s.name().equals(constant))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no switch '"
                    + name
                    + "'; allowed: "
                    + Arrays.stream(values())
                        .map(RscSwitch::label)
                        .collect(Collectors.joining(", "))));
  }
}
