package dev.rsclab.live;

import dev.rsclab.live.tap.Cpus;
import dev.rsclab.live.tap.Link;
import dev.rsclab.live.tap.SystemCallException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Both directions between the taps of a link, each on a thread of its own, until closed. */
final class Wire implements Closeable {

  /** What a thread needs before it forwards. */
  private interface Pin {
    void pin() throws SystemCallException;
  }

  private final Forwarder forwarder;
  private final ReturnPath returnPath;
  private final Thread forward;
  private final Thread back;

  /** Begins to forward. */
  Wire(Link link, Device device, Faults faults, ArrivalRecord record, Cpus cpus) {
    forwarder = new Forwarder(link, device, faults, record);
    returnPath = new ReturnPath(link);
    forward = start("live-forwarder", cpus::pinForwarder, forwarder);
    back = start("live-return", cpus::pinOther, returnPath);
  }

  private static Thread start(String name, Pin pin, Runnable work) {
    Runnable whole =
        () -> {
          try {
            pin.pin();
          } catch (SystemCallException e) {
            // Unpinned it is noisier, and no less right.
            System.err.println("live: " + name + " is not pinned: " + e.getMessage());
          }
          work.run();
        };
    return Thread.ofPlatform().name(name).daemon().start(whole);
  }

  /** The data's direction. */
  Forwarder forwarder() {
    return forwarder;
  }

  /** CPU time of the forwarder's thread so far, in ns. */
  long forwarderCpuNanos() {
    return PartyTimes.cpuNanos(List.of(forward));
  }

  /** Likewise of the way back. */
  long returnCpuNanos() {
    return PartyTimes.cpuNanos(List.of(back));
  }

  /** Ends both threads; throws what ended one of them before. */
  @Override
  public void close() throws IOException {
    forwarder.end();
    returnPath.end();
    try {
      forward.join();
      back.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    check();
  }

  /**
   * Passes if nothing but {@link #close} ended it; to be called when it is closed.
   *
   * @throws IOException if a system call failed
   */
  void check() throws IOException {
    forwarder.check();
    returnPath.check();
  }
}
