package dev.rsclab.live;

import dev.rsclab.replay.FrameSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The first frames of a measurement, as they arrived: their times, lengths and first bytes, in
 * which all headers are. A replay reads the rest as zeros and takes the checksums for valid.
 *
 * <p>One thread adds; a replay reads when it has ended. Adding is O(1) and allocates nothing.
 */
final class ArrivalRecord {

  /** Ethernet, IPv6 and TCP with timestamps are 86 bytes. */
  private static final int KEPT_BYTES = 96;

  private final byte[] bytes;
  private final int[] lengths;
  private final long[] nanos;
  private final boolean[] endsBatch;
  private int frames;

  /** Has room for so many frames. */
  ArrivalRecord(int most) {
    bytes = new byte[most * KEPT_BYTES];
    lengths = new int[most];
    nanos = new long[most];
    endsBatch = new boolean[most];
  }

  /** Adds a frame, which lies behind its virtio-net header, unless the record is full. */
  void add(byte[] from, int start, int length, long nowNanos) {
    if (frames < nanos.length) {
      System.arraycopy(from, start, bytes, frames * KEPT_BYTES, Math.min(length, KEPT_BYTES));
      lengths[frames] = length;
      endsBatch[frames] = false;
      nanos[frames++] = nowNanos;
    }
  }

  /** The last frame that was added ended a batch. */
  void endBatch() {
    if (frames > 0) {
      endsBatch[frames - 1] = true;
    }
  }

  void clear() {
    frames = 0;
  }

  int frames() {
    return frames;
  }

  /** Times from one frame to the next; none between fewer than two. O(n log n). */
  Distribution gaps() {
    return Distribution.of(
        IntStream.range(1, frames).mapToLong(i -> nanos[i] - nanos[i - 1]).toArray());
  }

  /** The frames from the first on, for a replay; the record must not change meanwhile. */
  FrameSource replay() {
    return new Source();
  }

  private final class Source implements FrameSource {

    private final byte[] frame = new byte[KEPT_BYTES];
    private int at = -1;

    @Override
    public boolean next() {
      if (at + 1 >= frames) {
        return false;
      }
      at++;
      System.arraycopy(bytes, at * KEPT_BYTES, frame, 0, KEPT_BYTES);
      return true;
    }

    @Override
    public byte[] bytes() {
      return frame;
    }

    @Override
    public int capturedLength() {
      return Math.min(lengths[at], KEPT_BYTES);
    }

    @Override
    public int length() {
      return lengths[at];
    }

    @Override
    public long timestampNanos() {
      return nanos[at];
    }

    @Override
    public boolean knowsBatches() {
      return true;
    }

    @Override
    public boolean endsBatch() {
      return endsBatch[at];
    }

    @Override
    public IOException error(String what) {
      return new IOException("recorded frame " + at + " " + what);
    }

    @Override
    public double fractionRead() {
      return frames == 0 ? 1 : (at + 1.0) / frames;
    }

    @Override
    public void close() {
      Arrays.fill(frame, (byte) 0);
    }
  }
}
