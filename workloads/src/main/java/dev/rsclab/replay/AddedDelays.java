package dev.rsclab.replay;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import java.util.HashMap;
import java.util.Map;

/**
 * How long each frame waited in the coalescer.
 *
 * <p>Besides, the same of those segments alone that end a message: what an exchange of requests and
 * responses waits for. Frames of one flow leave in the order in which they were held, so a delivery
 * of n frames ends the wait of the n oldest of its flow. Needs 8 bytes a frame while it is held,
 * and what {@link DelayCounts} needs.
 */
final class AddedDelays {

  private record Flow(long w0, long w1, long w2, long w3, long w4) {}

  /**
   * Arrival times of the frames of one flow that are held: a queue in a ring that grows. The time
   * of a frame that ends a message is stored as its complement.
   */
  private static final class Arrivals {
    private long[] ring = new long[4];
    private int first;
    private int count;

    void add(long nanos) {
      if (count == ring.length) {
        long[] larger = new long[2 * count];
        System.arraycopy(ring, first, larger, 0, count - first);
        System.arraycopy(ring, 0, larger, count - first, first);
        ring = larger;
        first = 0;
      }
      ring[(first + count++) & (ring.length - 1)] = nanos;
    }

    long remove() {
      if (count == 0) {
        throw new IllegalStateException("more frames delivered than were held");
      }
      long nanos = ring[first];
      first = (first + 1) & (ring.length - 1);
      count--;
      return nanos;
    }
  }

  private final Map<Flow, Arrivals> held = new HashMap<>();
  private final PacketView view = new PacketView();
  private final int vnetHeaderBytes;
  private final DelayCounts counts = new DelayCounts();
  private final DelayCounts messages = new DelayCounts();

  AddedDelays(int vnetHeaderBytes) {
    this.vnetHeaderBytes = vnetHeaderBytes;
  }

  /** A frame was delivered while it was offered. */
  void deliveredAtOnce(boolean endsMessage) {
    count(0, endsMessage);
  }

  private void count(long nanos, boolean endsMessage) {
    counts.add(nanos);
    if (endsMessage) {
      messages.add(nanos);
    }
  }

  /** A frame was held; {@code bytes} holds its virtio-net header from {@code start} on. */
  void held(byte[] bytes, int start, int length, boolean endsMessage, long nowNanos) {
    held.computeIfAbsent(flow(bytes, start, length), f -> new Arrivals())
        .add(endsMessage ? ~nowNanos : nowNanos);
  }

  /**
   * A held segment was delivered.
   *
   * @param endsMessage whether the frame that is being offered does
   * @return whether all its frames were {@link #held}; otherwise the last is the one that is being
   *     offered, and has been counted
   */
  boolean delivered(Delivery delivery, boolean endsMessage, long nowNanos) {
    Flow flow = flow(delivery.head(), delivery.headStart(), delivery.headBytes());
    Arrivals arrivals = held.get(flow);
    if (arrivals == null) {
      throw new IllegalStateException("a flow was delivered that was not held");
    }
    boolean all = arrivals.count >= delivery.frames();
    for (int i = all ? 0 : 1; i < delivery.frames(); i++) {
      long arrival = arrivals.remove();
      count(nowNanos - (arrival < 0 ? ~arrival : arrival), arrival < 0);
    }
    if (!all) {
      count(0, endsMessage);
    }
    if (arrivals.count == 0) {
      held.remove(flow);
    }
    return all;
  }

  private Flow flow(byte[] bytes, int start, int length) {
    view.wrap(bytes, start, length, vnetHeaderBytes);
    if (view.etherType() == Headers.ETHERTYPE_TAG) {
      view.skipTag();
    }
    boolean ipv4 = view.etherType() == IpFamily.IPV4.etherType();
    FlowKey key = view.key();
    int ip = view.ipHeader();
    if (ipv4) {
      key.setIpv4(bytes, ip, Bytes.i32Be(bytes, ip + Headers.IPV4_BYTES), view.vlan());
      return new Flow(key.word(0), key.word(1), 0, 0, -1);
    }
    key.setIpv6(bytes, ip, Bytes.i32Be(bytes, ip + Headers.IPV6_BYTES), view.vlan());
    return new Flow(key.word(0), key.word(1), key.word(2), key.word(3), key.word(4));
  }

  /** The delays so far. */
  Delays delays() {
    return counts.delays();
  }

  /** The delays so far of segments that end a message. */
  Delays messageDelays() {
    return messages.delays();
  }
}
