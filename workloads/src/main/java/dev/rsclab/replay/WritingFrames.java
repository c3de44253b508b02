package dev.rsclab.replay;

import dev.rsclab.capture.PcapWriter;
import java.io.IOException;

/** Writes the frames that pass as a capture, with their time stamps. */
final class WritingFrames extends ForwardingFrames {

  private final PcapWriter out;

  WritingFrames(FrameSource source, PcapWriter out) {
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

  @Override
  public void close() throws IOException {
    try (out) {
      super.close();
    }
  }
}
