package dev.rsclab.replay;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Delivery;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.Placement;
import dev.rsclab.coalesce.PollBatch;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.guest.RingGuest;
import dev.rsclab.packet.IpFamily;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;

/**
 * Plays frames through one coalescer in virtual time, to a guest that always has room.
 *
 * <p>Events happen in the order of time; at equal times a timer that is due fires before a frame is
 * taken. After the last frame time runs on until nothing is held. Where the policy hands over at
 * the end of a batch, the source says when that is, if it knows; otherwise {@link PollBatch}, with
 * the interval as the interrupt moderation. Frames get a virtio-net header of zeros.
 */
public final class Replay {

  /** Always the same: under the adaptive strategy it says which flows drive each other out. */
  private static final long HASH_KEY = 0;

  private static final int FIRST_BUFFER_BYTES = 4096;

  private final CoalescerKind kind;
  private final RscPolicy policy;
  private final DeliveryListener listener;
  private final VirtualClock clock = new VirtualClock();
  private final AddedDelays delays;
  private final Coalescer coalescer;

  /** Whether what is offered is lent until it is delivered, and so must stay as it is. */
  private final boolean lends;

  /** The device's batches; null where nobody asks when they end, or the source says it. */
  private final PollBatch batch;

  private long deliveries;
  private long deliveredBytes;
  private boolean endsMessage;
  private boolean deliveredAtOnce;
  private IOException failure;

  /**
   * Has played nothing; {@link #play} all frames in order, then {@link #finish}.
   *
   * @param batchesKnown whether the frames say which of them end a batch
   */
  Replay(CoalescerKind kind, RscPolicy policy, boolean batchesKnown, DeliveryListener listener) {
    this.kind = kind;
    this.policy = policy.withHashKey(HASH_KEY).withLentFrames(RscPolicy.LARGEST_LENT_FRAMES);
    this.listener = listener;
    delays = new AddedDelays(policy.vnetHeaderBytes(), policy.maxHeldSegments());
    lends = policy.placement() == Placement.GATHERED;
    coalescer =
        kind.create(
            this.policy, policy.placement() == Placement.DIRECT ? new Buffers() : this::deliver);
    batch =
        policy.flush() == FlushStrategy.END_OF_BATCH && !batchesKnown
            ? new PollBatch(policy.intervalNanos())
            : null;
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
    Replay replay = new Replay(kind, policy, source.knowsBatches(), listener);
    Arrivals arrivals = new Arrivals(source);
    // One by one: when the listener fails, no later frame has been taken from the source.
    FrameBatch one = new FrameBatch(policy.vnetHeaderBytes(), 1, FIRST_BUFFER_BYTES);
    while (arrivals.fill(one)) {
      replay.play(one);
    }
    return replay.finish(arrivals);
  }

  /**
   * Plays all frames of a batch, which stays as it is.
   *
   * @throws IOException if the listener cannot write
   */
  void play(FrameBatch batch) throws IOException {
    for (int frame = 0; frame < batch.frames(); frame++) {
      runUntil(batch.nanos(frame));
      offer(batch, frame);
    }
  }

  /**
   * Lets time run on until nothing is held.
   *
   * @param arrivals where all frames that were played came from
   * @throws IOException if the listener cannot write
   */
  ReplayReport finish(Arrivals arrivals) throws IOException {
    while (nextEvent() != Coalescer.NO_DEADLINE) {
      runUntil(nextEvent());
    }
    return report(arrivals);
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

  private void offer(FrameBatch frames, int frame) throws IOException {
    byte[] bytes = frames.bytes();
    int start = frames.start(frame);
    int length = frames.length(frame);
    deliveredAtOnce = false;
    endsMessage = frames.endsMessage(frame);
    if (lends) {
      coalescer.offer(
          0, Arrays.copyOfRange(bytes, start, start + length), 0, length, clock.nanos());
    } else {
      coalescer.offer(0, bytes, start, length, clock.nanos());
    }
    throwFailure();
    if (!deliveredAtOnce) {
      delays.held(bytes, start, length, endsMessage, clock.nanos());
    }
    if (frames.endsBatch(frame) || (batch != null && batch.take(clock.nanos()))) {
      coalescer.endOfBatch(clock.nanos());
      throwFailure();
    }
  }

  private int deliver(Delivery delivery) {
    deliveries++;
    deliveredBytes += delivery.length();
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

  /** A guest with as much memory for the device to write to as may be staged by default. */
  private final class Buffers extends RingGuest {

    private static final int BUFFERS = 1 << 15;

    Buffers() {
      super(BUFFERS);
    }

    @Override
    public int deliver(Delivery delivery) {
      int length = Replay.this.deliver(delivery);
      if (delivery.isPlaced()) {
        ring.deliver(delivery);
        ring.skip();
      }
      return length;
    }
  }

  private void throwFailure() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  private ReplayReport report(Arrivals arrivals) {
    var counters =
        new EnumMap<IpFamily, java.util.Map<dev.rsclab.coalesce.Counter, Long>>(IpFamily.class);
    for (IpFamily family : IpFamily.values()) {
      counters.put(family, coalescer.stats(family).nonZero());
    }
    return new ReplayReport(
        arrivals.frames(),
        deliveries,
        arrivals.frameBytes(),
        deliveredBytes,
        clock.nanos(),
        arrivals.backwardTimestamps(),
        counters,
        delays.delays(),
        delays.messageDelays());
  }

  @Override
  public String toString() {
    return kind + " " + policy;
  }
}
