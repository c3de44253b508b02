package dev.rsclab.replay;

import java.io.IOException;

/** Writes the frames that pass as a capture, with their time stamps. */
final class WritingFrames extends ForwardingFrames {

  private final CaptureOutput out;

  /** Writes to {@code out}, which the caller closes. */
  WritingFrames(FrameSource source, CaptureOutput out) {
    super(source);
    this.out = out;
  }

  @Override
  public boolean next() throws IOException {
    if (!super.next()) {
      return false;
    }
    out.write(timestampNanos(), bytes(), 0, capturedLength(), length());
    return true;
  }
}
