package dev.rsclab.capture;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a capture, decompressed if they are gzip, with their offset: where every record
 * format reads from and where every error message gets its name and place.
 */
final class CaptureInput implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final String name;
  private final InputStream in;
  private final GzipMembers gzip; // null if the capture is not compressed
  private final long fileSize; // negative or 0 if unknown
  private final byte[] skipped = new byte[4096];
  private long offset;

  /**
   * Recognises gzip by its magic number and stands at the first byte of the content.
   *
   * @param name the capture as the user knows it
   * @param raw the file's bytes; closed by {@link #close}
   * @param fileSize number of bytes in {@code raw}, or anything below 1 if that is unknown
   */
  CaptureInput(String name, InputStream raw, long fileSize) throws IOException {
    this.name = name;
    this.fileSize = fileSize;
    BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER);
    if (GzipMembers.startsWithMagic(peek(buffered, 2))) {
      gzip = new GzipMembers(name, buffered);
      in = new BufferedInputStream(gzip, BUFFER);
    } else {
      gzip = null;
      in = buffered;
    }
  }

  /** The bytes consumed so far, of the uncompressed content. */
  long offset() {
    return offset;
  }

  /** The part of the file consumed so far, 0 to 1, or NaN if the file's size is unknown. */
  double fractionRead() {
    if (fileSize <= 0) {
      return Double.NaN;
    }
    // A file that is still being written to may be longer than it was.
    return Math.min(1.0, (double) (gzip == null ? offset : gzip.consumed()) / fileSize);
  }

  /** The next {@code count} bytes, or fewer at the end, without consuming them. */
  byte[] peek(int count) throws IOException {
    return peek(in, count);
  }

  private static byte[] peek(InputStream in, int count) throws IOException {
    in.mark(count);
    byte[] bytes = in.readNBytes(count);
    in.reset();
    return bytes;
  }

  /**
   * Reads {@code length} bytes to the front of {@code into}, or returns false if the capture ends
   * here; a capture that ends in between is truncated.
   *
   * @param what the structure these bytes belong to, which starts here
   */
  boolean readOrEnd(byte[] into, int length, String what) throws IOException {
    long start = offset;
    int count = in.readNBytes(into, 0, length);
    offset += count;
    if (count == 0) {
      return false;
    }
    if (count < length) {
      throw truncated(start, what, length, count);
    }
    return true;
  }

  /**
   * Reads {@code length} bytes to {@code into[from..]}.
   *
   * @param what the structure these bytes belong to, for the message if the capture is truncated
   * @param start where that structure starts
   */
  void readFully(byte[] into, int from, int length, String what, long start) throws IOException {
    int count = in.readNBytes(into, from, length);
    offset += count;
    if (count < length) {
      throw truncated(start, what, length, count);
    }
  }

  /** Skips {@code length} bytes of {@code what}, which starts at {@code start}. */
  void skipFully(long length, String what, long start) throws IOException {
    // Reading, not InputStream.skip: that may go beyond the end of a file without a word.
    for (long left = length; left > 0; ) {
      int step = (int) Math.min(left, skipped.length);
      int count = in.readNBytes(skipped, 0, step);
      offset += count;
      left -= count;
      if (count < step) {
        throw truncated(start, what, length, length - left);
      }
    }
  }

  private CaptureException truncated(long start, String what, long expected, long found) {
    return error(start, "truncated " + what, expected + " more bytes", found);
  }

  /**
   * An exception that says what was expected and what was found.
   *
   * @param at where, in bytes of the uncompressed content
   */
  CaptureException error(long at, String what, Object expected, Object found) {
    return new CaptureException(name, what, expected, found, at);
  }

  /** An exception that says what is wrong at {@code at}, where nothing else was expected. */
  CaptureException error(long at, String what) {
    return new CaptureException(name, what, at);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
