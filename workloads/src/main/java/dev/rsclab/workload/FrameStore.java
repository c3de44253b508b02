package dev.rsclab.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes of frames, appended one frame after the other to chunks, so that no array grows beyond
 * {@value #LARGEST_CHUNK} bytes however long the trace is. A frame never crosses a chunk.
 */
final class FrameStore {

  private static final int SMALLEST_CHUNK = 1 << 16;
  static final int LARGEST_CHUNK = 1 << 23;

  private final List<byte[]> full = new ArrayList<>();
  private byte[] open = new byte[SMALLEST_CHUNK];
  private int used;

  /**
   * Appends {@code length} bytes.
   *
   * @return the address, see {@link #chunk} and {@link #offset}
   */
  long append(byte[] bytes, int from, int length) {
    if (length > open.length - used) {
      full.add(open);
      open = new byte[Math.max(length, Math.min(open.length * 2, LARGEST_CHUNK))];
      used = 0;
    }
    System.arraycopy(bytes, from, open, used, length);
    long address = ((long) full.size() << 32) | used;
    used += length;
    return address;
  }

  /** All chunks, the last one trimmed. Nothing may be appended afterwards. */
  byte[][] toChunks() {
    full.add(Arrays.copyOf(open, used));
    return full.toArray(byte[][]::new);
  }

  /** Index of the chunk that {@code address} is in. */
  static int chunk(long address) {
    return (int) (address >>> 32);
  }

  /** Offset of {@code address} in its chunk. */
  static int offset(long address) {
    return (int) address;
  }
}
