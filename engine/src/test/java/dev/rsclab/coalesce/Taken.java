package dev.rsclab.coalesce;

import java.util.Arrays;
import java.util.HexFormat;

/** What a guest took from a device; equal to another with the same bytes. */
@SuppressWarnings("ArrayRecordComponent") // compared by content, below
record Taken(int queue, int frames, boolean held, byte[] bytes) {

  private static final int SHOWN_BYTES = 120;

  @Override
  public boolean equals(Object other) {
    return other instanceof Taken t
        && queue == t.queue
        && frames == t.frames
        && held == t.held
        && Arrays.equals(bytes, t.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    String start = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN_BYTES));
    return "[queue %d, %s%d frames, %d bytes: %s, hash %08x]"
        .formatted(queue, held ? "held, " : "", frames, bytes.length, start, hashCode());
  }
}
