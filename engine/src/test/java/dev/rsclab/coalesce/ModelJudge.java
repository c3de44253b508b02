package dev.rsclab.coalesce;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of a candidate whose flow is held (contract 2.4.1; policies, sections 2.3 and 2.4).
 */
final class ModelJudge {

  /** What to do with packet and held segment. */
  enum Action {
    APPEND,
    TAKE_WINDOW,
    TAKE_WINDOW_AND_TIMESTAMPS,
    COUNT_DUPLICATE_ACK,
    FINALIZE
  }

  /** What to do, and what to count. */
  record Verdict(Action action, List<Counter> counters) {
    private Verdict(Action action, Counter... counters) {
      this(action, List.of(counters));
    }
  }

  private static final int REFERENCE_WINDOW = 65_535;
  private static final int MOST_COUNTED = 65_535;
  private static final int LARGEST_FRAME = 14 + 40 + 65_535;

  private final RscPolicy policy;

  ModelJudge(RscPolicy policy) {
    this.policy = policy;
  }

  private static Verdict finalize(Counter... reasons) {
    return new Verdict(Action.FINALIZE, Arrays.asList(reasons));
  }

  private static long ahead(int of, int from) {
    return Integer.toUnsignedLong(of - from);
  }

  /** Whether a frame of so many bytes, virtio-net header not counted, is too large to be held. */
  static boolean tooLarge(int frameBytes) {
    return frameBytes > LARGEST_FRAME;
  }

  /**
   * The verdict on packet {@code p} and held segment {@code h}.
   *
   * @param memory bytes that the chain takes
   */
  Verdict verdict(ModelFrame p, ModelSegment h, long memory) {
    boolean data = p.payloadBytes() > 0;
    if (!data && policy.has(RscSwitch.KEEP_PURE_ACKS)) {
      return pureAck(p, h);
    }
    long d = ahead(p.sequence(), h.frame.sequence());
    if (d > REFERENCE_WINDOW) {
      return finalize(Counter.DATA_OUT_OF_WIN);
    }
    boolean behindPureAck = d == 0 && h.payload == 0 && data;
    if (behindPureAck && policy.has(RscSwitch.KEEP_PURE_ACKS)) {
      return finalize(Counter.DATA_AFTER_PURE_ACK);
    }
    if (d == 0 && !behindPureAck) {
      return data && policy.has(RscSwitch.KEEP_RETRANSMITTED_DATA)
          ? finalize(Counter.DATA_OUT_OF_ORDER)
          : sameSequence(p, h);
    }
    if (d != h.payload) {
      return finalize(Counter.DATA_OUT_OF_ORDER);
    }
    Optional<Counter> obstacle = obstacle(p, h);
    if (obstacle.isPresent()) {
      return finalize(obstacle.get());
    }
    if (overSize(p, h, memory)) {
      return behindPureAck
          ? finalize(Counter.DATA_AFTER_PURE_ACK, Counter.OVER_SIZE)
          : finalize(Counter.OVER_SIZE);
    }
    return behindPureAck
        ? new Verdict(Action.APPEND, Counter.DATA_AFTER_PURE_ACK, Counter.COALESCED)
        : new Verdict(Action.APPEND, Counter.COALESCED);
  }

  /** ACKs judged at the held segment's end. */
  private Verdict pureAck(ModelFrame p, ModelSegment h) {
    boolean sameWord = ((p.word() ^ h.frame.word()) & ~ModelFrame.PUSH) == 0;
    boolean same =
        p.sequence() == h.next()
            && p.acknowledgement() == h.frame.acknowledgement()
            && sameWord
            && headersCompare(p, h.frame)
            && !(p.hasTimestamps() && p.timestamp() - h.frame.timestamp() < 0);
    if (!same) {
      return finalize(Counter.PURE_ACK);
    }
    if (p.window() != h.frame.window()) {
      return new Verdict(Action.TAKE_WINDOW_AND_TIMESTAMPS, Counter.WIN_UPDATE);
    }
    return policy.has(RscSwitch.COUNT_DUPLICATE_ACKS) && h.duplicateAcks < MOST_COUNTED
        ? new Verdict(Action.COUNT_DUPLICATE_ACK, Counter.DUP_ACK_COUNTED)
        : finalize(Counter.DUP_ACK);
  }

  /** The reference's ACK rules, at the held segment's start (contract 2.4.1, rows 3a to 3d). */
  private static Verdict sameSequence(ModelFrame p, ModelSegment h) {
    long acknowledged = ahead(p.acknowledgement(), h.frame.acknowledgement());
    if (acknowledged >= REFERENCE_WINDOW) {
      return finalize(Counter.ACK_OUT_OF_WIN);
    }
    if (acknowledged > 0) {
      return finalize(Counter.PURE_ACK);
    }
    return p.window() == h.frame.window()
        ? finalize(Counter.DUP_ACK)
        : new Verdict(Action.TAKE_WINDOW, Counter.WIN_UPDATE);
  }

  /** Why a packet that follows is not appended, its size apart (policies 2.3, steps 5 to 10). */
  private Optional<Counter> obstacle(ModelFrame p, ModelSegment h) {
    ModelFrame first = h.frame;
    if (h.duplicateAcks > 0) {
      return Optional.of(Counter.DUP_ACKS_HELD);
    }
    if (policy.has(RscSwitch.COMPARE_ECN) && ecnChanged(p, first)) {
      return Optional.of(Counter.ECN_CHANGED);
    }
    if (!headersCompare(p, first) || p.hasTimestamps() != first.hasTimestamps()) {
      return Optional.of(Counter.HEADER_CHANGED);
    }
    if (p.hasTimestamps() && p.timestamp() - first.timestamp() < 0) {
      return Optional.of(Counter.TIMESTAMP_BACK);
    }
    long acknowledged = ahead(p.acknowledgement(), first.acknowledgement());
    if (policy.has(RscSwitch.ACK_FORWARD_ONLY) && acknowledged >= 1 << 30) {
      return Optional.of(Counter.ACK_OUT_OF_WIN);
    }
    return policy.has(RscSwitch.LIMIT_SEGMENT_COUNT) && h.segments == MOST_COUNTED
        ? Optional.of(Counter.SEGMENT_COUNT)
        : Optional.empty();
  }

  private boolean ecnChanged(ModelFrame p, ModelFrame h) {
    int marks = ModelFrame.ECE | ModelFrame.CWR;
    boolean reduced = ((p.word() | h.word()) & ModelFrame.CWR) != 0;
    return p.ecn() != h.ecn()
        || ((p.word() ^ h.word()) & marks) != 0
        || (reduced && policy.has(RscSwitch.CWR_ALONE));
  }

  private boolean headersCompare(ModelFrame p, ModelFrame h) {
    if (!policy.has(RscSwitch.COMPARE_HEADERS)) {
      return true;
    }
    int others = ~(ModelFrame.PUSH | ModelFrame.ECE | ModelFrame.CWR);
    return Arrays.equals(p.ethernetHeader(), h.ethernetHeader())
        && p.dscp() == h.dscp()
        && p.flowLabel() == h.flowLabel()
        && p.dontFragment() == h.dontFragment()
        && (p.hopLimit() == h.hopLimit() || policy.has(RscSwitch.LOWEST_HOP_LIMIT))
        && ((p.word() ^ h.word()) & others) == 0;
  }

  private boolean overSize(ModelFrame p, ModelSegment h, long memory) {
    int ipv4Limit = policy.has(RscSwitch.FULL_IPV4_LENGTH) ? 65_535 : 65_515;
    int ipv6Limit = policy.has(RscSwitch.FIT_OLD_GUESTS) ? 65_495 : 65_535;
    int frameBytes = h.frame.frameBytes() + p.payloadBytes();
    long grown = memory - h.memory() + ModelSegment.memory(frameBytes);
    return h.frame.ipLength() + p.payloadBytes() > (p.ipv4 ? ipv4Limit : ipv6Limit)
        || tooLarge(frameBytes)
        || grown > policy.maxHeldBytes();
  }
}
