package dev.rsclab.coalesce;

import java.util.List;

/**
 * What happens to a packet, and why: one constant for each row of the contract's tables (2.2 and
 * 2.4.1).
 *
 * <p>Each packet of a chain ends in exactly one decision. Statistics index by it.
 */
public enum Decision {
  /** The frame is too short for an Ethernet header (step 0). */
  RUNT(Action.DELIVER),
  /** Neither IPv4 nor IPv6, as seen by the EtherType; a VLAN tag is such a case (step 1). */
  NOT_IP(Action.DELIVER),
  /** Coalescing of the family is switched off (step 3). */
  FAMILY_OFF(Action.DELIVER),
  /** IPv4, too short for IP and TCP headers (step 4). */
  IPV4_TOO_SHORT(Action.DELIVER, Counter.BYPASS_NOT_TCP),
  /** IPv6, too short for IP and TCP headers (step 4); the reference does not count it. */
  IPV6_TOO_SHORT(Action.DELIVER),
  /** IPv4 by EtherType, but not version 4 or not 20 header bytes (steps 5 and 6). */
  IPV4_OPTIONS(Action.DELIVER, Counter.IP_OPTION),
  /** IPv6 by EtherType, but not version 6 (step 5); the reference does not count it. */
  IPV6_VERSION(Action.DELIVER),
  /** Another protocol than TCP, or an IPv6 extension header (steps 7 and 6). */
  NOT_TCP(Action.DELIVER, Counter.BYPASS_NOT_TCP),
  /** IPv4 without the DF bit (step 8). */
  MAY_FRAGMENT(Action.DELIVER, Counter.IP_FRAG),
  /** An IPv4 fragment ({@link RscSwitch#REFUSE_FRAGMENTS}). */
  FRAGMENT(Action.DELIVER, Counter.IP_FRAG),
  /** A frame with a partial checksum or of a GSO type ({@link RscSwitch#PASS_OFFLOADED}). */
  OFFLOADED(Action.DRAIN_FLOW, Counter.OFFLOADED),
  /** ECN bits, or what the reference takes for them in IPv6 (steps 9 and 8, D32). */
  IP_ECN(Action.DELIVER, Counter.IP_ECN),
  /** An IP length below the headers or beyond the frame (steps 10 and 7). */
  IP_LENGTH(Action.DELIVER, Counter.IP_HACKED),
  /** SYN (step 11). */
  TCP_SYN(Action.DELIVER, Counter.TCP_SYN),
  /** FIN, RST or URG (step 12). */
  TCP_CONTROL(Action.DRAIN_FLOW, Counter.TCP_CTRL_DRAIN),
  /** More than 20 TCP header bytes (step 13). */
  TCP_OPTIONS(Action.DRAIN_FLOW, Counter.TCP_ALL_OPT),
  /**
   * Too few TCP header bytes, or more than the packet has ({@link RscSwitch#REQUIRE_TCP_HEADER}).
   */
  TCP_HEADER(Action.DRAIN_FLOW, Counter.TCP_HEADER),
  /** A checksum is wrong ({@link RscSwitch#VERIFY_CHECKSUMS}). */
  BAD_CHECKSUM(Action.DRAIN_FLOW, Counter.BAD_CHECKSUM),
  /** May be held or merged (step 14). Replaced by one of those below. */
  CANDIDATE(Action.JUDGE),
  /** The flow is not held, and nothing else is: hold, arm the timer (2.4, 1). */
  FIRST_IN_CHAIN(Action.HOLD, Counter.CACHE, Counter.EMPTY_CACHE),
  /** The flow is not held, others are: hold (2.4, 3). */
  NEW_FLOW(Action.HOLD, Counter.CACHE, Counter.NO_MATCH_CACHE),
  /** The flow is not held, and the frame is larger than what a held segment can contain (D02). */
  TOO_LARGE_TO_HOLD(Action.DELIVER, Counter.NOT_HELD),
  /** A pure ACK of a flow that is not held ({@link RscSwitch#PASS_PURE_ACKS}). */
  PURE_ACK_PASSED(Action.DELIVER, Counter.PURE_ACK_PASSED),
  /** Data with PSH of a flow that is not held ({@link RscSwitch#FLUSH_ON_PUSH}). */
  PUSH(Action.DELIVER, Counter.PUSH),
  /** The sequence number lies before the held segment, or too far behind it (2.4.1, 1). */
  DATA_OUT_OF_WINDOW(Action.FINALIZE, Counter.DATA_OUT_OF_WIN),
  /** Same sequence number, and the ACK is older or too far ahead (3a). */
  ACK_OUT_OF_WINDOW(Action.FINALIZE, Counter.ACK_OUT_OF_WIN),
  /** Same sequence number, ACK and window (3b). */
  DUPLICATE_ACK(Action.FINALIZE, Counter.DUP_ACK),
  /** A duplicate ACK that the held segment counts ({@link RscSwitch#COUNT_DUPLICATE_ACKS}). */
  DUPLICATE_ACK_COUNTED(Action.COUNT_DUPLICATE_ACK, Counter.DUP_ACK_COUNTED),
  /** Data behind duplicate ACKs that the held segment has counted. */
  DUPLICATE_ACKS_HELD(Action.FINALIZE, Counter.DUP_ACKS_HELD),
  /** Data behind a held pure ACK ({@link RscSwitch#KEEP_PURE_ACKS}). */
  DATA_AFTER_PURE_ACK_HELD(Action.FINALIZE, Counter.DATA_AFTER_PURE_ACK),
  /** ECN bits, ECE or CWR differ ({@link RscSwitch#COMPARE_ECN}). */
  ECN_CHANGED(Action.FINALIZE, Counter.ECN_CHANGED),
  /** Another header field differs ({@link RscSwitch#COMPARE_HEADERS}). */
  HEADER_CHANGED(Action.FINALIZE, Counter.HEADER_CHANGED),
  /** A timestamp older than the held one ({@link RscSwitch#MERGE_TIMESTAMPS}). */
  TIMESTAMP_BACK(Action.FINALIZE, Counter.TIMESTAMP_BACK),
  /** The held segment has as many segments as can be counted. */
  SEGMENT_COUNT(Action.FINALIZE, Counter.SEGMENT_COUNT),
  /** Same sequence number and ACK, another window (3c). */
  WINDOW_UPDATE(Action.UPDATE_WINDOW, Counter.WIN_UPDATE),
  /** Same sequence number, and more is acknowledged (3d). */
  PURE_ACK(Action.FINALIZE, Counter.PURE_ACK),
  /** A gap or an overlap (4). */
  DATA_OUT_OF_ORDER(Action.FINALIZE, Counter.DATA_OUT_OF_ORDER),
  /** The merged segment would exceed the limit (7). */
  OVER_SIZE(Action.FINALIZE, Counter.OVER_SIZE),
  /** The same for data behind a held pure ACK (2, then 7). */
  OVER_SIZE_AFTER_PURE_ACK(Action.FINALIZE, Counter.DATA_AFTER_PURE_ACK, Counter.OVER_SIZE),
  /** Follows the held segment (8). */
  IN_ORDER(Action.APPEND, Counter.COALESCED),
  /** Data with the sequence number of a held pure ACK (2, then 8). */
  DATA_AFTER_PURE_ACK(Action.APPEND, Counter.DATA_AFTER_PURE_ACK, Counter.COALESCED);

  /** What a decision makes the coalescer do with a packet. */
  public enum Action {
    /** Deliver the packet at once; nothing held is touched. The contract calls it a bypass. */
    DELIVER,
    /** Deliver what is held of the flow, then the packet. */
    DRAIN_FLOW,
    /** Look for the flow and decide again. */
    JUDGE,
    /** Start to hold the packet. */
    HOLD,
    /** Append the packet to the flow's held segment. */
    APPEND,
    /** Copy the packet's window into the flow's held segment and drop the rest of it. */
    UPDATE_WINDOW,
    /** Count a duplicate ACK in the flow's held segment and drop it. */
    COUNT_DUPLICATE_ACK,
    /** Deliver the flow's held segment, then hold or deliver the packet. */
    FINALIZE
  }

  private final Action action;

  private final List<Counter> counters;

  Decision(Action action, Counter... counters) {
    this.action = action;
    this.counters = List.of(counters);
  }

  /** What to do with the packet. */
  public Action action() {
    return action;
  }

  /** The reference's counters that the decision adds one to, {@link Counter#RECEIVED} apart. */
  public List<Counter> counters() {
    return counters;
  }
}
