package dev.rsclab.replay;

import java.io.IOException;

/** Counts the frames that pass. */
final class CountedFrames extends ForwardingFrames {

  private long count;

  CountedFrames(FrameSource source) {
    super(source);
  }

  @Override
  public boolean next() throws IOException {
    boolean more = super.next();
    if (more) {
      count++;
    }
    return more;
  }

  /** How many frames have passed. */
  long count() {
    return count;
  }
}
