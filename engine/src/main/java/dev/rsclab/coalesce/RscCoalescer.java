package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import java.util.Objects;

/**
 * How frames come into a coalescer, one by one or in batches: parsed, the most frequent form at a
 * glance, then judged by {@link PacketCoalescer}.
 *
 * <p>A JVM that has run one kind of table compiles all of it into one method without a virtual
 * call; see {@link FlowTable}.
 */
final class RscCoalescer extends PacketCoalescer {

  private final AdmissionRules admission;
  private final boolean flushesOnChange;

  /** Whether frames are lent until what is held in them is delivered. */
  private final boolean lends;

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
    flushesOnChange = policy.has(RscSwitch.FLUSH_ON_CHANGE);
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
    if (tcpV4 && isPlainLength(length)) {
      int ip = ipHeader(start);
      long type = PlainSegment.type(bytes, ip);
      long tcpState = PlainSegment.tcpState(bytes, ip);
      if (isPlain(bytes, start, length, type, tcpState)) {
        return offerPlain(queue, bytes, start, length, type, tcpState, nowNanos);
      }
    }
    return offerAny(queue, bytes, start, length, nowNanos);
  }

  private int ipHeader(int start) {
    return start + vnetHeaderBytes + Headers.ETHERNET_BYTES;
  }

  /** Whether a frame is long enough for a plain segment's headers; see {@link PlainSegment}. */
  private boolean isPlainLength(int length) {
    return length >= vnetHeaderBytes + Headers.IPV4_TCP_FRAME;
  }

  /** Whether a frame is a plain segment and a candidate, at a glance. */
  private boolean isPlain(byte[] bytes, int start, int length, long type, long tcpState) {
    int ip = ipHeader(start);
    long fragment = PlainSegment.fragment(bytes, ip);
    int vnet = Bytes.u16Le(bytes, start);
    return admission.isPlainIpv4(vnet, type, fragment, start + length - ip, tcpState);
  }

  /**
   * Takes a plain segment: the same steps as for any, out of registers as long as it follows in its
   * flow.
   */
  private int offerPlain(
      int queue, byte[] bytes, int start, int length, long type, long tcpState, long nowNanos) {
    int ip = ipHeader(start);
    long portsAndSequence = PlainSegment.portsAndSequence(bytes, ip);
    int sequence = (int) portsAndSequence;
    Chain chain = ipv4;
    int slot = slotOf(PlainSegment.addresses(bytes, ip), portsAndSequence >>> 32);
    int payload = PlainSegment.payloadBytes(type);
    if (appendsPlainly
        && slot != FlowTable.NONE
        && continues(bytes, ip, slot, sequence, payload, tcpState)) {
      chain.stats.countFailedComparisons(chain.held.rank(slot));
      chain.stats.countInOrder();
      append(bytes, ip, slot, payload, tcpState);
      return length;
    }
    PacketView p = packet;
    p.wrap(bytes, start, length, vnetHeaderBytes);
    p.takeIpv4(PlainSegment.totalLength(type), sequence, tcpState);
    return judge(chain, slot, queue, p, nowNanos);
  }

  /** The slot of a plain segment's flow, or none; the packet's key is then the flow's. */
  private int slotOf(long addresses, long ports) {
    int slot = lastSlot;
    if (slot == FlowTable.NONE || !packet.key().isIpv4(addresses, ports)) {
      packet.key().setIpv4(addresses, ports);
      slot = ipv4.table.find(packet.key());
      lastSlot = remembersLast ? slot : FlowTable.NONE;
    }
    return slot;
  }

  /** Whether a plain segment continues what a slot holds, so that it is appended. */
  private boolean continues(
      byte[] bytes, int ip, int slot, int sequence, int payload, long tcpState) {
    HeldSegments held = ipv4.held;
    return RscRules.followsPlainly(held.next(slot), sequence, payload)
        && ipv4.rules.mayAppendPlainly(bytes, ip, tcpState, payload, held, slot);
  }

  private void append(byte[] bytes, int ip, int slot, int payload, long tcpState) {
    HeldSegments held = ipv4.held;
    long merged = ipv4.rules.mergedState(tcpState, held.tcpState(slot));
    held.appendPlain(slot, bytes, PlainSegment.payload(ip), payload, merged);
  }

  private int offerAny(int queue, byte[] bytes, int start, int length, long nowNanos) {
    PacketView p = packet;
    lastSlot = FlowTable.NONE;
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
    Coalescer.checkBatch(starts, lengths, nanos, from, count);
    int end = from + count;
    if (lookahead == null) {
      return offerRuns(queue, bytes, starts, lengths, nanos, from, end) - from;
    }
    for (int at = from; at < end; at += Lookahead.MOST_FRAMES) {
      int stop = Math.min(end, at + Lookahead.MOST_FRAMES);
      lookahead.read(bytes, starts, lengths, at, stop - at, vnetHeaderBytes);
      int done = offerRuns(queue, bytes, starts, lengths, nanos, at, stop);
      if (done < stop) {
        return done - from;
      }
    }
    return count;
  }

  /**
   * Takes frames until one is refused; returns which, or {@code end}. Behind a segment that is held
   * those that can be appended are taken in a loop.
   */
  private int offerRuns(
      int queue, byte[] bytes, int[] starts, int[] lengths, long[] nanos, int from, int end) {
    CoalescerStats stats = ipv4.stats;
    int at = from;
    while (at < end) {
      long appended = stats.get(Decision.IN_ORDER);
      int result = offerWhenDue(queue, bytes, starts[at], lengths[at], nanos[at]);
      if (result == GuestReceiver.NO_ROOM) {
        return at;
      }
      at++;
      if (at == end || !appendsPlainly || !tcpV4) {
        continue;
      }
      if (lastSlot != FlowTable.NONE && isOfLastFlow(bytes, starts[at])) {
        at = appendRun(bytes, starts, lengths, nanos, at, end);
      } else if (stats.get(Decision.IN_ORDER) > appended) {
        at = appendInTurn(bytes, starts, lengths, nanos, at, end);
      }
    }
    return end;
  }

  private int offerWhenDue(int queue, byte[] bytes, int start, int length, long nowNanos) {
    if (nextDeadline() <= nowNanos) {
      advance(nowNanos);
    }
    return offer(queue, bytes, start, length, nowNanos);
  }

  /** Whether a frame seems to be of the flow that the last one was of: at one look. */
  private boolean isOfLastFlow(byte[] bytes, int start) {
    return start >= 0
        && start <= bytes.length - vnetHeaderBytes - Headers.IPV4_TCP_FRAME
        && PlainSegment.destinationAndPorts(bytes, ipHeader(start))
            == packet.key().destinationAndPorts();
  }

  /** Whether a frame of a batch lies in the array and is long enough for a plain segment. */
  private boolean isPlainLength(byte[] bytes, int start, int length) {
    return start >= 0 && length <= bytes.length - start && isPlainLength(length);
  }

  /**
   * Takes plain segments as long as each continues the one before, and nothing else is due: what
   * nearly all frames of a bulk transfer are. What ends the run ends the loop, which calls nothing
   * but the copy, so that the compiler reads flow, rules and settings once for the run.
   *
   * @return the first frame that was not taken
   */
  private int appendRun(
      byte[] bytes, int[] starts, int[] lengths, long[] nanos, int from, int end) {
    FlowKey key = packet.key();
    int slot = lastSlot;
    long due = nextDeadline();
    int at = from;
    for (; at < end && nanos[at] < due; at++) {
      int start = starts[at];
      int length = lengths[at];
      if (!isPlainLength(bytes, start, length)) {
        break;
      }
      int ip = ipHeader(start);
      long type = PlainSegment.type(bytes, ip);
      long addresses = PlainSegment.addresses(bytes, ip);
      long portsAndSequence = PlainSegment.portsAndSequence(bytes, ip);
      long tcpState = PlainSegment.tcpState(bytes, ip);
      int payload = PlainSegment.payloadBytes(type);
      if (!key.isIpv4(addresses, portsAndSequence >>> 32)
          || !isPlain(bytes, start, length, type, tcpState)
          || mustReturnFrame()
          || !continues(bytes, ip, slot, (int) portsAndSequence, payload, tcpState)) {
        break;
      }
      appendOfBatch(bytes, ip, slot, payload, tcpState);
    }
    int appended = at - from;
    ipv4.stats.countRun(appended, (long) appended * ipv4.held.rank(slot));
    return at;
  }

  /**
   * Takes plain segments as long as each is appended, of whatever flow, and nothing else is due.
   *
   * @return the first frame that was not taken
   */
  private int appendInTurn(
      byte[] bytes, int[] starts, int[] lengths, long[] nanos, int from, int end) {
    long due = nextDeadline();
    long failedComparisons = 0;
    int at = from;
    for (; at < end && nanos[at] < due; at++) {
      int start = starts[at];
      int length = lengths[at];
      if (!isPlainLength(bytes, start, length)) {
        break;
      }
      int ip = ipHeader(start);
      long type = PlainSegment.type(bytes, ip);
      long tcpState = PlainSegment.tcpState(bytes, ip);
      if (!isPlain(bytes, start, length, type, tcpState) || mustReturnFrame()) {
        break;
      }
      long portsAndSequence = PlainSegment.portsAndSequence(bytes, ip);
      int slot = slotOf(PlainSegment.addresses(bytes, ip), portsAndSequence >>> 32);
      int payload = PlainSegment.payloadBytes(type);
      if (slot == FlowTable.NONE
          || !continues(bytes, ip, slot, (int) portsAndSequence, payload, tcpState)) {
        break;
      }
      failedComparisons += ipv4.held.rank(slot);
      appendOfBatch(bytes, ip, slot, payload, tcpState);
    }
    ipv4.stats.countRun(at - from, failedComparisons);
    return at;
  }

  /** Whether a frame has to go back to its owner before another one is lent. */
  private boolean mustReturnFrame() {
    return lends && lent.nextIsDue();
  }

  private void appendOfBatch(byte[] bytes, int ip, int slot, int payload, long tcpState) {
    if (lends) {
      lent.take();
    }
    append(bytes, ip, slot, payload, tcpState);
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
}
