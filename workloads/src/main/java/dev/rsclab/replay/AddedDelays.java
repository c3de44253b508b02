package dev.rsclab.replay;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.FlowKey;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;

/**
 * How long each frame waited in the coalescer.
 *
 * <p>Besides, the same of those segments alone that end a message: what an exchange of requests and
 * responses waits for. Frames of one flow leave in the order in which they were held, so a delivery
 * of n frames ends the wait of the n oldest of its flow. O(1) expected for each frame; allocates
 * nothing once memory suffices: 8 bytes a frame while it is held, and what {@link DelayCounts}
 * needs.
 */
final class AddedDelays {

  private final PacketView view = new PacketView();
  private final int vnetHeaderBytes;
  private final HeldArrivals ipv4;
  private final HeldArrivals ipv6;
  private final DelayCounts counts = new DelayCounts();
  private final DelayCounts messages = new DelayCounts();

  /**
   * Has seen no frame.
   *
   * @param maxHeldSegments bound on the flows of an IP version that have something held
   */
  AddedDelays(int vnetHeaderBytes, int maxHeldSegments) {
    this.vnetHeaderBytes = vnetHeaderBytes;
    ipv4 = new HeldArrivals(IpFamily.IPV4, maxHeldSegments);
    ipv6 = new HeldArrivals(IpFamily.IPV6, maxHeldSegments);
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
    // The time of a frame that ends a message is stored as its complement.
    arrivals(bytes, start, length).add(view.key(), endsMessage ? ~nowNanos : nowNanos);
  }

  /**
   * A held segment was delivered.
   *
   * @param endsMessage whether the frame that is being offered does
   * @return whether all its frames were {@link #held}; otherwise the last is the one that is being
   *     offered, and has been counted
   */
  boolean delivered(Delivery delivery, boolean endsMessage, long nowNanos) {
    HeldArrivals arrivals = arrivals(delivery.head(), delivery.headStart(), delivery.headBytes());
    int flow = arrivals.find(view.key());
    boolean all = arrivals.count(flow) >= delivery.frames();
    for (int i = all ? 0 : 1; i < delivery.frames(); i++) {
      long arrival = arrivals.remove(flow);
      count(nowNanos - (arrival < 0 ? ~arrival : arrival), arrival < 0);
    }
    if (!all) {
      count(0, endsMessage);
    }
    arrivals.forgetIfEmpty(flow);
    return all;
  }

  /** What is held of the IP version of a segment, whose flow the view then has as its key. */
  private HeldArrivals arrivals(byte[] bytes, int start, int length) {
    view.wrap(bytes, start, length, vnetHeaderBytes);
    if (view.etherType() == Headers.ETHERTYPE_TAG) {
      view.skipTag();
    }
    FlowKey key = view.key();
    int ip = view.ipHeader();
    if (view.etherType() == IpFamily.IPV4.etherType()) {
      key.setIpv4(bytes, ip, Bytes.i32Be(bytes, ip + Headers.IPV4_BYTES), view.vlan());
      return ipv4;
    }
    key.setIpv6(bytes, ip, Bytes.i32Be(bytes, ip + Headers.IPV6_BYTES), view.vlan());
    return ipv6;
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
