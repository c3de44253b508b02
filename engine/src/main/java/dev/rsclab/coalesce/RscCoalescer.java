package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowLocator;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import java.util.Objects;

/**
 * The order of the steps, written once for all flow tables and policies: parse, admit, find, judge,
 * hold or append or deliver.
 *
 * <p>A JVM that has run one kind of table compiles all of it into one method without a virtual
 * call; see {@link FlowTable}.
 */
final class RscCoalescer extends TimedCoalescer {

  private final AdmissionRules admission;
  private final boolean drainsBeforeBypass;
  private final boolean mergesVlans;
  private final boolean restarts;
  private final boolean flushesOnChange;

  /** Whether frames are lent until what is held in them is delivered. */
  private final boolean lends;

  /** Whether deadlines depend on the packets that are appended. */
  private final boolean timesAppends;

  /** Whether the rules tell at a glance whether a segment that follows is appended. */
  private final boolean appendsPlainly;

  /** What reads ahead of a batch; null if all that is held fits the caches anyway. */
  private final Lookahead lookahead;

  private final PacketView packet;
  private boolean tcpV4;
  private boolean tcpV6;

  RscCoalescer(CoalescerKind kind, RscPolicy policy, GuestReceiver guest) {
    super(kind, policy, guest);
    admission = new AdmissionRules(policy);
    drainsBeforeBypass = policy.has(RscSwitch.DRAIN_BEFORE_BYPASS);
    mergesVlans = policy.has(RscSwitch.MERGE_VLAN);
    restarts = policy.has(RscSwitch.RESTART_AFTER_FINAL);
    flushesOnChange = policy.has(RscSwitch.FLUSH_ON_CHANGE);
    timesAppends = policy.flush().timesAppends();
    lends = policy.placement() == Placement.GATHERED;
    appendsPlainly =
        ipv4.rules.tellAtAGlance() && !timesAppends && !ipv4.held.keepsLowestHopLimit();
    lookahead = Lookahead.pays(policy) ? new Lookahead(ipv4, ipv6, policy.hashKey()) : null;
    packet = new PacketView(policy.hashKey());
    tcpV4 = policy.tcpV4();
    tcpV6 = policy.tcpV6();
  }

  @Override
  public void negotiate(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6) {
    RscPolicy.requireVnetHeader(vnetHeaderBytes);
    if (flushesOnChange) {
      flush();
    }
    this.vnetHeaderBytes = vnetHeaderBytes;
    this.tcpV4 = tcpV4;
    this.tcpV6 = tcpV6;
  }

  @Override
  public int offer(int queue, byte[] bytes, int start, int length, long nowNanos) {
    Objects.checkFromIndexSize(start, length, bytes.length);
    if (lends && lent.next()) {
      int result = returnFrames();
      if (result <= 0) {
        lent.undoNext();
        return result;
      }
    }
    int ethernet = start + vnetHeaderBytes;
    if (tcpV4 && length >= vnetHeaderBytes + Headers.IPV4_TCP_FRAME) {
      long type = Bytes.i64Be(bytes, ethernet + Headers.ETHERNET_TYPE);
      int ip = ethernet + Headers.ETHERNET_BYTES;
      long fragment = Bytes.i64Be(bytes, ip + Headers.IPV4_FRAGMENT);
      int tcp = ip + Headers.IPV4_BYTES;
      long tcpState = Bytes.i64Be(bytes, tcp + Headers.TCP_ACKNOWLEDGEMENT);
      int vnet = Bytes.u16Le(bytes, start);
      if (admission.isPlainIpv4(vnet, type, fragment, start + length - ip, tcpState)) {
        return offerPlain(
            queue, bytes, start, length, (int) (type >>> 16) & 0xFFFF, tcpState, nowNanos);
      }
    }
    return offerAny(queue, bytes, start, length, nowNanos);
  }

  /**
   * Takes a candidate of IPv4 without TCP options: the same steps as for any, out of registers as
   * long as it follows in its flow.
   */
  private int offerPlain(
      int queue, byte[] bytes, int start, int length, int ipLength, long tcpState, long nowNanos) {
    int ip = start + vnetHeaderBytes + Headers.ETHERNET_BYTES;
    long portsAndSequence = Bytes.i64Be(bytes, ip + Headers.IPV4_BYTES);
    int sequence = (int) portsAndSequence;
    PacketView p = packet;
    p.key().setIpv4(Bytes.i64Be(bytes, ip + Headers.IPV4_SOURCE), portsAndSequence >>> 32);
    Chain chain = ipv4;
    int slot = chain.table.find(p.key());
    int payload = ipLength - Headers.IPV4_BYTES - Headers.TCP_BYTES;
    if (appendsPlainly && slot != FlowTable.NONE) {
      HeldSegments held = chain.held;
      if (RscRules.followsPlainly(held.next(slot), sequence, payload)
          && chain.rules.mayAppendPlainly(bytes, ip, tcpState, payload, held, slot)) {
        chain.stats.countFailedComparisons(held.rank(slot));
        chain.stats.countInOrder();
        int from = ip + Headers.IPV4_BYTES + Headers.TCP_BYTES;
        held.appendPlain(
            slot, bytes, from, payload, chain.rules.mergedState(tcpState, held.tcpState(slot)));
        return length;
      }
    }
    p.wrap(bytes, start, length, vnetHeaderBytes);
    p.takeIpv4(ipLength, sequence, tcpState);
    return judge(chain, slot, queue, p, nowNanos);
  }

  private int offerAny(int queue, byte[] bytes, int start, int length, long nowNanos) {
    PacketView p = packet;
    p.wrap(bytes, start, length, vnetHeaderBytes);
    if (p.frameBytes() < Headers.ETHERNET_BYTES || !(tcpV4 || tcpV6)) {
      return pass(queue, p);
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

  @Override
  public int offer(
      int queue, byte[] bytes, int[] starts, int[] lengths, long[] nanos, int from, int count) {
    if (lookahead == null) {
      return super.offer(queue, bytes, starts, lengths, nanos, from, count);
    }
    Coalescer.checkBatch(starts, lengths, nanos, from, count);
    for (int taken = 0; taken < count; taken += Lookahead.MOST_FRAMES) {
      int frames = Math.min(count - taken, Lookahead.MOST_FRAMES);
      lookahead.read(bytes, starts, lengths, from + taken, frames, vnetHeaderBytes);
      int done = super.offer(queue, bytes, starts, lengths, nanos, from + taken, frames);
      if (done < frames) {
        return taken + done;
      }
    }
    return count;
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
      return judge(chain, chain.table.find(p.key()), queue, p, nowNanos);
    }
    chain.stats.count(admitted);
    if (admitted.action() == Decision.Action.DRAIN_FLOW && admitted != Decision.OFFLOADED) {
      return drainAndDeliver(chain, queue, p);
    }
    return admitted == Decision.OFFLOADED ? locateAndDeliver(queue, p) : bypass(queue, p);
  }

  /** Passes a packet that has not been parsed, so that its flow has to be told first. */
  private int bypass(int queue, PacketView p) {
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

  private int judge(Chain chain, int slot, int queue, PacketView p, long nowNanos) {
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

  @Override
  public byte[] snapshot(long nowNanos) {
    return HeldSnapshot.of(ipv4, ipv6, nowNanos);
  }

  @Override
  public void restore(byte[] snapshot, long nowNanos) {
    if (ipv4.held.size() + ipv6.held.size() > 0) {
      throw new IllegalStateException("a coalescer that holds segments cannot restore others");
    }
    new HeldRestore(this, packet, nowNanos).restore(snapshot, ipv4, ipv6);
  }

  @Override
  public int held(IpFamily family) {
    return chain(family).held.size();
  }

  @Override
  public long reservedBytes(IpFamily family) {
    return chain(family).held.reservedBytes();
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
