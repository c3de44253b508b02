package dev.rsclab.bench;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.guest.GuestDriver;
import dev.rsclab.guest.RingGuest;
import dev.rsclab.results.GuestCost;

/**
 * A guest that takes each frame as soon as it is in the receive ring, and spends a given time on
 * each.
 *
 * <p>The device copies into the guest's buffers, the driver reads the headers and copies the frame
 * to its application: both are real. What the guest's network stack and process spend in all is
 * modelled by spinning until the cost of the delivery has passed since the driver began to take it:
 * the real copy is a part of the cost, not an addition to it. A guest that costs nothing only takes
 * the bytes, and reads no clock.
 */
final class InlineGuest extends RingGuest {

  /** QEMU's default queue size. */
  private static final int RING_BUFFERS = 256;

  private final GuestDriver driver;
  private final double nanosPerDelivery;
  private final double nanosPerByte;
  private final boolean costs;
  private long refused;

  InlineGuest(int vnetHeaderBytes, GuestCost cost) {
    super(RING_BUFFERS);
    driver = new GuestDriver(ring, vnetHeaderBytes);
    nanosPerDelivery = cost.perDelivery().doubleValue();
    nanosPerByte = cost.perByte().doubleValue();
    costs = nanosPerDelivery > 0 || nanosPerByte > 0;
  }

  @Override
  public int deliver(Delivery delivery) {
    int result = ring.deliver(delivery);
    if (result == NO_ROOM) {
      refused++;
    }
    if (costs) {
      takeAndSpend();
    } else {
      take();
    }
    return result;
  }

  private void take() {
    while (driver.takeNext()) {
      // Taking it is all the work.
    }
  }

  private void takeAndSpend() {
    long began = System.nanoTime();
    long bytes = driver.bytes();
    while (driver.takeNext()) {
      long taken = driver.bytes();
      began = spinUntil(began + nanos(taken - bytes));
      bytes = taken;
    }
  }

  /** What a delivery of so many bytes costs, its headers included, in ns. */
  long nanos(long bytes) {
    return (long) (nanosPerDelivery + nanosPerByte * bytes);
  }

  /**
   * Reads the clock until the time has come: no calibration that could differ from fork to fork.
   *
   * @return the last reading
   */
  private static long spinUntil(long end) {
    long now = System.nanoTime();
    while (now - end < 0) {
      // No Thread.onSpinWait(): it takes longer than the smallest costs.
      now = System.nanoTime();
    }
    return now;
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
