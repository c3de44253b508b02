package dev.rsclab.replay;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.PollBatch;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.VnetHeader;
import dev.rsclab.workload.SegmentParser;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;

/**
 * Plays frames through one coalescer in virtual time, to a guest that always has room.
 *
 * <p>Events happen in the order of time; at equal times a timer that is due fires before a frame is
 * taken. After the last frame time runs on until nothing is held. Where the policy hands over at
 * the end of a batch, {@link PollBatch} says when that is, with the interval as the interrupt
 * moderation. Frames get a virtio-net header of zeros.
 */
public final class Replay {

  /** Always the same: under the adaptive strategy it says which flows drive each other out. */
  private static final long HASH_KEY = 0;

  private final CoalescerKind kind;
  private final RscPolicy policy;
  private final DeliveryListener listener;
  private final VirtualClock clock = new VirtualClock();
  private final AddedDelays delays;
  private final SegmentParser parser = new SegmentParser();
  private final Coalescer coalescer;

  /** The device's batches; null where nobody asks when they end. */
  private final PollBatch batch;

  private byte[] buffer = new byte[4096];
  private long frames;
  private long frameBytes;
  private long deliveries;
  private long backwardTimestamps;
  private boolean endsMessage;
  private boolean deliveredAtOnce;
  private IOException failure;

  private Replay(CoalescerKind kind, RscPolicy policy, DeliveryListener listener) {
    this.kind = kind;
    this.policy = policy.withHashKey(HASH_KEY);
    this.listener = listener;
    delays = new AddedDelays(policy.vnetHeaderBytes());
    coalescer = kind.create(this.policy, this::deliver);
    batch =
        policy.flush() == FlushStrategy.END_OF_BATCH ? new PollBatch(policy.intervalNanos()) : null;
  }

  /**
   * Plays all frames of a source.
   *
   * @throws IOException if the source cannot be read, a time stamp is 2^63 ns or more from the
   *     first, or the listener cannot write
   */
  public static ReplayReport run(
      FrameSource source, CoalescerKind kind, RscPolicy policy, DeliveryListener listener)
      throws IOException {
    return new Replay(kind, policy, listener).run(source);
  }

  private ReplayReport run(FrameSource source) throws IOException {
    long first = 0;
    long last = Long.MIN_VALUE;
    while (source.next()) {
      if (frames == 0) {
        first = source.timestampNanos();
      }
      if (source.timestampNanos() < last) {
        backwardTimestamps++;
      }
      last = source.timestampNanos();
      runUntil(sinceFirst(source, first));
      offer(source);
    }
    while (nextEvent() != Coalescer.NO_DEADLINE) {
      runUntil(nextEvent());
    }
    return report();
  }

  private static long sinceFirst(FrameSource source, long first) throws IOException {
    try {
      return Math.subtractExact(source.timestampNanos(), first);
    } catch (ArithmeticException e) {
      IOException refused =
          source.error(
              ("time stamp " + source.timestampNanos() + " ns")
                  + (" is 2^63 ns or more from the first, " + first + " ns"));
      refused.initCause(e);
      throw refused;
    }
  }

  /** When a timer fires or a batch ends. */
  private long nextEvent() {
    long deadline = coalescer.nextDeadline();
    return batch == null ? deadline : Math.min(deadline, batch.endNanos());
  }

  /** Lets every timer fire and every batch end at its own time until {@code nanos} is reached. */
  private void runUntil(long nanos) throws IOException {
    long event;
    while ((event = nextEvent()) <= nanos && event != Coalescer.NO_DEADLINE) {
      clock.moveTo(event);
      coalescer.advance(clock.nanos());
      if (batch != null && batch.endNanos() <= event) {
        batch.end();
        coalescer.endOfBatch(clock.nanos());
      }
      throwFailure();
    }
    clock.moveTo(nanos);
  }

  private void offer(FrameSource source) throws IOException {
    int vnet = policy.vnetHeaderBytes();
    int length = vnet + source.length();
    if (length > buffer.length) {
      buffer = new byte[length + length / 2];
    }
    int captured = vnet + source.capturedLength();
    Arrays.fill(buffer, 0, vnet, (byte) 0);
    System.arraycopy(source.bytes(), 0, buffer, vnet, source.capturedLength());
    Arrays.fill(buffer, captured, length, (byte) 0);
    if (captured < length) {
      // The checksum of bytes that the capture has not kept cannot be verified.
      buffer[VnetHeader.FLAGS] = VnetHeader.FLAG_DATA_VALID;
    }
    frames++;
    frameBytes += source.length();
    deliveredAtOnce = false;
    endsMessage =
        parser.parse(buffer, vnet, source.capturedLength(), source.length())
            && parser.endsMessage(buffer);
    coalescer.offer(0, buffer, 0, length, clock.nanos());
    throwFailure();
    if (!deliveredAtOnce) {
      delays.held(buffer, 0, length, endsMessage, clock.nanos());
    }
    if (batch != null && batch.take(clock.nanos())) {
      coalescer.endOfBatch(clock.nanos());
      throwFailure();
    }
  }

  private int deliver(Delivery delivery) {
    deliveries++;
    if (delivery.wasHeld()) {
      // A held segment may go out with the very frame that is being offered.
      deliveredAtOnce |= !delays.delivered(delivery, endsMessage, clock.nanos());
    } else {
      deliveredAtOnce = true;
      delays.deliveredAtOnce(endsMessage);
    }
    try {
      if (failure == null) {
        listener.onDelivery(clock.nanos(), delivery);
      }
    } catch (IOException e) {
      // A guest has no exceptions: it is thrown when the coalescer has returned.
      failure = e;
    }
    return delivery.length();
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private ReplayReport report() {
    var counters =
        new EnumMap<IpFamily, java.util.Map<dev.rsclab.coalesce.Counter, Long>>(IpFamily.class);
    for (IpFamily family : IpFamily.values()) {
      counters.put(family, coalescer.stats(family).nonZero());
    }
    return new ReplayReport(
        frames,
        deliveries,
        frameBytes,
        clock.nanos(),
        backwardTimestamps,
        counters,
        delays.delays(),
        delays.messageDelays());
  }

  @Override
  public String toString() {
    return kind + " " + policy;
  }
}
