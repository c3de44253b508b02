package dev.rsclab.replay;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.workload.PacketTrace;
import java.io.Closeable;
import java.io.IOException;

/** Frames with the time of their arrival, one after another. */
public interface FrameSource extends Closeable {

  /**
   * Moves to the next frame; false at the end. The accessors describe the frame moved to.
   *
   * @throws IOException if there should be one but it cannot be read
   */
  boolean next() throws IOException;

  /** The frame's bytes, from 0 on; valid until {@link #next}. */
  byte[] bytes();

  /** Bytes that are there. */
  int capturedLength();

  /** Bytes that the frame had; those not there read as zero. */
  int length();

  /** When the frame arrived, in nanoseconds from any origin. */
  long timestampNanos();

  /**
   * Whether the source knows where the device's batches ended, and {@link #endsBatch} says it.
   * Otherwise {@code PollBatch} does, which models a device.
   */
  default boolean knowsBatches() {
    return false;
  }

  /** Whether the device ended a batch when it had taken the frame. */
  default boolean endsBatch() {
    return false;
  }

  /**
   * An exception about the frame moved to: names the source and the frame's place in it.
   *
   * @param what what is wrong with it
   */
  IOException error(String what);

  /** How much of the source has been read, 0 to 1; NaN if that is unknown. */
  double fractionRead();

  /** The frames of a capture, in the order of the file; closing it closes the reader. */
  static FrameSource of(CaptureReader reader) {
    return new CaptureFrames(reader);
  }

  /** The frames of a trace's first pass. */
  static FrameSource of(PacketTrace trace) {
    return new TraceFrames(trace);
  }
}
