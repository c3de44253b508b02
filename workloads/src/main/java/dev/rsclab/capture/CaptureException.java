package dev.rsclab.capture;

import java.io.IOException;

/**
 * A capture that is malformed, truncated or of a kind the reader does not accept.
 *
 * <p>The message always reads {@code <name>: <what is wrong>, at byte <offset>}. Failures of the
 * medium (no such file, no permission, a disk error) are other {@link IOException}s.
 */
public final class CaptureException extends IOException {

  private static final long serialVersionUID = 1L;

  private final long offset;

  /**
   * Describes one defect.
   *
   * @param name the capture as the user knows it, usually its path
   * @param what what is wrong
   * @param offset where, in bytes from the start: of the uncompressed stream, or, for a defect of
   *     the gzip wrapping itself ({@code what} then begins with "gzip"), of the compressed file
   */
  CaptureException(String name, String what, long offset) {
    super(name + ": " + what + ", at byte " + offset);
    this.offset = offset;
  }

  /** Describes a thing that is not what it should be; for the rest see the other constructor. */
  CaptureException(String name, String what, Object expected, Object found, long offset) {
    this(name, what + ": expected " + expected + ", found " + found, offset);
  }

  /**
   * Where the defect is, in bytes from the start of the uncompressed stream; of the compressed file
   * if the gzip wrapping is what is broken.
   */
  public long offset() {
    return offset;
  }
}
