package dev.rsclab.live;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.GuestReceiver;
import dev.rsclab.coalesce.PollBatch;
import dev.rsclab.live.tap.Link;
import dev.rsclab.live.tap.Linux;
import dev.rsclab.live.tap.SystemCallException;
import dev.rsclab.live.tap.Tap;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way of the data: reads what the sender's stack sends, offers it to a coalescer, and writes
 * what that delivers to the receiver's tap. One thread.
 *
 * <p>Reads until the tap is empty, at most {@link PollBatch#BUDGET} frames, which is a batch; then
 * fires what is due, and sleeps until a frame comes or the next deadline. Time is {@link
 * System#nanoTime}, read once for each frame. Allocates nothing while it forwards.
 */
final class Forwarder implements Runnable {

  /** What Linux gives a tap. */
  static final int MTU = 1500;

  /** Longer than any unit with its virtio-net header. */
  private static final int LONGEST = 1 << 17;

  /** How often a forwarder with nothing to do looks whether it shall end. */
  private static final long LOOK_NANOS = 20_000_000;

  /** Samples of a measurement: those of 20 000 timers a second for ten seconds. */
  private static final int MOST_LATENESS = 1 << 18;

  private final int from;
  private final int to;
  private final Coalescer coalescer;
  private final UnitChecksums checksums = new UnitChecksums(MTU);
  private final FaultyWire wire;
  private final ArrivalRecord record;
  private final Samples lateness = new Samples(MOST_LATENESS);
  private final MemorySegment in = Linux.memory(LONGEST);
  private final MemorySegment out = Linux.memory(LONGEST);
  private final byte[] frame = new byte[LONGEST];
  private final byte[] unit = new byte[LONGEST];

  // Written by the forwarder's thread alone.
  private final AtomicLong segments = new AtomicLong();
  private final AtomicLong deliveries = new AtomicLong();
  private final AtomicLong writeNanos = new AtomicLong();

  private volatile boolean measuring;
  private volatile boolean ending;
  private Linux linux;
  private boolean measured;
  private SystemCallException failure;

  /**
   * Has not begun.
   *
   * @param record where the arrivals of the measurement go
   */
  Forwarder(Link link, Device device, Faults faults, ArrivalRecord record) {
    from = link.senderTap().descriptor();
    to = link.receiverTap().descriptor();
    coalescer = device.create(new TapGuest());
    wire = new FaultyWire(faults);
    this.record = record;
  }

  @Override
  public void run() {
    linux = Linux.ofThread();
    try {
      linux.setTimerSlack(1);
      while (!ending) {
        boolean empty = takeBatch();
        long now = System.nanoTime();
        fireTimers(now);
        throwFailure();
        if (empty) {
          long left = Math.min(coalescer.nextDeadline() - now, LOOK_NANOS);
          linux.poll(from, Math.max(left, 0));
        }
      }
      coalescer.flush();
    } catch (SystemCallException e) {
      failure = e;
    }
  }

  /** Takes what is there, at most a batch; whether nothing more is. */
  private boolean takeBatch() throws SystemCallException {
    measured = measuring;
    int taken = 0;
    boolean empty = false;
    while (taken < PollBatch.BUDGET && !empty) {
      long length = linux.read(from, in);
      empty = length == Linux.NOT_READY;
      if (!empty) {
        MemorySegment.copy(in, JAVA_BYTE, 0, frame, 0, (int) length);
        wire.carry(frame, (int) length);
        taken++;
      }
    }
    if (taken > 0) {
      wire.endOfBatch();
      coalescer.endOfBatch(System.nanoTime());
      if (measured) {
        record.endBatch();
      }
      segments.lazySet(segments.getPlain() + taken);
    }
    return empty;
  }

  private void arrive(byte[] bytes, int length) {
    long now = System.nanoTime();
    fireTimers(now);
    if (measured) {
      int header = Tap.VNET_HEADER_BYTES;
      record.add(bytes, header, length - header, now);
    }
    coalescer.offer(0, bytes, 0, length, now);
  }

  private void fireTimers(long now) {
    long deadline = coalescer.nextDeadline();
    if (deadline <= now) {
      if (measured) {
        lateness.add(now - deadline);
      }
      coalescer.advance(now);
    }
  }

  private void throwFailure() throws SystemCallException {
    if (failure != null) {
      throw failure;
    }
  }

  /** Starts to count lateness and to record arrivals, from nothing on. */
  void measure() {
    measuring = true;
  }

  /** Ends that. */
  void endMeasuring() {
    measuring = false;
  }

  /** Ends the forwarder's loop within 20 ms. */
  void end() {
    ending = true;
  }

  /** Frames read so far. */
  long segments() {
    return segments.getAcquire();
  }

  /** Frames written so far. */
  long deliveries() {
    return deliveries.getAcquire();
  }

  /** Time in writes to the receiver's tap so far, which run the receiver's stack, in ns. */
  long writeNanos() {
    return writeNanos.getAcquire();
  }

  /** How late timers fired while it measured; to be read when the thread has ended. */
  Samples lateness() {
    return lateness;
  }

  /**
   * Passes if it ended because it was told to; to be called when the thread has ended.
   *
   * @throws IOException if a system call failed
   */
  void check() throws IOException {
    throwFailure();
  }

  /** The guest is the receiver's kernel: it takes whatever is written. */
  private final class TapGuest implements GuestReceiver {

    @Override
    public int deliver(Delivery delivery) {
      int length = delivery.copyTo(unit, 0);
      checksums.complete(unit, Tap.VNET_HEADER_BYTES);
      MemorySegment.copy(unit, 0, out, JAVA_BYTE, 0, length);
      long begin = System.nanoTime();
      try {
        linux.write(to, out, length);
      } catch (SystemCallException e) {
        // A guest has no exceptions: it is thrown when the coalescer has returned.
        failure = e;
      }
      writeNanos.lazySet(writeNanos.getPlain() + System.nanoTime() - begin);
      deliveries.lazySet(deliveries.getPlain() + 1);
      return length;
    }
  }

  /** The way from the tap to the coalescer, with its faults. */
  private final class FaultyWire {

    private final boolean good;
    private final Faults.Draw draw;
    private final byte[] overtaken = new byte[LONGEST];
    private int overtakenLength;

    FaultyWire(Faults faults) {
      good = faults.none();
      draw = faults.draw();
    }

    void carry(byte[] bytes, int length) {
      if (good) {
        arrive(bytes, length);
        return;
      }
      switch (draw.next()) {
        case PASS -> pass(bytes, length);
        case LOSE -> {}
        case DUPLICATE -> {
          pass(bytes, length);
          pass(bytes, length);
        }
        case SWAP -> {
          endOfBatch();
          System.arraycopy(bytes, 0, overtaken, 0, length);
          overtakenLength = length;
        }
      }
    }

    private void pass(byte[] bytes, int length) {
      arrive(bytes, length);
      endOfBatch();
    }

    /** A frame that was to be overtaken goes at last, if there is one. */
    void endOfBatch() {
      if (overtakenLength > 0) {
        int length = overtakenLength;
        overtakenLength = 0;
        arrive(overtaken, length);
      }
    }
  }
}
