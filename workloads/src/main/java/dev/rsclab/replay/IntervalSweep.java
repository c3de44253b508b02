package dev.rsclab.replay;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Plays the same frames with many intervals in one pass over their source: for each interval what
 * {@link Replay} finds.
 *
 * <p>Frames are read and parsed once, in batches; while the next batch is read, each replay plays
 * the last one, on as many threads as there are processors. Memory is that of two batches and of
 * what the coalescers hold, whatever the length of the source: it is O(intervals).
 */
public final class IntervalSweep {

  /** All kinds that coalesce find the same; this one is the fastest with many flows. */
  private static final CoalescerKind KIND = CoalescerKind.OPEN_ADDRESSING;

  // A batch stays in a processor's own cache while the replays take it, one after the other.
  private static final int BATCH_FRAMES = 4096;
  private static final int BATCH_BYTES = 1 << 20;

  private final FrameSource source;
  private final RscPolicy policy;
  private final List<Replay> replays = new ArrayList<>();

  private IntervalSweep(FrameSource source, RscPolicy policy, List<Long> intervals) {
    this.source = source;
    this.policy = policy;
    for (long nanos : intervals) {
      RscPolicy withInterval = policy.withIntervalNanos(nanos);
      replays.add(new Replay(KIND, withInterval, source.knowsBatches(), DeliveryListener.NONE));
    }
  }

  /**
   * Plays all frames of a source.
   *
   * @param policy its interval does not count
   * @param intervals in ns
   * @return a report for each interval, in their order
   * @throws IOException if the source cannot be read, or a time stamp is 2^63 ns or more from the
   *     first
   */
  public static List<ReplayReport> run(FrameSource source, RscPolicy policy, List<Long> intervals)
      throws IOException {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), intervals.size());
    try (ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads))) {
      return new IntervalSweep(source, policy, intervals).run(pool);
    }
  }

  private List<ReplayReport> run(ExecutorService pool) throws IOException {
    Arrivals arrivals = new Arrivals(source);
    FrameBatch filling = batch();
    FrameBatch playing = batch();
    List<Future<Void>> plays = List.of();
    while (arrivals.fill(filling)) {
      waitFor(plays);
      FrameBatch filled = filling;
      filling = playing;
      playing = filled;
      plays = play(filled, pool);
    }
    waitFor(plays);
    List<ReplayReport> reports = new ArrayList<>();
    for (Replay replay : replays) {
      reports.add(replay.finish(arrivals));
    }
    return reports;
  }

  private FrameBatch batch() {
    return new FrameBatch(policy.vnetHeaderBytes(), BATCH_FRAMES, BATCH_BYTES);
  }

  private List<Future<Void>> play(FrameBatch batch, ExecutorService pool) {
    List<Future<Void>> plays = new ArrayList<>();
    for (Replay replay : replays) {
      Callable<Void> play =
          () -> {
            replay.play(batch);
            return null;
          };
      plays.add(pool.submit(play));
    }
    return plays;
  }

  private static void waitFor(List<Future<Void>> plays) throws IOException {
    for (Future<Void> play : plays) {
      try {
        play.get();
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
    }
  }

  /** As it would have been thrown without threads. */
  private static IOException failure(Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }
}
