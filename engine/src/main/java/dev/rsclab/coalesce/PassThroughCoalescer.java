package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.util.Arrays;
import java.util.Objects;

/**
 * Delivers every frame as it comes: the floor that coalescing is measured against. Its counters
 * stay zero.
 */
final class PassThroughCoalescer implements Coalescer {

  private final GuestReceiver guest;
  private final Delivery delivery = new Delivery();
  private final CoalescerStats stats = new CoalescerStats();

  PassThroughCoalescer(GuestReceiver guest) {
    this.guest = guest;
  }

  @Override
  public int offer(int queue, byte[] bytes, int start, int length, long nowNanos) {
    Objects.checkFromIndexSize(start, length, bytes.length);
    return guest.deliver(delivery.direct(queue, bytes, start, length));
  }

  @Override
  public void advance(long nowNanos) {
    // No timer is ever armed.
  }

  @Override
  public long nextDeadline() {
    return NO_DEADLINE;
  }

  @Override
  public void endOfBatch(long nowNanos) {
    // Nothing is ever held.
  }

  @Override
  public void flush() {
    // Nothing is ever held.
  }

  @Override
  public void negotiate(int vnetHeaderBytes, boolean tcpV4, boolean tcpV6) {
    RscPolicy.requireVnetHeader(vnetHeaderBytes);
  }

  @Override
  public int lentFrames() {
    return 0;
  }

  @Override
  public long reservedBytes(IpFamily family) {
    return 0;
  }

  @Override
  public int held(IpFamily family) {
    return 0;
  }

  @Override
  public long deadline(IpFamily family) {
    return NO_DEADLINE;
  }

  @Override
  public CoalescerStats stats(IpFamily family) {
    return stats;
  }

  @Override
  public byte[] snapshot(long nowNanos) {
    return HeldSnapshot.EMPTY.clone();
  }

  @Override
  public void restore(byte[] snapshot, long nowNanos) {
    if (!Arrays.equals(snapshot, HeldSnapshot.EMPTY)) {
      throw new IllegalArgumentException("a coalescer that holds nothing restores only nothing");
    }
  }
}
