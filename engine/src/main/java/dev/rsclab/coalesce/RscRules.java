package dev.rsclab.coalesce;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import dev.rsclab.packet.TcpFlags;

/**
 * What becomes of a candidate, by its headers and those of its flow's held segment (contract 2.4;
 * docs/policies.md 2.3): what Receive Segment Coalescing means.
 *
 * <p>The order of the tests is part of the contract: it decides which reason is counted.
 */
final class RscRules {

  /** The farthest that data can lie ahead of the held segment's first byte. */
  private static final int DATA_WINDOW = 65_535;

  /**
   * The nearest ACK that lies too far ahead of the held one for the reference; one less than its
   * counterpart for data would suggest.
   */
  private static final int ACK_WINDOW = 65_535;

  /** The largest window that RFC 7323 allows: no honest ACK advances by more. */
  private static final int LARGEST_WINDOW = 1 << 30;

  private static final int MAX_COUNT = 0xFFFF;
  private static final int ECN_FLAGS = TcpFlags.ECE | TcpFlags.CWR;

  /** Flags that headers may differ in as far as {@link RscSwitch#COMPARE_HEADERS} goes. */
  private static final int UNCOMPARED_FLAGS = TcpFlags.PSH | ECN_FLAGS;

  /** Whether more is asked of data's headers than that it follows and fits. */
  private final boolean asksMore;

  /** Whether there may be no memory for data that a held segment has space for. */
  private final boolean boundsMemory;

  /** Whether either is the case. */
  private final boolean asks;

  /** TCP bits that must be equal, and those that must have one value, for all to be at a glance. */
  private static final long GLANCED_FLAGS = (0xFFFFL & ~TcpFlags.PSH) << 16;

  private static final long PLAIN_FLAGS = (0xF000L | TcpFlags.CWR) << 16;
  private static final long PLAIN = (long) (Headers.TCP_BYTES / 4) << 28;

  /** Whether nothing but what {@link #isPlain} tests can speak against a plain packet. */
  private final boolean glances;

  private final int leastPayload;
  private final int mostAcknowledged;
  private final boolean keepsPureAcks;
  private final boolean passesPureAcks;
  private final boolean countsDuplicateAcks;
  private final boolean comparesEcn;
  private final boolean cwrAlone;
  private final boolean comparesHeaders;
  private final boolean ackForwardOnly;
  private final boolean keepsRetransmittedData;
  private final boolean limitsSegmentCount;
  private final boolean flushesOnPush;
  private final long inheritedFlags;
  private final ComparedHeaders compared;

  RscRules(IpFamily family, RscPolicy policy) {
    compared = new ComparedHeaders(family, policy);
    keepsPureAcks = policy.has(RscSwitch.KEEP_PURE_ACKS);
    passesPureAcks = policy.has(RscSwitch.PASS_PURE_ACKS);
    countsDuplicateAcks = policy.has(RscSwitch.COUNT_DUPLICATE_ACKS);
    comparesEcn = policy.has(RscSwitch.COMPARE_ECN);
    cwrAlone = comparesEcn && policy.has(RscSwitch.CWR_ALONE);
    comparesHeaders = policy.has(RscSwitch.COMPARE_HEADERS);
    ackForwardOnly = policy.has(RscSwitch.ACK_FORWARD_ONLY);
    keepsRetransmittedData = policy.has(RscSwitch.KEEP_RETRANSMITTED_DATA);
    limitsSegmentCount = policy.has(RscSwitch.LIMIT_SEGMENT_COUNT);
    flushesOnPush = policy.has(RscSwitch.FLUSH_ON_PUSH);
    inheritedFlags = policy.has(RscSwitch.OR_PUSH) ? (long) TcpFlags.PSH << 16 : 0;
    asksMore =
        keepsPureAcks
            || comparesEcn
            || comparesHeaders
            || ackForwardOnly
            || limitsSegmentCount
            || policy.has(RscSwitch.MERGE_TIMESTAMPS);
    boundsMemory = policy.placement() == Placement.DIRECT;
    asks = asksMore || boundsMemory;
    // Segments without data could be appended 65 535 times.
    glances = asksMore && !countsDuplicateAcks && (keepsPureAcks || !limitsSegmentCount);
    leastPayload = keepsPureAcks ? 1 : 0;
    mostAcknowledged = ackForwardOnly ? LARGEST_WINDOW - 1 : -1;
  }

  /**
   * A slot has started to hold a packet.
   *
   * @param first whether no other slot holds anything
   */
  void started(int slot, PacketView packet, boolean first) {
    if (glances) {
      compared.start(slot, packet, first);
    }
  }

  /** A slot holds what another coalescer has held: nothing is known of it but its headers. */
  void restored(int slot) {
    compared.forget(slot);
  }

  /** What becomes of a candidate whose flow is not held. */
  Decision judgeAlone(PacketView packet) {
    if (packet.payloadBytes() == 0) {
      return passesPureAcks ? Decision.PURE_ACK_PASSED : Decision.NEW_FLOW;
    }
    return endsWithPush(packet) ? Decision.PUSH : Decision.NEW_FLOW;
  }

  /** Whether a packet is an ACK that is judged at the end of what is held. */
  boolean isJudgedAsPureAck(PacketView packet) {
    return keepsPureAcks && packet.payloadBytes() == 0;
  }

  /** Whether a segment ends the unit that it is in. */
  boolean endsWithPush(PacketView packet) {
    return flushesOnPush && (packet.offsetAndFlags() & TcpFlags.PSH) != 0;
  }

  /** Bytes 8 to 15 of the TCP header of a held segment to which a packet is appended. */
  long mergedState(PacketView packet, long heldState) {
    return mergedState(packet.tcpState(), heldState);
  }

  /**
   * Whether a candidate continues the held segment's data, fits, and nothing speaks against it:
   * {@link #judge} would say {@link Decision#IN_ORDER}.
   */
  boolean follows(PacketView packet, HeldSegments held, int slot) {
    long next = held.next(slot);
    int payload = packet.payloadBytes();
    return packet.sequence() == (int) (next >>> 32)
        && hasMemory(held, slot, payload)
        && (!asksMore || mayAppend(packet, held, slot))
        && (payload <= (int) next || held.makeSpace(slot, payload));
  }

  /**
   * Whether {@link #mayAppendPlainly} tells of most segments that they are appended, and no segment
   * ends its unit.
   */
  boolean tellAtAGlance() {
    return (!asksMore || glances) && !flushesOnPush;
  }

  /** Whether data continues what is held and fits. */
  static boolean followsPlainly(long next, int sequence, int payloadBytes) {
    return sequence == (int) (next >>> 32) && payloadBytes <= (int) next;
  }

  /**
   * Bytes 8 to 15 of the TCP header of a held segment to which a packet with others is appended.
   */
  long mergedState(long tcpState, long heldState) {
    return tcpState | (heldState & inheritedFlags);
  }

  private boolean mayAppend(PacketView packet, HeldSegments held, int slot) {
    return isPlain(packet, held, slot)
        || (!isJudgedAsPureAck(packet) && objection(packet, held, slot) == Decision.IN_ORDER);
  }

  private boolean isPlain(PacketView packet, HeldSegments held, int slot) {
    return glances
        && compared.areSame(packet, slot)
        && isPlain(packet.tcpState(), held.tcpState(slot), packet.payloadBytes());
  }

  private boolean hasMemory(HeldSegments held, int slot, int payload) {
    return !boundsMemory || held.hasMemoryFor(slot, payload);
  }

  /**
   * Whether data that {@link #followsPlainly} is appended, at a glance: what nearly all data is
   * like, of which no switch compares anything that differs. If not, the tests follow one by one.
   *
   * @param bytes has a segment of IPv4 without VLAN tag and TCP options
   * @param ip where its IP header begins
   */
  boolean mayAppendPlainly(
      byte[] bytes, int ip, long tcpState, int payload, HeldSegments held, int slot) {
    return !asks
        || (hasMemory(held, slot, payload)
            && (!asksMore
                || (compared.areSameUntagged(bytes, ip, slot)
                    && isPlain(tcpState, held.tcpState(slot), payload))));
  }

  /** Whether {@link #objection} finds nothing in TCP's header. */
  private boolean isPlain(long tcpState, long heldState, int payload) {
    int acknowledged = (int) (tcpState >>> 32) - (int) (heldState >>> 32);
    return ((tcpState ^ heldState) & GLANCED_FLAGS) == 0
        && (heldState & PLAIN_FLAGS) == PLAIN
        && payload >= leastPayload
        && Integer.compareUnsigned(acknowledged, mostAcknowledged) <= 0;
  }

  /** What becomes of a candidate whose flow is held. */
  Decision judge(PacketView packet, HeldSegments held, int slot) {
    int payload = packet.payloadBytes();
    if (isJudgedAsPureAck(packet)) {
      return judgePureAck(packet, held, slot);
    }
    int ahead = packet.sequence() - held.sequence(slot);
    int heldPayload = held.payloadBytes(slot);
    if (Integer.compareUnsigned(ahead, DATA_WINDOW) > 0) {
      return Decision.DATA_OUT_OF_WINDOW;
    }
    if (ahead != 0) {
      return ahead == heldPayload ? objection(packet, held, slot) : Decision.DATA_OUT_OF_ORDER;
    }
    if (heldPayload == 0 && payload > 0) {
      return judgeAfterPureAck(packet, held, slot);
    }
    return payload > 0 && keepsRetransmittedData
        ? Decision.DATA_OUT_OF_ORDER
        : judgeAck(packet, held, slot);
  }

  private Decision judgeAfterPureAck(PacketView packet, HeldSegments held, int slot) {
    if (keepsPureAcks) {
      return Decision.DATA_AFTER_PURE_ACK_HELD;
    }
    Decision objection = objection(packet, held, slot);
    return switch (objection) {
      case IN_ORDER -> Decision.DATA_AFTER_PURE_ACK;
      case OVER_SIZE -> Decision.OVER_SIZE_AFTER_PURE_ACK;
      default -> objection;
    };
  }

  /** The reference's rows 3a to 3d. */
  private static Decision judgeAck(PacketView packet, HeldSegments held, int slot) {
    int acknowledged = packet.acknowledgement() - held.acknowledgement(slot);
    if (Integer.compareUnsigned(acknowledged, ACK_WINDOW) >= 0) {
      return Decision.ACK_OUT_OF_WINDOW;
    }
    if (acknowledged != 0) {
      return Decision.PURE_ACK;
    }
    return packet.window() == held.window(slot) ? Decision.DUPLICATE_ACK : Decision.WINDOW_UPDATE;
  }

  /** Windows' W4 to W6: an ACK without data is compared with the end of what is held. */
  private Decision judgePureAck(PacketView packet, HeldSegments held, int slot) {
    // IP's ECN bits are not compared: pure ACKs carry none, whatever the data does (RFC 3168,
    // 6.1.4).
    int different = packet.offsetAndFlags() ^ held.offsetAndFlags(slot);
    boolean same =
        packet.sequence() == held.nextSequence(slot)
            && packet.acknowledgement() == held.acknowledgement(slot)
            && (different & ~TcpFlags.PSH) == 0
            && !otherHeadersDiffer(packet, held, slot)
            && timestampsDiffer(packet, held, slot) == Decision.IN_ORDER;
    if (!same) {
      return Decision.PURE_ACK;
    }
    if (packet.window() != held.window(slot)) {
      return Decision.WINDOW_UPDATE;
    }
    return countsDuplicateAcks && held.duplicateAcks(slot) < MAX_COUNT
        ? Decision.DUPLICATE_ACK_COUNTED
        : Decision.DUPLICATE_ACK;
  }

  /** Why data that follows is not appended, or {@link Decision#IN_ORDER} if it is. */
  private Decision objection(PacketView packet, HeldSegments held, int slot) {
    if (held.duplicateAcks(slot) != 0) {
      return Decision.DUPLICATE_ACKS_HELD;
    }
    Decision difference = headersDiffer(packet, held, slot);
    if (difference != Decision.IN_ORDER) {
      return difference;
    }
    int acknowledged = packet.acknowledgement() - held.acknowledgement(slot);
    if (ackForwardOnly && Integer.compareUnsigned(acknowledged, LARGEST_WINDOW) >= 0) {
      return Decision.ACK_OUT_OF_WINDOW;
    }
    if (limitsSegmentCount && held.segments(slot) == MAX_COUNT) {
      return Decision.SEGMENT_COUNT;
    }
    return held.fits(slot, packet.payloadBytes()) ? Decision.IN_ORDER : Decision.OVER_SIZE;
  }

  /** Why the headers of packet and held segment cannot be one, or {@link Decision#IN_ORDER}. */
  private Decision headersDiffer(PacketView packet, HeldSegments held, int slot) {
    if (comparesEcn && ecnDiffers(packet, held, slot)) {
      return Decision.ECN_CHANGED;
    }
    return otherHeadersDiffer(packet, held, slot)
        ? Decision.HEADER_CHANGED
        : timestampsDiffer(packet, held, slot);
  }

  private boolean ecnDiffers(PacketView packet, HeldSegments held, int slot) {
    int word = packet.offsetAndFlags();
    int heldWord = held.offsetAndFlags(slot);
    return ((word ^ heldWord) & ECN_FLAGS) != 0
        || (cwrAlone && ((word | heldWord) & TcpFlags.CWR) != 0)
        || compared.hasEcn(ipDifference(packet, held, slot));
  }

  private boolean otherHeadersDiffer(PacketView packet, HeldSegments held, int slot) {
    int different = packet.offsetAndFlags() ^ held.offsetAndFlags(slot);
    return comparesHeaders
        && ((different & ~UNCOMPARED_FLAGS) != 0
            || compared.hasOthers(ipDifference(packet, held, slot))
            || !sameEthernet(packet, held, slot));
  }

  private long ipDifference(PacketView packet, HeldSegments held, int slot) {
    return compared.ipDifference(packet, held.headers(slot), held.ipHeader(slot));
  }

  private static boolean sameEthernet(PacketView packet, HeldSegments held, int slot) {
    int ethernet = held.ethernetHeader(slot);
    return ComparedHeaders.sameEthernet(
        packet, held.headers(slot), ethernet, held.ethernetBytes(slot));
  }

  private static Decision timestampsDiffer(PacketView packet, HeldSegments held, int slot) {
    boolean stamped = packet.hasTimestamps();
    if (stamped != held.hasTimestamps(slot)) {
      return Decision.HEADER_CHANGED;
    }
    if (!stamped) {
      return Decision.IN_ORDER;
    }
    int elapsed = (int) (packet.timestamps() >>> 32) - (int) (held.timestamps(slot) >>> 32);
    return elapsed < 0 ? Decision.TIMESTAMP_BACK : Decision.IN_ORDER;
  }
}
