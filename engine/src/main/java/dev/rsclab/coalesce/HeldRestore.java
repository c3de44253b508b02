package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.PacketView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Goes on with what a {@link HeldSnapshot} holds. Allocates; O(bytes held). */
final class HeldRestore {

  private final TimedCoalescer coalescer;
  private final PacketView packet;
  private final long nowNanos;

  /**
   * Restores at a time.
   *
   * @param packet a view to parse with
   */
  HeldRestore(TimedCoalescer coalescer, PacketView packet, long nowNanos) {
    this.coalescer = coalescer;
    this.packet = packet;
    this.nowNanos = nowNanos;
  }

  /** See {@link Coalescer#restore}. */
  void restore(byte[] snapshot, Chain ipv4, Chain ipv6) {
    try {
      ByteBuffer in = HeldSnapshot.open(snapshot);
      restore(ipv4, in);
      restore(ipv6, in);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(
          "a snapshot of held segments that ends too early, after %d bytes"
              .formatted(snapshot.length),
          e);
    }
  }

  private void restore(Chain chain, ByteBuffer in) {
    long timerLeft = in.getLong();
    long[][] timesLeft = new long[chain.held.capacity()][];
    try {
      for (int count = in.getInt(); count > 0; count--) {
        restoreNext(chain, in, timesLeft);
      }
    } finally {
      // What came before a fault is held, and must not be held for ever.
      if (timerLeft >= 0 || chain.held.size() > 0) {
        coalescer.restoreTimes(chain, nowNanos, timerLeft, timesLeft);
      }
    }
  }

  private void restoreNext(Chain chain, ByteBuffer in, long[][] timesLeft) {
    IpFamily family = chain.held.family;
    HeldSnapshot.Segment segment = HeldSnapshot.readSegment(in, family);
    segment.show(packet, family);
    if (chain.table.find(packet.key()) != FlowTable.NONE) {
      throw new IllegalArgumentException("a snapshot that holds a flow twice");
    }
    coalescer.lendRestored();
    while (!chain.held.hasRoomFor(packet.frameBytes())) {
      if (chain.held.size() == 0) {
        throw new IllegalArgumentException("a snapshot of more than the guest has buffers for");
      }
      if (coalescer.isKept(coalescer.evictOldest(chain))) {
        throw new IllegalArgumentException(
            "a snapshot of more than may be held, and the guest takes nothing");
      }
    }
    int slot = chain.held.take();
    chain.table.insert(packet.key(), slot);
    chain.held.restore(slot, segment.words(), packet);
    timesLeft[slot] = new long[] {segment.startLeft(), segment.silenceLeft()};
  }

  /**
   * The slots that are held and have a time left, soonest first, equal ones in order of arrival.
   *
   * @param timesLeft of each slot
   * @param which of its times; negative if there is none
   */
  static int[] soonestFirst(HeldSegments held, long[][] timesLeft, int which) {
    ArrivalOrder order = held.order();
    Integer[] slots = new Integer[held.size()];
    int count = 0;
    for (int at = order.begin(); at < order.end(); at++) {
      int slot = order.at(at);
      if (slot != HeldSegments.NONE && timesLeft[slot][which] >= 0) {
        slots[count++] = slot;
      }
    }
    Arrays.sort(slots, 0, count, (a, b) -> Long.compare(timesLeft[a][which], timesLeft[b][which]));
    int[] sorted = new int[count];
    Arrays.setAll(sorted, i -> slots[i]);
    return sorted;
  }
}
