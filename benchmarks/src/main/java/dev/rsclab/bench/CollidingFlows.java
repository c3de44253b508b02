package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.workload.PacketTrace;

/**
 * What an attacker sends who knows the hash of the flow tables but not its key: flows that all
 * begin their search at the same place of a table.
 *
 * <p>Source addresses and ports are chosen so that the low {@value #EQUAL_BITS} bits of the index
 * that a table makes of the unkeyed hash are equal: more than any table uses.
 */
final class CollidingFlows {

  private static final int EQUAL_BITS = 16;
  private static final int MASK = (1 << EQUAL_BITS) - 1;
  private static final int FIRST_SOURCE = 11 << 24;
  private static final int FIRST_PORT = 1024;
  private static final int IP = Headers.ETHERNET_BYTES;
  private static final int TCP = IP + Headers.IPV4_BYTES;

  private final FlowKey unkeyed = new FlowKey();
  private final byte[] header = new byte[Headers.IPV4_BYTES];
  private int source = FIRST_SOURCE;
  private int port = FIRST_PORT;

  private final CoalescerKind kind;

  private CollidingFlows(CoalescerKind kind) {
    this.kind = kind;
  }

  /**
   * The trace of IPv4 flows with other source addresses and ports, so that all flows collide in the
   * tables of a kind.
   */
  static PacketTrace of(PacketTrace trace, CoalescerKind kind) {
    long[] endpoints = new CollidingFlows(kind).endpoints(trace.flows());
    PacketTrace.Builder colliding = new PacketTrace.Builder();
    byte[] frame = new byte[trace.longestFrame()];
    for (int packet = 0; packet < trace.packets(); packet++) {
      int length = trace.copyFrame(packet, 0, frame, 0);
      rewrite(frame, endpoints[trace.flow(packet)]);
      colliding.add(trace.arrivalNanos(packet), frame, 0, length, length);
    }
    return colliding.build();
  }

  private static void rewrite(byte[] frame, long endpoint) {
    int source = (int) (endpoint >>> 16);
    int before = Bytes.i32Be(frame, IP + Headers.IPV4_SOURCE);
    int ports = Bytes.i32Be(frame, TCP);
    int newPorts = (int) endpoint << 16 | (ports & 0xFFFF);
    Bytes.putI32Be(frame, IP + Headers.IPV4_SOURCE, source);
    Bytes.putI32Be(frame, TCP, newPorts);
    update(frame, IP + Headers.IPV4_CHECKSUM, before, source);
    update(frame, TCP + Headers.TCP_CHECKSUM, before, source);
    update(frame, TCP + Headers.TCP_CHECKSUM, ports, newPorts);
  }

  private static void update(byte[] frame, int at, int before, int after) {
    Bytes.putU16Be(frame, at, InternetChecksum.update(Bytes.u16Be(frame, at), before, after));
  }

  /** Source address (from bit 16 on) and port of so many flows to one server. */
  private long[] endpoints(int flows) {
    long[] found = new long[flows];
    int wanted = nextIndex();
    for (int flow = 0; flow < flows; flow++) {
      while (((nextIndex() ^ wanted) & MASK) != 0) {
        // the next source
      }
      found[flow] = (source & 0xFFFF_FFFFL) << 16 | port;
    }
    return found;
  }

  /** What a table makes an index of for the next source. */
  private int nextIndex() {
    if (++port > 0xFFFF) {
      port = FIRST_PORT;
      source++;
    }
    Bytes.putI32Be(header, Headers.IPV4_SOURCE, source);
    Bytes.putI32Be(header, Headers.IPV4_SOURCE + 4, (10 << 24) | 1);
    unkeyed.setIpv4(header, 0, port << 16 | 443, 0);
    int hash = unkeyed.hash();
    // java.util.HashMap mixes the upper half of a hash into its index.
    return kind == CoalescerKind.HASH_MAP ? hash ^ hash >>> 16 : hash;
  }

  /** For the benchmark that needs them: the family whose keys are computed here. */
  static IpFamily family() {
    return IpFamily.IPV4;
  }
}
