package dev.rsclab.bench;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.guest.RingGuest;

/**
 * A {@link CountingReceiver} with buffers for the device to write to; those of a delivery are
 * posted again as soon as it is counted.
 */
final class CountingRing extends RingGuest {

  /**
   * More than the packets of an interval, each in a buffer of its own: what is held never waits for
   * buffers.
   */
  private static final int RING_BUFFERS = 512;

  private final CountingReceiver receiver;

  /** Counts by a receiver of the caller's. */
  CountingRing(CountingReceiver receiver) {
    super(RING_BUFFERS);
    this.receiver = receiver;
  }

  @Override
  public int deliver(Delivery delivery) {
    int length = receiver.deliver(delivery);
    if (delivery.isPlaced()) {
      ring.deliver(delivery);
      ring.skip();
    }
    return length;
  }
}
