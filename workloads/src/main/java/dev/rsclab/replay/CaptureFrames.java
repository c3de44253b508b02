package dev.rsclab.replay;

import dev.rsclab.capture.CaptureReader;
import java.io.IOException;

/** A capture as a source of frames. */
record CaptureFrames(CaptureReader reader) implements FrameSource {

  @Override
  public boolean next() throws IOException {
    return reader.next();
  }

  @Override
  public byte[] bytes() {
    return reader.bytes();
  }

  @Override
  public int capturedLength() {
    return reader.capturedLength();
  }

  @Override
  public int length() {
    return reader.length();
  }

  @Override
  public long timestampNanos() {
    return reader.timestampNanos();
  }

  @Override
  public IOException error(String what) {
    return reader.error(what);
  }

  @Override
  public double fractionRead() {
    return reader.fractionRead();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
