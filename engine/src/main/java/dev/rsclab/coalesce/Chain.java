package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;

/**
 * What the device keeps for one IP version: held segments, the way to find them, a timer and
 * counters (contract 2.1).
 *
 * <p>The reference's timer is armed when the empty chain starts to hold, is not moved by what comes
 * later, and is never cancelled (contract 2.7). Where segments have deadlines of their own, the
 * chain's is the earliest of them.
 */
final class Chain {

  /**
   * Largest IPv4 total length of a merged segment in the reference: 20 less than is legal (contract
   * 2.4.2, D54).
   */
  private static final int REFERENCE_IPV4_TOTAL_LENGTH = 65_515;

  /** Largest value of the length field, in IPv4 and in IPv6. */
  private static final int MAX_LENGTH_FIELD = 65_535;

  /** Largest IPv6 payload length whose frame, 65 549 bytes, every guest's driver takes (D22). */
  private static final int OLD_GUESTS_IPV6_PAYLOAD_LENGTH = 65_495;

  final RscRules rules;
  final FlowTable table;
  final HeldSegments held;
  final CoalescerStats stats = new CoalescerStats();

  /** When each held segment is due; null under the strategies that have one timer for all. */
  final SegmentTimes times;

  long deadline = Coalescer.NO_DEADLINE;

  /** The place of this timer in the order of arming: decides between equal deadlines. */
  long armed;

  /**
   * Holds nothing.
   *
   * @param guest the guest, as far as what is held lies in its buffers
   * @param lent the frames that are lent; null unless what is held lies in them
   */
  Chain(IpFamily family, FlowTable table, RscPolicy policy, GuestReceiver guest, LentFrames lent) {
    this.table = table;
    times = policy.flush().timesSegments() ? new SegmentTimes(policy) : null;
    rules = new RscRules(family, policy);
    int maxIpLength = maxIpLength(family, policy);
    // Made by methods of the subclasses: a class that names them as values would have them all
    // loaded, and the compiler could not tell which one there is.
    held =
        switch (policy.placement()) {
          case STAGED -> StagedSegments.create(family, policy, maxIpLength);
          case GATHERED -> GatheredSegments.create(family, policy, maxIpLength, lent);
          case DIRECT -> DirectSegments.create(family, policy, maxIpLength, guest);
        };
  }

  private static int maxIpLength(IpFamily family, RscPolicy policy) {
    if (family == IpFamily.IPV4) {
      return policy.has(RscSwitch.FULL_IPV4_LENGTH)
          ? MAX_LENGTH_FIELD
          : REFERENCE_IPV4_TOTAL_LENGTH;
    }
    return policy.has(RscSwitch.FIT_OLD_GUESTS) ? OLD_GUESTS_IPV6_PAYLOAD_LENGTH : MAX_LENGTH_FIELD;
  }

  /** Whether this chain's timer fires before another's. */
  boolean firesBefore(Chain other) {
    return deadline < other.deadline || (deadline == other.deadline && armed < other.armed);
  }
}
