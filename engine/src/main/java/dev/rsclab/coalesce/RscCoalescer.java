package dev.rsclab.coalesce;

import dev.rsclab.packet.FlowLocator;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The order of the steps, written once for all flow tables and policies: parse, admit, find, judge,
 * hold or append or deliver.
 *
 * <p>A JVM that has run one kind of table compiles all of it into one method without a virtual
 * call; see {@link FlowTable}.
 */
final class RscCoalescer implements Coalescer {

  private static final long LATEST_DEADLINE = NO_DEADLINE - 1;

  private final GuestReceiver guest;
  private final AdmissionRules admission;
  private final long intervalNanos;
  private final boolean drainsBeforeBypass;
  private final boolean mergesVlans;
  private final boolean restarts;
  private final boolean keepsRefused;
  private final boolean flushesOnChange;
  private final boolean cancelsIdleTimer;
  private final boolean followsClock;
  private final boolean endsBatches;
  private final Chain ipv4;
  private final Chain ipv6;
  private final PacketView packet;
  private final Delivery delivery = new Delivery();
  private int vnetHeaderBytes;
  private boolean tcpV4;
  private boolean tcpV6;
  private long timersArmed;

  /** The earlier of the two chains' deadlines: asked for before every frame. */
  private long nextDeadline = NO_DEADLINE;

  RscCoalescer(CoalescerKind kind, RscPolicy policy, GuestReceiver guest) {
    this.guest = guest;
    admission = new AdmissionRules(policy);
    intervalNanos = policy.intervalNanos();
    drainsBeforeBypass = policy.has(RscSwitch.DRAIN_BEFORE_BYPASS);
    mergesVlans = policy.has(RscSwitch.MERGE_VLAN);
    restarts = policy.has(RscSwitch.RESTART_AFTER_FINAL);
    keepsRefused = policy.has(RscSwitch.KEEP_REFUSED);
    flushesOnChange = policy.has(RscSwitch.FLUSH_ON_CHANGE);
    cancelsIdleTimer = policy.has(RscSwitch.CANCEL_IDLE_TIMER);
    followsClock = policy.has(RscSwitch.FOLLOW_CLOCK);
    endsBatches = policy.flush() == FlushStrategy.END_OF_BATCH;
    packet = new PacketView(policy.hashKey());
    int capacity = policy.maxHeldSegments();
    ipv4 = new Chain(IpFamily.IPV4, kind.newTable(IpFamily.IPV4, capacity), policy);
    ipv6 = new Chain(IpFamily.IPV6, kind.newTable(IpFamily.IPV6, capacity), policy);
    setHeader(policy.vnetHeaderBytes(), policy.tcpV4(), policy.tcpV6());
  }

  @Override
  public void negotiate(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6) {
    RscPolicy.requireVnetHeader(vnetHeaderBytes);
    if (flushesOnChange) {
      flush();
    }
    setHeader(vnetHeaderBytes, tcpV4, tcpV6);
  }

  private void setHeader(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6) {
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
      return offerIpv4(queue, p, nowNanos);
    }
    if (etherType == Headers.ETHERTYPE_IPV6) {
      return offerIpv6(queue, p, nowNanos);
    }
    boolean tagged =
        mergesVlans && etherType == Headers.ETHERTYPE_TAG && p.ipBytes() >= Headers.TAG_BYTES;
    return tagged ? offerTagged(queue, p, nowNanos) : bypass(queue, p);
  }

  private int offerIpv4(int queue, PacketView p, long nowNanos) {
    Decision decision = tcpV4 ? admission.admitIpv4(p) : Decision.FAMILY_OFF;
    return take(ipv4, queue, p, decision, nowNanos);
  }

  private int offerIpv6(int queue, PacketView p, long nowNanos) {
    Decision decision = tcpV6 ? admission.admitIpv6(p) : Decision.FAMILY_OFF;
    return take(ipv6, queue, p, decision, nowNanos);
  }

  private int offerTagged(int queue, PacketView p, long nowNanos) {
    p.skipTag();
    return switch (p.etherType()) {
      case Headers.ETHERTYPE_IPV4 -> offerIpv4(queue, p, nowNanos);
      case Headers.ETHERTYPE_IPV6 -> offerIpv6(queue, p, nowNanos);
      default -> bypass(queue, p);
    };
  }

  private int take(Chain chain, int queue, PacketView p, Decision admitted, long nowNanos) {
    if (admitted == Decision.CANDIDATE) {
      return judge(chain, queue, p, nowNanos);
    }
    chain.stats.count(admitted);
    if (admitted.action() == Decision.Action.DRAIN_FLOW && admitted != Decision.OFFLOADED) {
      return drainAndDeliver(chain, queue, p);
    }
    return admitted == Decision.OFFLOADED ? locateAndDeliver(queue, p) : bypass(queue, p);
  }

  /** Passes a packet that has not been parsed, so that its flow has to be told first. */
  private int bypass(int queue, PacketView p) {
    return drainsBeforeBypass ? locateAndDeliver(queue, p) : deliver(queue, p);
  }

  private int locateAndDeliver(int queue, PacketView p) {
    IpFamily family = FlowLocator.locate(p, mergesVlans);
    return family == null ? deliver(queue, p) : drainAndDeliver(chain(family), queue, p);
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
    return deliver(queue, p);
  }

  private int judge(Chain chain, int queue, PacketView p, long nowNanos) {
    HeldSegments held = chain.held;
    int slot = chain.table.find(p.key());
    if (slot == FlowTable.NONE) {
      return judgeAlone(chain, queue, p, nowNanos);
    }
    chain.stats.countFailedComparisons(held.rank(slot));
    if (chain.rules.follows(p, held, slot)) {
      chain.stats.countInOrder();
      held.append(slot, p, chain.rules.mergedState(p, held.tcpState(slot)));
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
        return chain.rules.endsWithPush(p) ? push(chain, slot, p) : p.length();
      }
      case UPDATE_WINDOW -> held.updateWindow(slot, p, chain.rules.isJudgedAsPureAck(p));
      case COUNT_DUPLICATE_ACK -> held.countDuplicateAck(slot);
      default -> {
        return finish(chain, slot, queue, p, nowNanos);
      }
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
    return holds ? restart(chain, queue, p, nowNanos) : deliver(queue, p);
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
      return deliver(queue, p);
    }
    if (!held.canHold(p)) {
      chain.stats.count(Decision.TOO_LARGE_TO_HOLD);
      return deliver(queue, p);
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
      int result = evictOldest(chain);
      if (isKept(result)) {
        return result;
      }
    }
    if (held.size() == 0) {
      chain.stats.count(Decision.FIRST_IN_CHAIN);
      arm(chain, nowNanos);
    } else {
      chain.stats.count(Decision.NEW_FLOW);
      if (followsClock && chain.deadline - nowNanos > intervalNanos) {
        arm(chain, nowNanos);
      }
    }
    int slot = held.take();
    chain.table.insert(p.key(), slot);
    held.start(slot, p, queue, frameBytes);
    return p.length();
  }

  private int evictOldest(Chain chain) {
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
   * Delivers a held segment and forgets it, whatever the guest says (contract 2.6, D20), unless
   * what it refuses is kept.
   */
  private int emit(Chain chain, int slot) {
    int result = guest.deliver(chain.held.present(slot, delivery, vnetHeaderBytes));
    if (!isKept(result)) {
      forget(chain, slot);
      cancelIdleTimer(chain);
    }
    return result;
  }

  private boolean isKept(int result) {
    return keepsRefused && result <= 0;
  }

  private static void forget(Chain chain, int slot) {
    chain.table.remove(slot);
    chain.held.release(slot);
  }

  private int deliver(int queue, PacketView p) {
    return guest.deliver(delivery.direct(queue, p.bytes(), p.start(), p.length()));
  }

  private void arm(Chain chain, long nowNanos) {
    arm(chain, nowNanos, intervalNanos);
  }

  private void arm(Chain chain, long nowNanos, long nanos) {
    long deadline = nowNanos + nanos;
    // A clock near the end of its range must not wrap into a deadline that has passed, nor give one
    // that means none.
    chain.armed = timersArmed++;
    setDeadline(chain, deadline < nowNanos || deadline == NO_DEADLINE ? LATEST_DEADLINE : deadline);
  }

  private void cancelIdleTimer(Chain chain) {
    if (cancelsIdleTimer && chain.held.size() == 0) {
      setDeadline(chain, NO_DEADLINE);
    }
  }

  private void setDeadline(Chain chain, long deadline) {
    chain.deadline = deadline;
    nextDeadline = Math.min(ipv4.deadline, ipv6.deadline);
  }

  @Override
  public void advance(long nowNanos) {
    if (nextDeadline <= Math.min(nowNanos, LATEST_DEADLINE)) {
      Chain first = ipv4.firesBefore(ipv6) ? ipv4 : ipv6;
      fire(first);
      Chain second = first == ipv4 ? ipv6 : ipv4;
      if (second.deadline <= Math.min(nowNanos, LATEST_DEADLINE)) {
        fire(second);
      }
    }
  }

  private void fire(Chain chain) {
    if (purge(chain)) {
      setDeadline(chain, NO_DEADLINE);
      chain.stats.count(Counter.TIMER);
    }
  }

  /**
   * Delivers everything held, oldest first, in one walk (contract 2.7).
   *
   * @return whether nothing is held now
   */
  private boolean purge(Chain chain) {
    HeldSegments held = chain.held;
    ArrivalOrder order = held.order();
    // In a walk of their own: a loop that calls nothing keeps what it needs in registers.
    held.writeAllHeaders(vnetHeaderBytes);
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot == HeldSegments.NONE) {
        continue;
      }
      int result = guest.deliver(held.describe(slot, delivery));
      if (result == GuestReceiver.NO_ROOM) {
        chain.stats.count(Counter.PURGE_FAILED);
      }
      if (isKept(result)) {
        forgetBefore(chain, slot);
        return false;
      }
    }
    chain.table.removeAll(order);
    held.releaseAll();
    return true;
  }

  /** Forgets all that arrived before a held segment. */
  private static void forgetBefore(Chain chain, int slot) {
    while (chain.held.oldest() != slot) {
      forget(chain, chain.held.oldest());
    }
  }

  @Override
  public long nextDeadline() {
    return nextDeadline;
  }

  @Override
  public void endOfBatch(long nowNanos) {
    if (endsBatches) {
      flush();
    }
  }

  @Override
  public void flush() {
    flush(ipv4);
    flush(ipv6);
  }

  private void flush(Chain chain) {
    purge(chain);
    cancelIdleTimer(chain);
  }

  @Override
  public byte[] snapshot(long nowNanos) {
    return HeldSnapshot.of(ipv4, ipv6, nowNanos);
  }

  @Override
  public void restore(byte[] snapshot, long nowNanos) {
    if (ipv4.held.size() + ipv6.held.size() > 0) {
      throw new IllegalStateException("a coalescer that holds segments cannot restore others");
    }
    try {
      ByteBuffer in = HeldSnapshot.open(snapshot);
      restore(IpFamily.IPV4, in, nowNanos);
      restore(IpFamily.IPV6, in, nowNanos);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "a snapshot of held segments that ends too early, after %d bytes"
              .formatted(snapshot.length),
          e);
    }
  }

  private void restore(IpFamily family, ByteBuffer in, long nowNanos) {
    Chain chain = chain(family);
    long timeLeft = in.getLong();
    try {
      for (int count = in.getInt(); count > 0; count--) {
        restoreNext(family, in);
      }
    } finally {
      // What came before a fault is held, and must not be held for ever.
      if (timeLeft >= 0 || chain.held.size() > 0) {
        arm(chain, nowNanos, Math.clamp(timeLeft, 0, intervalNanos));
      }
    }
  }

  private void restoreNext(IpFamily family, ByteBuffer in) {
    Chain chain = chain(family);
    HeldSnapshot.Segment segment = HeldSnapshot.readSegment(in, family);
    segment.show(packet, family);
    if (chain.table.find(packet.key()) != FlowTable.NONE) {
      throw new IllegalArgumentException("a snapshot that holds a flow twice");
    }
    while (!chain.held.hasRoomFor(packet.frameBytes())) {
      if (isKept(evictOldest(chain))) {
        throw new IllegalArgumentException(
            "a snapshot of more than may be held, and the guest takes nothing");
      }
    }
    int slot = chain.held.take();
    chain.table.insert(packet.key(), slot);
    chain.held.restore(slot, segment.words(), packet);
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
