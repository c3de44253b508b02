package dev.rsclab.coalesce;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import java.util.Objects;

/**
 * The order of the steps, written once for all flow tables: parse, admit, find, judge, hold or
 * append or deliver.
 *
 * <p>A JVM that has run one kind of table compiles all of it into one method without a virtual
 * call; see {@link FlowTable}.
 */
final class RscCoalescer implements Coalescer {

  private static final long LATEST_DEADLINE = NO_DEADLINE - 1;

  private final GuestReceiver guest;
  private final long intervalNanos;
  private final Chain ipv4;
  private final Chain ipv6;
  private final PacketView packet = new PacketView();
  private final Delivery delivery = new Delivery();
  private int vnetHeaderBytes;
  private boolean tcpV4;
  private boolean tcpV6;
  private long timersArmed;

  /** The earlier of the two chains' deadlines: asked for before every frame. */
  private long nextDeadline = NO_DEADLINE;

  RscCoalescer(CoalescerKind kind, RscPolicy policy, GuestReceiver guest) {
    this.guest = guest;
    intervalNanos = policy.intervalNanos();
    int capacity = policy.maxHeldSegments();
    ipv4 = new Chain(IpFamily.IPV4, kind.newTable(IpFamily.IPV4, capacity), capacity);
    ipv6 = new Chain(IpFamily.IPV6, kind.newTable(IpFamily.IPV6, capacity), capacity);
    negotiate(policy.vnetHeaderBytes(), policy.tcpV4(), policy.tcpV6());
  }

  @Override
  public void negotiate(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6) {
    RscPolicy.requireVnetHeader(vnetHeaderBytes);
    this.vnetHeaderBytes = vnetHeaderBytes;
    this.tcpV4 = tcpV4;
    this.tcpV6 = tcpV6;
  }

  @Override
  public int offer(int queue, byte[] bytes, int start, int length, long nowNanos) {
    Objects.checkFromIndexSize(start, length, bytes.length);
    PacketView p = packet;
    p.wrap(bytes, start, length, vnetHeaderBytes);
    if (p.frameBytes() < Headers.ETHERNET_BYTES || !(tcpV4 || tcpV6)) {
      return deliver(queue, p);
    }
    int etherType = p.etherType();
    if (etherType == Headers.ETHERTYPE_IPV4) {
      Decision decision = tcpV4 ? RscRules.admitIpv4(p) : Decision.FAMILY_OFF;
      return take(ipv4, queue, p, decision, nowNanos);
    }
    if (etherType == Headers.ETHERTYPE_IPV6) {
      Decision decision = tcpV6 ? RscRules.admitIpv6(p) : Decision.FAMILY_OFF;
      return take(ipv6, queue, p, decision, nowNanos);
    }
    return deliver(queue, p);
  }

  private int take(Chain chain, int queue, PacketView p, Decision admitted, long nowNanos) {
    if (admitted == Decision.CANDIDATE) {
      return judge(chain, queue, p, nowNanos);
    }
    chain.stats.count(admitted);
    if (admitted.action() == Decision.Action.DRAIN_FLOW) {
      drainFlow(chain, p);
    }
    return deliver(queue, p);
  }

  private int judge(Chain chain, int queue, PacketView p, long nowNanos) {
    HeldSegments held = chain.held;
    int slot = chain.table.find(p.key());
    if (slot == FlowTable.NONE) {
      return hold(chain, queue, p, nowNanos);
    }
    chain.stats.countFailedComparisons(held.rank(slot));
    if (RscRules.follows(p, held.next(slot))) {
      chain.stats.countInOrder();
      held.append(slot, p);
      return p.length();
    }
    return settle(chain, slot, queue, p);
  }

  private int settle(Chain chain, int slot, int queue, PacketView p) {
    HeldSegments held = chain.held;
    Decision decision = RscRules.judge(p, held, slot);
    chain.stats.count(decision);
    if (decision.action() == Decision.Action.APPEND) {
      held.appendToPureAck(slot, p);
      return p.length();
    }
    if (decision.action() == Decision.Action.UPDATE_WINDOW) {
      held.updateWindow(slot, p);
      return p.length();
    }
    return finish(chain, slot, queue, p);
  }

  /** Starts to hold a candidate whose flow is not held (contract 2.4, steps 1 and 3). */
  private int hold(Chain chain, int queue, PacketView p, long nowNanos) {
    HeldSegments held = chain.held;
    chain.stats.countFailedComparisons(held.size());
    if (!HeldSegments.canHold(p)) {
      chain.stats.count(Decision.TOO_LARGE_TO_HOLD);
      return deliver(queue, p);
    }
    if (held.isFull()) {
      evictOldest(chain);
    }
    if (held.size() == 0) {
      chain.stats.count(Decision.FIRST_IN_CHAIN);
      arm(chain, nowNanos);
    } else {
      chain.stats.count(Decision.NEW_FLOW);
    }
    int slot = held.take();
    chain.table.insert(p.key(), slot);
    held.start(slot, p, queue);
    return p.length();
  }

  /**
   * Delivers the held segment that a packet ends, then the packet, which is not held itself
   * (contract 2.4, step 2).
   */
  private int finish(Chain chain, int slot, int queue, PacketView p) {
    if (emit(chain, slot) == GuestReceiver.NO_ROOM) {
      chain.stats.count(Counter.FINAL_FAILED);
      return GuestReceiver.NO_ROOM;
    }
    return deliver(queue, p);
  }

  /** Delivers what is held of a packet's flow (contract 2.3). */
  private void drainFlow(Chain chain, PacketView p) {
    int slot = chain.table.find(p.key());
    if (slot != FlowTable.NONE && emit(chain, slot) == GuestReceiver.NO_ROOM) {
      chain.stats.count(Counter.DRAIN_FAILED);
    }
  }

  private void evictOldest(Chain chain) {
    chain.stats.count(Counter.EVICTED);
    if (emit(chain, chain.held.oldest()) == GuestReceiver.NO_ROOM) {
      chain.stats.count(Counter.PURGE_FAILED);
    }
  }

  /** Delivers a held segment and forgets it, whatever the guest says (contract 2.6, D20). */
  private int emit(Chain chain, int slot) {
    int result = guest.deliver(chain.held.present(slot, delivery));
    chain.table.remove(slot);
    chain.held.release(slot);
    return result;
  }

  private int deliver(int queue, PacketView p) {
    return guest.deliver(delivery.direct(queue, p.bytes(), p.start(), p.length()));
  }

  private void arm(Chain chain, long nowNanos) {
    long deadline = nowNanos + intervalNanos;
    // A clock near the end of its range must not wrap into a deadline that has passed, nor give one
    // that means none.
    chain.deadline = deadline < nowNanos || deadline == NO_DEADLINE ? LATEST_DEADLINE : deadline;
    chain.armed = timersArmed++;
    nextDeadline = Math.min(ipv4.deadline, ipv6.deadline);
  }

  @Override
  public void advance(long nowNanos) {
    while (nextDeadline <= Math.min(nowNanos, LATEST_DEADLINE)) {
      fire(ipv4.firesBefore(ipv6) ? ipv4 : ipv6);
    }
  }

  private void fire(Chain chain) {
    chain.deadline = NO_DEADLINE;
    nextDeadline = Math.min(ipv4.deadline, ipv6.deadline);
    purge(chain);
    chain.stats.count(Counter.TIMER);
  }

  /** Delivers everything held, oldest first, in one walk (contract 2.7). */
  private void purge(Chain chain) {
    HeldSegments held = chain.held;
    ArrivalOrder order = held.order();
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot == HeldSegments.NONE) {
        continue;
      }
      if (guest.deliver(held.present(slot, delivery)) == GuestReceiver.NO_ROOM) {
        chain.stats.count(Counter.PURGE_FAILED);
      }
    }
    chain.table.removeAll(order);
    held.releaseAll();
  }

  @Override
  public long nextDeadline() {
    return nextDeadline;
  }

  @Override
  public void flush() {
    purge(ipv4);
    purge(ipv6);
  }

  @Override
  public int held(IpFamily family) {
    return chain(family).held.size();
  }

  @Override
  public long deadline(IpFamily family) {
    return chain(family).deadline;
  }

  @Override
  public CoalescerStats stats(IpFamily family) {
    return chain(family).stats;
  }

  private Chain chain(IpFamily family) {
    return family == IpFamily.IPV4 ? ipv4 : ipv6;
  }
}
