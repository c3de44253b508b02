package dev.rsclab.bench;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.GuestReceiver;
import dev.rsclab.guest.GuestDriver;
import dev.rsclab.guest.ReceiveRing;

/**
 * A guest that takes each frame as soon as it is in the receive ring, and spends a given time on
 * each.
 *
 * <p>The device copies into the guest's buffers, the driver reads the headers and copies the frame
 * to its application: both are real. What the guest's network stack and process spend per delivery
 * is modelled by spinning for {@code nanosPerDelivery}.
 */
final class InlineGuest implements GuestReceiver {

  /**
   * QEMU's default queue size, and buffers that take a frame of an MTU of 1500 with its virtio-net
   * header.
   */
  private static final int RING_BUFFERS = 256;

  private static final int BUFFER_BYTES = 2048;

  private final ReceiveRing ring = new ReceiveRing(RING_BUFFERS, BUFFER_BYTES, true);
  private final GuestDriver driver;
  private final long nanosPerDelivery;
  private long refused;

  InlineGuest(int vnetHeaderBytes, long nanosPerDelivery) {
    driver = new GuestDriver(ring, vnetHeaderBytes);
    this.nanosPerDelivery = nanosPerDelivery;
  }

  @Override
  public int deliver(Delivery delivery) {
    int result = ring.deliver(delivery);
    if (result == NO_ROOM) {
      refused++;
    }
    while (driver.takeNext()) {
      spin();
    }
    return result;
  }

  /**
   * Reads the clock until the time has passed: no calibration that could differ from fork to fork.
   */
  private void spin() {
    if (nanosPerDelivery > 0) {
      long end = System.nanoTime() + nanosPerDelivery;
      while (System.nanoTime() < end) {
        // No Thread.onSpinWait(): it takes longer than the smallest costs.
      }
    }
  }

  /** Deliveries that found no room: only a frame larger than the whole ring can. */
  long refused() {
    return refused;
  }

  /** A value that depends on everything that the guest took. */
  long digest() {
    return driver.digest() * 31 + driver.bytes();
  }
}
