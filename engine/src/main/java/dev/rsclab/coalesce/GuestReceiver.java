package dev.rsclab.coalesce;

/** The guest's side of the device: takes a frame, or says that it cannot. */
@FunctionalInterface
public interface GuestReceiver {

  /** The guest's ring has no room for the whole frame now (contract 2.8). */
  int NO_ROOM = 0;

  /** The guest cannot receive at all: stopped, or not ready (contract 2.8). */
  int CANNOT_RECEIVE = -1;

  /**
   * Takes a frame with its virtio-net header, all of it or nothing.
   *
   * <p>Called in the middle of the coalescer's work: must not throw, and must not call the
   * coalescer that it serves.
   *
   * @param delivery valid during the call only: copy what is to be kept
   * @return {@link Delivery#length()} if accepted, {@link #NO_ROOM} or {@link #CANNOT_RECEIVE}
   */
  int deliver(Delivery delivery);
}
