package dev.rsclab.capture;

import java.io.IOException;

/** The frame a reader stands at; one per reader, overwritten by every record. */
final class Frame {

  /** The captured bytes start at index 0; replaced by a larger array when one is needed. */
  byte[] bytes = new byte[2048];

  /** Bytes in the file, at least 1. */
  int capturedLength;

  /** Bytes on the wire, at least {@link #capturedLength}. */
  int length;

  /** Nanoseconds since the epoch. */
  long timestampNanos;

  /** Where the record starts, in bytes of the uncompressed content. */
  long offset;

  /**
   * Reads the captured bytes from {@code in}, once their number is known to be sane.
   *
   * @param captured the record's captured length, in bytes
   * @param original the record's original length, in bytes
   * @param lengthsAt where these two fields are
   * @param recordAt where the record starts
   */
  void read(CaptureInput in, long captured, long original, long lengthsAt, long recordAt)
      throws IOException {
    if (captured == 0) {
      throw in.error(lengthsAt, "zero-length frame", "at least 1 captured byte", captured);
    }
    if (captured > CaptureReader.MAX_CAPTURED_LENGTH) {
      throw in.error(
          lengthsAt,
          "impossible captured length",
          "at most " + CaptureReader.MAX_CAPTURED_LENGTH,
          captured);
    }
    if (original > CaptureReader.MAX_LENGTH) {
      throw in.error(
          lengthsAt, "impossible original length", "at most " + CaptureReader.MAX_LENGTH, original);
    }
    if (captured > bytes.length) {
      // Powers of two up to the bound: at most seven arrays in the life of a reader.
      bytes = new byte[Integer.highestOneBit((int) captured - 1) << 1];
    }
    in.readFully(bytes, 0, (int) captured, "frame", recordAt);
    capturedLength = (int) captured;
    // Some tools leave the original length at 0; a frame is never shorter than what was captured.
    length = (int) Math.max(captured, original);
    offset = recordAt;
  }
}
