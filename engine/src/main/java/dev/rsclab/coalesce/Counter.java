package dev.rsclab.coalesce;

/**
 * The counters of a chain, in the order and by the names of the reference (contract section 4).
 *
 * <p>The reference's are 32 bits wide and wrap around; these do not. It also declares {@code
 * dup_ack1}, {@code dup_ack2} and {@code tcp_option}, which nothing ever counts. The last two here
 * are ours.
 */
public enum Counter {
  /** Frames of the family that had an Ethernet header; counted again when offered again. */
  RECEIVED,
  /** Segments appended to a held one, empty ones included. */
  COALESCED,
  /** Held segments finalized because the next one would exceed the size limit. */
  OVER_SIZE,
  /** Segments that started to be held. */
  CACHE,
  /** Segments that started to be held in an empty chain. */
  EMPTY_CACHE,
  /** Segments that started to be held beside others. */
  NO_MATCH_CACHE,
  /**
   * Failed key comparisons of a walk along the chain, whatever the flow table does instead of
   * walking.
   */
  NO_MATCH,
  /** Window updates taken over into a held pure ACK. */
  WIN_UPDATE,
  /** Held segments finalized by a duplicate ACK. */
  DUP_ACK,
  /** Held segments finalized by a pure ACK that acknowledges more. */
  PURE_ACK,
  /** Held segments finalized by an ACK that is older or too far ahead. */
  ACK_OUT_OF_WIN,
  /** Held segments finalized by data that is older or too far ahead. */
  DATA_OUT_OF_WIN,
  /** Held segments finalized by data that leaves a gap or overlaps. */
  DATA_OUT_OF_ORDER,
  /** Data that followed a held pure ACK. */
  DATA_AFTER_PURE_ACK,
  /** Packets with SYN. */
  TCP_SYN,
  /** Packets with FIN, RST or URG. */
  TCP_CTRL_DRAIN,
  /** Packets with TCP options. */
  TCP_ALL_OPT,
  /** Frames without TCP, or too short for it (IPv4 only). */
  BYPASS_NOT_TCP,
  /** IPv4 packets with options, or of another version. */
  IP_OPTION,
  /** IPv4 packets that may be fragmented. */
  IP_FRAG,
  /** Packets marked by ECN, or what the reference takes for it. */
  IP_ECN,
  /** Packets whose IP length cannot be right. */
  IP_HACKED,
  /**
   * Held segments lost because the guest had no room when the timer fired, the coalescer was
   * flushed, or the oldest had to make room.
   */
  PURGE_FAILED,
  /** Held segments lost because the guest had no room when their flow was drained. */
  DRAIN_FAILED,
  /** Held segments lost because the guest had no room when they were finalized. */
  FINAL_FAILED,
  /** Times that the timer fired. */
  TIMER,
  /**
   * Held segments delivered early because the chain had reached its bound; the reference has none
   * (D04).
   */
  EVICTED,
  /** Candidates delivered at once because no held segment could ever contain them (D02). */
  NOT_HELD,
  /** Packets that finalized their flow's held segment and started the next. */
  RESTARTED,
  /** Frames that came with a partial checksum or of a GSO type. */
  OFFLOADED,
  /** Packets with too few TCP header bytes, or more than they have. */
  TCP_HEADER,
  /** Packets with a wrong checksum. */
  BAD_CHECKSUM,
  /** Pure ACKs delivered at once because their flow was not held. */
  PURE_ACK_PASSED,
  /** Data with PSH delivered at once because its flow was not held. */
  PUSH,
  /** Duplicate ACKs counted in a held segment. */
  DUP_ACK_COUNTED,
  /** Held segments finalized by data because they had counted duplicate ACKs. */
  DUP_ACKS_HELD,
  /** Held segments finalized because ECN marks differ. */
  ECN_CHANGED,
  /** Held segments finalized because another header field differs. */
  HEADER_CHANGED,
  /** Held segments finalized by an older timestamp. */
  TIMESTAMP_BACK,
  /** Held segments finalized because they had 65 535 segments. */
  SEGMENT_COUNT
}
