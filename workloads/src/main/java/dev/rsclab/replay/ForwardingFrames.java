package dev.rsclab.replay;

import java.io.IOException;

/** A source that hands on another's frames. */
abstract class ForwardingFrames implements FrameSource {

  private final FrameSource frames;

  ForwardingFrames(FrameSource frames) {
    this.frames = frames;
  }

  @Override
  public boolean next() throws IOException {
    return frames.next();
  }

  @Override
  public byte[] bytes() {
    return frames.bytes();
  }

  @Override
  public int capturedLength() {
    return frames.capturedLength();
  }

  @Override
  public int length() {
    return frames.length();
  }

  @Override
  public long timestampNanos() {
    return frames.timestampNanos();
  }

  @Override
  public boolean knowsBatches() {
    return frames.knowsBatches();
  }

  @Override
  public boolean endsBatch() {
    return frames.endsBatch();
  }

  @Override
  public IOException error(String what) {
    return frames.error(what);
  }

  @Override
  public double fractionRead() {
    return frames.fractionRead();
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
