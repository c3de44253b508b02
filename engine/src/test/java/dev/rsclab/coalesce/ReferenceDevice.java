package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;

/**
 * The reference's device, written once more for clarity alone: a list of segments with a buffer
 * each, headers read and written where they lie in it, no index, no recycling. The names and the
 * order of the steps are those of the contract's section 2.
 */
final class ReferenceDevice {

  private static final int ETHERNET = 14;
  private static final int LARGEST_IP = 40 + 65_535;

  /** Takes queue and bytes, and says what a {@link GuestReceiver} says. */
  private final ToIntBiFunction<Integer, byte[]> guest;

  private final long interval;
  private final int bound;
  private int vnet;
  private boolean tcpV4 = true;
  private boolean tcpV6 = true;
  private long timersArmed;
  final Chain ipv4 = new Chain(true);
  final Chain ipv6 = new Chain(false);

  ReferenceDevice(RscPolicy policy, ToIntBiFunction<Integer, byte[]> guest) {
    this.guest = guest;
    interval = policy.intervalNanos();
    bound = policy.maxHeldSegments();
    vnet = policy.vnetHeaderBytes();
  }

  /** One IP version's list, timer and counters. */
  static final class Chain {
    final boolean isIpv4;
    final List<Segment> held = new ArrayList<>();
    final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    long deadline = Coalescer.NO_DEADLINE;
    long armed;

    Chain(boolean isIpv4) {
      this.isIpv4 = isIpv4;
    }

    int ipHeader() {
      return isIpv4 ? 20 : 40;
    }

    int lengthField() {
      return isIpv4 ? 2 : 4;
    }

    int largestLengthField() {
      return isIpv4 ? 65_515 : 65_535;
    }

    byte[] key(byte[] b, int ip) {
      byte[] addresses = Arrays.copyOfRange(b, ip + (isIpv4 ? 12 : 8), ip + ipHeader());
      byte[] key = Arrays.copyOf(addresses, addresses.length + 4);
      System.arraycopy(b, ip + ipHeader(), key, addresses.length, 4);
      return key;
    }

    void count(Counter counter) {
      counters.merge(counter, 1L, Long::sum);
    }
  }

  /** A held segment: its buffer is all there is to it. */
  static final class Segment {
    byte[] buffer;
    int size;
    int ip;
    int tcp;
    int queue;
    int packets = 1;
    int payload;
    boolean coalesced;
    byte[] key;
  }

  void negotiate(int vnetHeaderBytes, boolean v4, boolean v6) {
    vnet = vnetHeaderBytes;
    tcpV4 = v4;
    tcpV6 = v6;
  }

  int offer(int queue, byte[] f, long now) {
    if (f.length < vnet + ETHERNET || !(tcpV4 || tcpV6)) {
      return guest.applyAsInt(queue, f);
    }
    int etherType = Bytes.u16Be(f, vnet + 12);
    if (etherType != 0x0800 && etherType != 0x86DD) {
      return guest.applyAsInt(queue, f);
    }
    Chain chain = etherType == 0x0800 ? ipv4 : ipv6;
    chain.count(Counter.RECEIVED);
    boolean on = chain.isIpv4 ? tcpV4 : tcpV6;
    int ip = vnet + ETHERNET;
    if (!on || !(chain.isIpv4 ? sane4(chain, f, ip) : sane6(chain, f, ip))) {
      return guest.applyAsInt(queue, f);
    }
    int word = Bytes.u16Be(f, ip + chain.ipHeader() + 12);
    if ((word & 0x02) != 0) {
      chain.count(Counter.TCP_SYN);
      return guest.applyAsInt(queue, f);
    }
    boolean control = (word & 0x25) != 0;
    if (control || word >>> 12 > 5) {
      chain.count(control ? Counter.TCP_CTRL_DRAIN : Counter.TCP_ALL_OPT);
      drainFlow(chain, chain.key(f, ip));
      return guest.applyAsInt(queue, f);
    }
    return candidate(chain, queue, f, ip, now);
  }

  private static boolean sane4(Chain chain, byte[] f, int ip) {
    if (f.length < ip + 40) {
      chain.count(Counter.BYPASS_NOT_TCP);
      return false;
    }
    if (f[ip] != 0x45) {
      chain.count(Counter.IP_OPTION);
      return false;
    }
    if (f[ip + 9] != 6) {
      chain.count(Counter.BYPASS_NOT_TCP);
      return false;
    }
    if ((f[ip + 6] & 0x40) == 0) {
      chain.count(Counter.IP_FRAG);
      return false;
    }
    if ((f[ip + 1] & 3) != 0) {
      chain.count(Counter.IP_ECN);
      return false;
    }
    int length = Bytes.u16Be(f, ip + 2);
    if (length < 40 || length > f.length - ip) {
      chain.count(Counter.IP_HACKED);
      return false;
    }
    return true;
  }

  private static boolean sane6(Chain chain, byte[] f, int ip) {
    if (f.length < ip + 60 || (f[ip] & 0xF0) != 0x60) {
      return false;
    }
    if (f[ip + 6] != 6) {
      chain.count(Counter.BYPASS_NOT_TCP);
      return false;
    }
    int length = Bytes.u16Be(f, ip + 4);
    if (length < 20 || length > f.length - ip - 40) {
      chain.count(Counter.IP_HACKED);
      return false;
    }
    if ((f[ip + 1] & 0xC0) != 0) {
      chain.count(Counter.IP_ECN);
      return false;
    }
    return true;
  }

  private void drainFlow(Chain chain, byte[] key) {
    for (Segment segment : chain.held) {
      if (Arrays.equals(segment.key, key)) {
        if (emit(chain, segment) == GuestReceiver.NO_ROOM) {
          chain.count(Counter.DRAIN_FAILED);
        }
        return;
      }
    }
  }

  private int candidate(Chain chain, int queue, byte[] f, int ip, long now) {
    byte[] key = chain.key(f, ip);
    for (Segment segment : chain.held) {
      if (!Arrays.equals(segment.key, key)) {
        chain.count(Counter.NO_MATCH);
      } else if (merged(chain, segment, f, ip)) {
        segment.coalesced = true;
        return f.length;
      } else if (emit(chain, segment) == GuestReceiver.NO_ROOM) {
        chain.count(Counter.FINAL_FAILED);
        return GuestReceiver.NO_ROOM;
      } else {
        return guest.applyAsInt(queue, f);
      }
    }
    if (f.length > vnet + ETHERNET + LARGEST_IP) {
      chain.count(Counter.NOT_HELD);
      return guest.applyAsInt(queue, f);
    }
    if (chain.held.size() == bound) {
      chain.count(Counter.EVICTED);
      if (emit(chain, chain.held.getFirst()) == GuestReceiver.NO_ROOM) {
        chain.count(Counter.PURGE_FAILED);
      }
    }
    cache(chain, queue, f, ip, now);
    return f.length;
  }

  private void cache(Chain chain, int queue, byte[] f, int ip, long now) {
    chain.count(Counter.CACHE);
    chain.count(chain.held.isEmpty() ? Counter.EMPTY_CACHE : Counter.NO_MATCH_CACHE);
    if (chain.held.isEmpty()) {
      chain.deadline = now + interval;
      chain.armed = timersArmed++;
    }
    Segment segment = new Segment();
    segment.buffer = Arrays.copyOf(f, vnet + ETHERNET + LARGEST_IP);
    segment.size = f.length;
    segment.ip = ip;
    segment.tcp = ip + chain.ipHeader();
    segment.queue = queue;
    segment.payload = payload(chain, f, ip);
    segment.key = chain.key(f, ip);
    chain.held.add(segment);
  }

  private static int payload(Chain chain, byte[] f, int ip) {
    int length = Bytes.u16Be(f, ip + chain.lengthField()) - (chain.isIpv4 ? 20 : 0);
    return length - 4 * (Bytes.u8(f, ip + chain.ipHeader() + 12) >>> 4);
  }

  private static boolean merged(Chain chain, Segment s, byte[] f, int ip) {
    int tcp = ip + chain.ipHeader();
    int payload = payload(chain, f, ip);
    long ahead = unsigned(Bytes.i32Be(f, tcp + 4) - Bytes.i32Be(s.buffer, s.tcp + 4));
    if (ahead > 65_535) {
      chain.count(Counter.DATA_OUT_OF_WIN);
      return false;
    }
    if (ahead == 0 && s.payload == 0 && payload > 0) {
      chain.count(Counter.DATA_AFTER_PURE_ACK);
    } else if (ahead == 0) {
      return windowUpdate(chain, s, f, tcp);
    } else if (ahead != s.payload) {
      chain.count(Counter.DATA_OUT_OF_ORDER);
      return false;
    }
    int length = Bytes.u16Be(s.buffer, s.ip + chain.lengthField()) + payload;
    if (length > chain.largestLengthField() || s.size + payload > s.buffer.length) {
      chain.count(Counter.OVER_SIZE);
      return false;
    }
    chain.count(Counter.COALESCED);
    Bytes.putU16Be(s.buffer, s.ip + chain.lengthField(), length);
    System.arraycopy(f, tcp + 8, s.buffer, s.tcp + 8, 8); // ACK, flags, window
    System.arraycopy(f, tcp + 4 * (Bytes.u8(f, tcp + 12) >>> 4), s.buffer, s.size, payload);
    s.size += payload;
    s.payload = s.payload + payload & 0xFFFF;
    s.packets = s.packets + 1 & 0xFFFF;
    return true;
  }

  private static boolean windowUpdate(Chain chain, Segment s, byte[] f, int tcp) {
    long acknowledged = unsigned(Bytes.i32Be(f, tcp + 8) - Bytes.i32Be(s.buffer, s.tcp + 8));
    boolean sameWindow = Bytes.u16Be(f, tcp + 14) == Bytes.u16Be(s.buffer, s.tcp + 14);
    if (acknowledged == 0 && !sameWindow) {
      chain.count(Counter.WIN_UPDATE);
      System.arraycopy(f, tcp + 14, s.buffer, s.tcp + 14, 2);
      return true;
    }
    boolean outOfWindow = acknowledged >= 65_535;
    chain.count(
        outOfWindow
            ? Counter.ACK_OUT_OF_WIN
            : acknowledged == 0 ? Counter.DUP_ACK : Counter.PURE_ACK);
    return false;
  }

  private static long unsigned(int difference) {
    return Integer.toUnsignedLong(difference);
  }

  private int emit(Chain chain, Segment s) {
    s.buffer[0] = (byte) (s.coalesced ? 4 : 0);
    s.buffer[1] = (byte) (s.coalesced ? chain.isIpv4 ? 1 : 4 : 0);
    if (s.coalesced) {
      Bytes.putU16Le(s.buffer, 6, s.packets);
      Bytes.putU16Le(s.buffer, 8, 0);
    }
    chain.held.remove(s);
    return guest.applyAsInt(s.queue, Arrays.copyOf(s.buffer, s.size));
  }

  void advance(long now) {
    for (Chain due = due(now); due != null; due = due(now)) {
      due.deadline = Coalescer.NO_DEADLINE;
      purge(due);
      due.count(Counter.TIMER);
    }
  }

  private Chain due(long now) {
    boolean first =
        ipv4.deadline < ipv6.deadline
            || (ipv4.deadline == ipv6.deadline && ipv4.armed < ipv6.armed);
    Chain chain = first ? ipv4 : ipv6;
    return chain.deadline != Coalescer.NO_DEADLINE && chain.deadline <= now ? chain : null;
  }

  void flush() {
    purge(ipv4);
    purge(ipv6);
  }

  private void purge(Chain chain) {
    while (!chain.held.isEmpty()) {
      if (emit(chain, chain.held.getFirst()) == GuestReceiver.NO_ROOM) {
        chain.count(Counter.PURGE_FAILED);
      }
    }
  }
}
