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
    int ethernet = start + vnetHeaderBytes;
    if (tcpV4 && length >= vnetHeaderBytes + Headers.IPV4_TCP_FRAME) {
      long type = Bytes.i64Be(bytes, ethernet + Headers.ETHERNET_TYPE);
      int ip = ethernet + Headers.ETHERNET_BYTES;
      long fragment = Bytes.i64Be(bytes, ip + Headers.IPV4_FRAGMENT);
      int tcp = ip + Headers.IPV4_BYTES;
      long tcpState = Bytes.i64Be(bytes, tcp + Headers.TCP_ACKNOWLEDGEMENT);
      int vnet = Bytes.u16Le(bytes, start);
      if (admission.isPlainIpv4(vnet, type, fragment, start + length - ip, tcpState)) {
        long portsAndSequence = Bytes.i64Be(bytes, tcp);
        long addresses = Bytes.i64Be(bytes, ip + Headers.IPV4_SOURCE);
        int slot = slotOf(addresses, portsAndSequence >>> 32);
        int ipLength = (int) (type >>> 16) & 0xFFFF;
        int sequence = (int) portsAndSequence;
        return offerPlain(
            slot, queue, bytes, start, length, ipLength, sequence, tcpState, nowNanos);
      }
    }
    return offerAny(queue, bytes, start, length, nowNanos);
  }

  /** The slot of an IPv4 flow, or none; the packet's key is then the flow's. */
  private int slotOf(long addresses, long ports) {
    int slot = lastSlot;
    if (slot == FlowTable.NONE || !packet.key().isIpv4(addresses, ports)) {
      packet.key().setIpv4(addresses, ports);
      slot = ipv4.table.find(packet.key());
      lastSlot = remembersLast ? slot : FlowTable.NONE;
    }
    return slot;
  }

  /**
   * Takes a candidate of IPv4 without TCP options: the same steps as for any, out of registers as
   * long as it follows in its flow.
   */
  private int offerPlain(
      int slot,
      int queue,
      byte[] bytes,
      int start,
      int length,
      int ipLength,
      int sequence,
      long tcpState,
      long nowNanos) {
    int ip = start + vnetHeaderBytes + Headers.ETHERNET_BYTES;
    PacketView p = packet;
    Chain chain = ipv4;
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
   * Takes frames until one is refused; returns which, or {@code end}. Those that continue the
   * segment before them are taken as a run.
   */
  private int offerRuns(
      int queue, byte[] bytes, int[] starts, int[] lengths, long[] nanos, int from, int end) {
    int at = from;
    while (at < end) {
      int result = offerWhenDue(queue, bytes, starts[at], lengths[at], nanos[at]);
      if (result == GuestReceiver.NO_ROOM) {
        return at;
      }
      at++;
      if (at < end
          && lastSlot != FlowTable.NONE
          && appendsPlainly
          && isOfLastFlow(bytes, starts[at])) {
        at = appendRun(bytes, starts, lengths, nanos, at, end);
      }
    }
    return end;
  }

  /** Whether a frame seems to be of the flow that the last one was of: at one look. */
  private boolean isOfLastFlow(byte[] bytes, int start) {
    int tcp = start + vnetHeaderBytes + Headers.ETHERNET_BYTES + Headers.IPV4_BYTES;
    return start >= 0
        && start <= bytes.length - vnetHeaderBytes - Headers.IPV4_TCP_FRAME
        && Bytes.i64Be(bytes, tcp - Integer.BYTES) == packet.key().destinationAndPorts();
  }

  /** Whether a frame lies in the array and may be a segment of IPv4. */
  private boolean isPlainLength(byte[] bytes, int start, int length) {
    return length >= vnetHeaderBytes + Headers.IPV4_TCP_FRAME
        && start >= 0
        && length <= bytes.length - start;
  }

  private int offerWhenDue(int queue, byte[] bytes, int start, int length, long nowNanos) {
    if (nextDeadline() <= nowNanos) {
      advance(nowNanos);
    }
    return offer(queue, bytes, start, length, nowNanos);
  }

  /**
   * Takes plain segments of IPv4 as long as each continues the one before, and nothing else is due:
   * what nearly all frames of a bulk transfer are. What ends the run ends the loop, which calls
   * nothing but the copy, so that the compiler reads flow, rules and settings once for the run.
   *
   * @return the first frame that was not taken
   */
  private int appendRun(
      byte[] bytes, int[] starts, int[] lengths, long[] nanos, int from, int end) {
    Chain chain = ipv4;
    HeldSegments held = chain.held;
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
      int ip = start + vnetHeaderBytes + Headers.ETHERNET_BYTES;
      int tcp = ip + Headers.IPV4_BYTES;
      int vnet = Bytes.u16Le(bytes, start);
      long type = Bytes.i64Be(bytes, ip - Headers.ETHERNET_BYTES + Headers.ETHERNET_TYPE);
      long fragment = Bytes.i64Be(bytes, ip + Headers.IPV4_FRAGMENT);
      long addresses = Bytes.i64Be(bytes, ip + Headers.IPV4_SOURCE);
      long portsAndSequence = Bytes.i64Be(bytes, tcp);
      long tcpState = Bytes.i64Be(bytes, tcp + Headers.TCP_ACKNOWLEDGEMENT);
      if (!key.isIpv4(addresses, portsAndSequence >>> 32)
          || !admission.isPlainIpv4(vnet, type, fragment, start + length - ip, tcpState)
          || (lends && lent.nextIsDue())) {
        break;
      }
      int payload = ((int) (type >>> 16) & 0xFFFF) - Headers.IPV4_BYTES - Headers.TCP_BYTES;
      if (!RscRules.followsPlainly(held.next(slot), (int) portsAndSequence, payload)
          || !chain.rules.mayAppendPlainly(bytes, ip, tcpState, payload, held, slot)) {
        break;
      }
      if (lends) {
        lent.take();
      }
      long merged = chain.rules.mergedState(tcpState, held.tcpState(slot));
      held.appendPlain(slot, bytes, tcp + Headers.TCP_BYTES, payload, merged);
    }
    int appended = at - from;
    chain.stats.countRun(appended, (long) appended * held.rank(slot));
    return at;
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
