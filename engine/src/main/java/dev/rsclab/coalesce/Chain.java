package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;

/**
 * What the device keeps for one IP version: held segments, the way to find them, a timer and
 * counters (contract 2.1).
 *
 * <p>The timer is armed when the empty chain starts to hold, is not moved by what comes later, and
 * is never cancelled (contract 2.7).
 */
final class Chain {

  /**
   * Largest IPv4 total length of a merged segment: 20 less than is legal, as in the reference
   * (contract 2.4.2, D54).
   */
  private static final int MAX_IPV4_TOTAL_LENGTH = 65_515;

  /** Largest IPv6 payload length of a merged segment. */
  private static final int MAX_IPV6_PAYLOAD_LENGTH = 65_535;

  final IpFamily family;
  final FlowTable table;
  final HeldSegments held;
  final CoalescerStats stats = new CoalescerStats();

  long deadline = Coalescer.NO_DEADLINE;

  /** The place of this timer in the order of arming: decides between equal deadlines. */
  long armed;

  Chain(IpFamily family, FlowTable table, int capacity) {
    this.family = family;
    this.table = table;
    int maxIpLength = family == IpFamily.IPV4 ? MAX_IPV4_TOTAL_LENGTH : MAX_IPV6_PAYLOAD_LENGTH;
    held = new HeldSegments(family, capacity, maxIpLength);
  }

  /** Whether this chain's timer fires before another's. */
  boolean firesBefore(Chain other) {
    return deadline < other.deadline || (deadline == other.deadline && armed < other.armed);
  }
}
