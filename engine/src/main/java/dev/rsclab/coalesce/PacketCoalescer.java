package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowLocator;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;

/**
 * The part of a coalescer that knows what becomes of one packet once it has been parsed: admit,
 * find, judge, hold or append or deliver, written once for all flow tables and policies. {@link
 * RscCoalescer} adds how frames come in.
 *
 * <p>O(1) but for what the flow table costs. A superclass for the same reason as {@link
 * TimedCoalescer}.
 */
abstract class PacketCoalescer extends TimedCoalescer {

  private final boolean drainsBeforeBypass;
  private final boolean restarts;

  /** Whether a segment behind a VLAN tag may be coalesced. */
  final boolean mergesVlans;

  /** Whether deadlines depend on the packets that are appended. */
  final boolean timesAppends;

  PacketCoalescer(CoalescerKind kind, RscPolicy policy, GuestReceiver guest) {
    super(kind, policy, guest);
    drainsBeforeBypass = policy.has(RscSwitch.DRAIN_BEFORE_BYPASS);
    mergesVlans = policy.has(RscSwitch.MERGE_VLAN);
    restarts = policy.has(RscSwitch.RESTART_AFTER_FINAL);
    timesAppends = policy.flush().timesAppends();
  }

  final Chain chain(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : ipv6;
  }

  /** Takes a packet that was admitted as {@code admitted}. */
  final int take(Chain chain, int queue, PacketView p, Decision admitted, long nowNanos) {
    if (admitted == Decision.CANDIDATE) {
      return judge(chain, chain.table.find(p.key()), queue, p, nowNanos);
    }
    chain.stats.count(admitted);
    if (admitted.action() == Decision.Action.DRAIN_FLOW && admitted != Decision.OFFLOADED) {
      return drainAndDeliver(chain, queue, p);
    }
    return admitted == Decision.OFFLOADED ? locateAndDeliver(queue, p) : bypass(queue, p);
  }

  /** Passes a packet that has not been parsed, so that its flow has to be told first. */
  final int bypass(int queue, PacketView p) {
    return drainsBeforeBypass ? locateAndDeliver(queue, p) : pass(queue, p);
  }

  private int locateAndDeliver(int queue, PacketView p) {
    IpFamily family = FlowLocator.locate(p, mergesVlans);
    return family == null ? pass(queue, p) : drainAndDeliver(chain(family), queue, p);
  }

  /** Delivers what is held of a packet's flow, then the packet (contract 2.3). */
  private int drainAndDeliver(Chain chain, int queue, PacketView p) {
    int slot = chain.table.find(p.key());
    if (slot != FlowTable.NONE) {
      int result = emit(chain, slot);
      if (result == GuestReceiver.NO_ROOM) {
        chain.stats.count(Counter.DRAIN_FAILED);
      }
      if (isKept(result)) {
        return result;
      }
    }
    return pass(queue, p);
  }

  /** Takes a candidate for which its flow was looked up: {@code slot} holds it, or none. */
  final int judge(Chain chain, int slot, int queue, PacketView p, long nowNanos) {
    HeldSegments held = chain.held;
    if (slot == FlowTable.NONE) {
      return judgeAlone(chain, queue, p, nowNanos);
    }
    chain.stats.countFailedComparisons(held.rank(slot));
    if (chain.rules.follows(p, held, slot)) {
      chain.stats.countInOrder();
      held.append(slot, p, chain.rules.mergedState(p, held.tcpState(slot)));
      if (timesAppends) {
        appended(chain, slot, p, nowNanos);
      }
      return chain.rules.endsWithPush(p) ? push(chain, slot, p) : p.length();
    }
    return settle(chain, slot, queue, p, nowNanos);
  }

  /** The packet is in the held segment already: what the guest refuses now goes out later. */
  private int push(Chain chain, int slot, PacketView p) {
    if (emit(chain, slot) == GuestReceiver.NO_ROOM && !keepsRefused) {
      chain.stats.count(Counter.FINAL_FAILED);
    }
    return p.length();
  }

  private int settle(Chain chain, int slot, int queue, PacketView p, long nowNanos) {
    HeldSegments held = chain.held;
    Decision decision = chain.rules.judge(p, held, slot);
    chain.stats.count(decision);
    switch (decision.action()) {
      case APPEND -> {
        held.appendToPureAck(slot, p, chain.rules.mergedState(p, held.tcpState(slot)));
        if (timesAppends) {
          appended(chain, slot, p, nowNanos);
        }
        return chain.rules.endsWithPush(p) ? push(chain, slot, p) : p.length();
      }
      case UPDATE_WINDOW -> held.updateWindow(slot, p, chain.rules.isJudgedAsPureAck(p));
      case COUNT_DUPLICATE_ACK -> held.countDuplicateAck(slot);
      default -> {
        return finish(chain, slot, queue, p, nowNanos);
      }
    }
    if (timesAppends) {
      appended(chain, slot, p, nowNanos);
    }
    return p.length();
  }

  /** Delivers the held segment that a packet ends; the packet follows it, or starts the next. */
  private int finish(Chain chain, int slot, int queue, PacketView p, long nowNanos) {
    int result = emit(chain, slot);
    if (result == GuestReceiver.NO_ROOM) {
      chain.stats.count(Counter.FINAL_FAILED);
      return GuestReceiver.NO_ROOM;
    }
    if (isKept(result)) {
      return result;
    }
    boolean holds =
        restarts && chain.rules.judgeAlone(p) == Decision.NEW_FLOW && chain.held.canHold(p);
    return holds ? restart(chain, queue, p, nowNanos) : pass(queue, p);
  }

  private int restart(Chain chain, int queue, PacketView p, long nowNanos) {
    int result = hold(chain, queue, p, nowNanos);
    if (result > 0) {
      chain.stats.count(Counter.RESTARTED);
    }
    return result;
  }

  /** What becomes of a candidate whose flow is not held (contract 2.4, steps 1 and 3). */
  private int judgeAlone(Chain chain, int queue, PacketView p, long nowNanos) {
    HeldSegments held = chain.held;
    chain.stats.countFailedComparisons(held.size());
    Decision decision = chain.rules.judgeAlone(p);
    if (decision != Decision.NEW_FLOW) {
      chain.stats.count(decision);
      return pass(queue, p);
    }
    if (!held.canHold(p)) {
      chain.stats.count(Decision.TOO_LARGE_TO_HOLD);
      return pass(queue, p);
    }
    int result = hold(chain, queue, p, nowNanos);
    if (result <= 0) {
      // Refused without a decision; it counts as received all the same.
      chain.stats.count(Counter.RECEIVED);
    }
    return result;
  }

  private int hold(Chain chain, int queue, PacketView p, long nowNanos) {
    HeldSegments held = chain.held;
    int frameBytes = held.heldFrameBytes(p);
    while (!held.hasRoomFor(frameBytes)) {
      if (held.size() == 0) {
        return passUnheld(chain, queue, p);
      }
      int result = evictOldest(chain);
      if (isKept(result)) {
        return result;
      }
    }
    boolean first = held.size() == 0;
    chain.stats.count(first ? Decision.FIRST_IN_CHAIN : Decision.NEW_FLOW);
    holdNext(chain, first, nowNanos);
    int slot = held.take();
    chain.table.insert(p.key(), slot);
    lastSlot = remembersLast ? slot : FlowTable.NONE;
    held.start(slot, p, queue, frameBytes);
    chain.rules.started(slot, p, first);
    if (timesSegments) {
      started(chain, slot, p, nowNanos);
    }
    return p.length();
  }

  /** The guest has no buffers to hold a packet in, and nothing is held that would give it some. */
  private int passUnheld(Chain chain, int queue, PacketView p) {
    int result = pass(queue, p);
    if (result > 0) {
      chain.stats.count(Decision.TOO_LARGE_TO_HOLD);
    }
    return result;
  }
}
