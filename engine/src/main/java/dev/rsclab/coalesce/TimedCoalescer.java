package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;

/**
 * The part of a coalescer that knows the time, and how what is held leaves it: timers, deadlines,
 * drains. {@link PacketCoalescer} adds the steps of a packet.
 *
 * <p>O(1) but for drains, which are O(what is delivered). A superclass: as an object of its own it
 * made a packet 1.4 ns slower (64 flows, 64-byte payloads).
 */
abstract class TimedCoalescer implements Coalescer {

  private static final long LATEST_DEADLINE = NO_DEADLINE - 1;

  private final GuestReceiver guest;
  private final long intervalNanos;

  /** Whether what the guest refuses stays held. */
  final boolean keepsRefused;

  private final boolean cancelsIdleTimer;
  private final boolean followsClock;
  private final boolean endsBatches;

  /** Whether each held segment has a deadline of its own. */
  final boolean timesSegments;

  final Chain ipv4;
  final Chain ipv6;

  /** The frames that are lent; null unless what is held lies in them. */
  final LentFrames lent;

  private final Delivery delivery = new Delivery();

  /**
   * The slot of the segment that came last, if it is in one and its flow need not be searched
   * again.
   */
  int lastSlot = FlowTable.NONE;

  /** Whether a segment that follows one of its own flow needs no search. */
  final boolean remembersLast;

  /** Bytes of the virtio-net header that the guest now wants. */
  int vnetHeaderBytes;

  private long timersArmed;

  /** The earlier of the two chains' deadlines: asked for before every frame. */
  private long nextDeadline = NO_DEADLINE;

  TimedCoalescer(CoalescerKind kind, RscPolicy policy, GuestReceiver guest) {
    this.guest = guest;
    int capacity = policy.maxHeldSegments();
    boolean lends = policy.placement() == Placement.GATHERED;
    lent = lends ? new LentFrames(policy.lentFrames()) : null;
    FlowTable ipv4Flows = kind.newTable(IpFamily.IPV4, capacity);
    FlowTable ipv6Flows = kind.newTable(IpFamily.IPV6, capacity);
    ipv4 = new Chain(IpFamily.IPV4, ipv4Flows, policy, guest, lent);
    ipv6 = new Chain(IpFamily.IPV6, ipv6Flows, policy, guest, lent);
    remembersLast = ipv4Flows.remembersLast();
    vnetHeaderBytes = policy.vnetHeaderBytes();
    intervalNanos = policy.intervalNanos();
    keepsRefused = policy.has(RscSwitch.KEEP_REFUSED);
    cancelsIdleTimer = policy.has(RscSwitch.CANCEL_IDLE_TIMER);
    followsClock = policy.has(RscSwitch.FOLLOW_CLOCK);
    endsBatches = policy.flush() == FlushStrategy.END_OF_BATCH;
    timesSegments = policy.flush().timesSegments();
  }

  /**
   * So many nanoseconds later. A clock near the end of its range must not wrap into a deadline that
   * has passed, nor give one that means none.
   */
  static long deadline(long nowNanos, long nanos) {
    long deadline = nowNanos + nanos;
    return deadline < nowNanos || deadline == NO_DEADLINE ? LATEST_DEADLINE : deadline;
  }

  /** Passes a packet to the guest as it came. */
  final int pass(int queue, PacketView p) {
    return guest.deliver(delivery.direct(queue, p.bytes(), p.start(), p.length()));
  }

  /**
   * A chain is about to hold a packet: arms its timer if need be.
   *
   * @param first whether it holds nothing yet
   */
  final void holdNext(Chain chain, boolean first, long nowNanos) {
    if (!timesSegments && (first || (followsClock && chain.deadline - nowNanos > intervalNanos))) {
      arm(chain, nowNanos, intervalNanos);
    }
  }

  /** A slot has started to hold, under a strategy that times segments. */
  final void started(Chain chain, int slot, PacketView p, long nowNanos) {
    chain.times.start(slot, p.key().hash(), nowNanos, timersArmed++);
    takeFirst(chain);
  }

  /** Another packet went into a slot, under a strategy that counts from the last one. */
  final void appended(Chain chain, int slot, PacketView p, long nowNanos) {
    chain.times.append(slot, p.key().hash(), nowNanos, timersArmed++);
    takeFirst(chain);
  }

  private void arm(Chain chain, long nowNanos, long nanos) {
    chain.armed = timersArmed++;
    setDeadline(chain, deadline(nowNanos, nanos));
  }

  /**
   * Gives what a snapshot has restored its deadlines.
   *
   * @param timerLeft nanoseconds on the chain's timer; negative if it was not armed
   * @param timesLeft of each slot held, from its first packet and from its last; negative if none
   */
  final void restoreTimes(Chain chain, long nowNanos, long timerLeft, long[][] timesLeft) {
    if (timesSegments) {
      timersArmed = chain.times.restore(chain.held, nowNanos, timerLeft, timesLeft, timersArmed);
      takeFirst(chain);
    } else {
      arm(chain, nowNanos, Math.clamp(timerLeft, 0, intervalNanos));
    }
  }

  private void takeFirst(Chain chain) {
    chain.armed = chain.times.firstArmed();
    setDeadline(chain, chain.times.firstDue());
  }

  private void setDeadline(Chain chain, long deadline) {
    chain.deadline = deadline;
    nextDeadline = Math.min(ipv4.deadline, ipv6.deadline);
  }

  @Override
  public final long nextDeadline() {
    return nextDeadline;
  }

  /**
   * Delivers a held segment and forgets it, whatever the guest says (contract 2.6, D20), unless
   * what it refuses is kept.
   */
  final int emit(Chain chain, int slot) {
    int result = guest.deliver(chain.held.present(slot, delivery, vnetHeaderBytes));
    if (!isKept(result)) {
      chain.held.handedOver(slot, result);
      forget(chain, slot);
      settleTimer(chain);
    }
    return result;
  }

  final boolean isKept(int result) {
    return keepsRefused && result <= 0;
  }

  final int evictOldest(Chain chain) {
    int result = emit(chain, chain.held.oldest());
    if (result == GuestReceiver.NO_ROOM) {
      chain.stats.count(Counter.PURGE_FAILED);
    }
    if (!isKept(result)) {
      chain.stats.count(Counter.EVICTED);
    }
    return result;
  }

  /**
   * Delivers what lies in frames that have to go back to their owner, oldest first, before another
   * frame is lent.
   *
   * @return positive, or what the guest says if it does not take them and they are kept
   */
  final int returnFrames() {
    while (true) {
      Chain chain = longestLent();
      if (chain == null) {
        lent.allAreBack();
        return 1;
      }
      if (!lent.isDue(oldestFrame(chain))) {
        return 1;
      }
      int result = evictOldest(chain);
      if (isKept(result)) {
        return result;
      }
    }
  }

  /** A restored segment takes the place of a frame that is lent, though it is the engine's. */
  final void lendRestored() {
    if (lent != null && lent.next() && returnFrames() <= 0) {
      lent.undoNext();
      throw new IllegalArgumentException(
          "a snapshot of more than may be lent, and the guest takes nothing");
    }
  }

  private int oldestFrame(Chain chain) {
    return chain.held.firstFrame(chain.held.oldest());
  }

  /** The chain in whose oldest segment the oldest lent frame is; null if nothing is held. */
  private Chain longestLent() {
    if (ipv4.held.size() == 0) {
      return ipv6.held.size() == 0 ? null : ipv6;
    }
    boolean ipv4First =
        ipv6.held.size() == 0
            || lent.framesSince(oldestFrame(ipv4)) > lent.framesSince(oldestFrame(ipv6));
    return ipv4First ? ipv4 : ipv6;
  }

  @Override
  public final int lentFrames() {
    Chain chain = lent == null ? null : longestLent();
    return chain == null ? 0 : lent.framesSince(oldestFrame(chain));
  }

  private void forget(Chain chain, int slot) {
    lastSlot = FlowTable.NONE;
    chain.table.remove(slot);
    chain.held.release(slot);
    if (timesSegments) {
      chain.times.remove(slot);
    }
  }

  /** Something has left the chain. */
  private void settleTimer(Chain chain) {
    if (timesSegments) {
      takeFirst(chain);
    } else if (cancelsIdleTimer && chain.held.size() == 0) {
      setDeadline(chain, NO_DEADLINE);
    }
  }

  @Override
  public final void advance(long nowNanos) {
    long limit = Math.min(nowNanos, LATEST_DEADLINE);
    if (nextDeadline > limit) {
      return;
    }
    if (timesSegments) {
      deliverDue(limit);
      return;
    }
    Chain first = ipv4.firesBefore(ipv6) ? ipv4 : ipv6;
    fire(first);
    Chain second = first == ipv4 ? ipv6 : ipv4;
    if (second.deadline <= limit) {
      fire(second);
    }
  }

  private void fire(Chain chain) {
    if (purge(chain)) {
      setDeadline(chain, NO_DEADLINE);
      chain.stats.count(Counter.TIMER);
    }
  }

  /**
   * Delivers what is due of both chains, in the order of deadlines, as far as the guest takes it.
   */
  private void deliverDue(long limit) {
    boolean ipv4Goes = true;
    boolean ipv6Goes = true;
    while (true) {
      boolean ipv4Due = ipv4Goes && ipv4.deadline <= limit;
      boolean ipv6Due = ipv6Goes && ipv6.deadline <= limit;
      if (!ipv4Due && !ipv6Due) {
        return;
      }
      if (ipv4Due && !(ipv6Due && ipv6.firesBefore(ipv4))) {
        ipv4Goes = deliverFirst(ipv4);
      } else {
        ipv6Goes = deliverFirst(ipv6);
      }
    }
  }

  /** Delivers the segment that is due first; returns whether it is gone. */
  private boolean deliverFirst(Chain chain) {
    int result = emit(chain, chain.times.first());
    if (result == GuestReceiver.NO_ROOM) {
      chain.stats.count(Counter.PURGE_FAILED);
    }
    if (isKept(result)) {
      return false;
    }
    chain.stats.count(Counter.TIMER);
    return true;
  }

  /**
   * Delivers everything held, oldest first, in one walk (contract 2.7).
   *
   * @return whether nothing is held now
   */
  private boolean purge(Chain chain) {
    HeldSegments held = chain.held;
    ArrivalOrder order = held.order();
    held.prepareAll(vnetHeaderBytes);
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot == HeldSegments.NONE) {
        continue;
      }
      int result = guest.deliver(held.describe(slot, delivery, vnetHeaderBytes));
      if (result == GuestReceiver.NO_ROOM) {
        chain.stats.count(Counter.PURGE_FAILED);
      }
      if (isKept(result)) {
        forgetBefore(chain, slot);
        return false;
      }
      held.handedOver(slot, result);
    }
    lastSlot = FlowTable.NONE;
    chain.table.removeAll(order);
    held.releaseAll();
    if (timesSegments) {
      chain.times.clear();
    }
    return true;
  }

  /** Forgets all that arrived before a held segment. */
  private void forgetBefore(Chain chain, int slot) {
    while (chain.held.oldest() != slot) {
      forget(chain, chain.held.oldest());
    }
  }

  @Override
  public final void flush() {
    flush(ipv4);
    flush(ipv6);
  }

  @Override
  public final void endOfBatch(long nowNanos) {
    if (endsBatches) {
      flush();
    }
  }

  private void flush(Chain chain) {
    purge(chain);
    settleTimer(chain);
  }
}
