package dev.rsclab.replay;

import dev.rsclab.workload.PacketTrace;
import java.io.IOException;

/** A trace's first pass as a source of frames. */
final class TraceFrames implements FrameSource {

  private final PacketTrace trace;
  private final byte[] frame;
  private int packet = -1;

  TraceFrames(PacketTrace trace) {
    this.trace = trace;
    frame = new byte[trace.longestFrame()];
  }

  @Override
  public boolean next() {
    if (packet + 1 >= trace.packets()) {
      return false;
    }
    trace.copyFrame(++packet, 0, frame, 0);
    return true;
  }

  @Override
  public byte[] bytes() {
    return frame;
  }

  @Override
  public int capturedLength() {
    return trace.storedLength(packet);
  }

  @Override
  public int length() {
    return trace.length(packet);
  }

  @Override
  public long timestampNanos() {
    return trace.arrivalNanos(packet);
  }

  @Override
  public IOException error(String what) {
    return new IOException("frame " + (packet + 1) + " of the trace: " + what);
  }

  @Override
  public double fractionRead() {
    return (packet + 1.0) / trace.packets();
  }

  @Override
  public void close() {
    // Nothing to close: the trace is memory.
  }
}
