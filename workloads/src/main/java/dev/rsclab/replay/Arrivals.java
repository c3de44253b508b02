package dev.rsclab.replay;

import java.io.IOException;

/** The frames of a source in batches, and what is to be said of them whatever becomes of them. */
final class Arrivals {

  private final FrameSource source;
  private long frames;
  private long frameBytes;
  private long backwardTimestamps;
  private long first;
  private long last;

  Arrivals(FrameSource source) {
    this.source = source;
  }

  /**
   * Replaces the frames of a batch by the next ones, as many as it takes.
   *
   * @return whether there were any
   * @throws IOException if the source cannot be read, or a time stamp is 2^63 ns or more from the
   *     first
   */
  boolean fill(FrameBatch batch) throws IOException {
    batch.clear();
    while (!batch.isFull() && source.next()) {
      long stamp = source.timestampNanos();
      if (frames == 0) {
        first = stamp;
      } else if (stamp < last) {
        backwardTimestamps++;
      }
      last = stamp;
      batch.add(source, sinceFirst());
      frames++;
      frameBytes += source.length();
    }
    return batch.frames() > 0;
  }

  private long sinceFirst() throws IOException {
    try {
      return Math.subtractExact(last, first);
    } catch (ArithmeticException e) {
      IOException refused =
          source.error(
              ("time stamp " + last + " ns")
                  + (" is 2^63 ns or more from the first, " + first + " ns"));
      refused.initCause(e);
      throw refused;
    }
  }

  /** Frames so far. */
  long frames() {
    return frames;
  }

  /** Their bytes, without virtio-net headers. */
  long frameBytes() {
    return frameBytes;
  }

  /** Frames whose time stamp was before that of the frame before. */
  long backwardTimestamps() {
    return backwardTimestamps;
  }
}
