package dev.rsclab.bench;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.guest.GuestDriver;
import dev.rsclab.guest.RingGuest;

/** A guest whose driver takes each frame as soon as it is in the receive ring. */
final class DriverGuest extends RingGuest {

  /**
   * More than the packets of an interval: a segment that is held in the guest's buffers has two or
   * more.
   */
  private static final int RING_BUFFERS = 512;

  private final GuestDriver driver;
  private final boolean copies;
  private long refused;

  /** A guest whose driver copies frames to its application, or only reads their headers. */
  DriverGuest(int vnetHeaderBytes, boolean copies) {
    super(RING_BUFFERS);
    driver = new GuestDriver(ring, vnetHeaderBytes);
    this.copies = copies;
  }

  @Override
  public int deliver(Delivery delivery) {
    int result = ring.deliver(delivery);
    if (result == NO_ROOM) {
      refused++;
    }
    if (copies) {
      driver.takeNext();
    } else {
      driver.skipNext();
    }
    return result;
  }

  long refused() {
    return refused;
  }

  /** A value that depends on everything that the guest took. */
  long digest() {
    return driver.digest() * 31 + driver.bytes();
  }
}
