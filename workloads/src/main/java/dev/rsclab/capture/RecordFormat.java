package dev.rsclab.capture;

import java.io.IOException;

/** One of the two file formats: knows where in the bytes the frames are. */
sealed interface RecordFormat permits PcapFormat, PcapngFormat {

  /**
   * Reads the next frame into {@code frame}; false at the end of the capture.
   *
   * @throws CaptureException if the capture is malformed or truncated
   */
  boolean next(Frame frame) throws IOException;
}
