package dev.rsclab.replay;

import dev.rsclab.packet.VnetHeader;
import dev.rsclab.workload.SegmentParser;
import java.util.Arrays;

/**
 * Frames as they arrive at the device, with their times: read and parsed once, for however many
 * replays take them. Frames lie one behind the other, each after a virtio-net header of zeros.
 */
final class FrameBatch {

  private final SegmentParser parser = new SegmentParser();
  private final int vnetHeaderBytes;
  private final int mostBytes;
  private final int[] ends;
  private final long[] nanos;
  private final boolean[] endsMessage;
  private final boolean[] endsBatch;
  private byte[] bytes;
  private int frames;

  /**
   * An empty batch.
   *
   * @param mostFrames when it is full
   * @param mostBytes of frames and virtio-net headers, likewise; the last frame may exceed it
   */
  FrameBatch(int vnetHeaderBytes, int mostFrames, int mostBytes) {
    this.vnetHeaderBytes = vnetHeaderBytes;
    this.mostBytes = mostBytes;
    ends = new int[mostFrames];
    nanos = new long[mostFrames];
    endsMessage = new boolean[mostFrames];
    endsBatch = new boolean[mostFrames];
    bytes = new byte[mostBytes];
  }

  /** Takes out all frames. */
  void clear() {
    frames = 0;
  }

  /** Whether no frame should be added. */
  boolean isFull() {
    return frames == ends.length || start(frames) >= mostBytes;
  }

  /**
   * Adds the frame that a source stands at; the batch must not be full.
   *
   * @param arrivalNanos when it arrives
   */
  void add(FrameSource source, long arrivalNanos) {
    int start = start(frames);
    int frame = start + vnetHeaderBytes;
    int captured = frame + source.capturedLength();
    int end = frame + source.length();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, end + end / 2);
    }
    Arrays.fill(bytes, start, frame, (byte) 0);
    System.arraycopy(source.bytes(), 0, bytes, frame, source.capturedLength());
    if (captured < end) {
      Arrays.fill(bytes, captured, end, (byte) 0);
      // The checksum of bytes that the capture has not kept cannot be verified.
      bytes[start + VnetHeader.FLAGS] = VnetHeader.FLAG_DATA_VALID;
    }
    endsMessage[frames] =
        parser.parse(bytes, frame, source.capturedLength(), source.length())
            && parser.endsMessage(bytes);
    endsBatch[frames] = source.endsBatch();
    nanos[frames] = arrivalNanos;
    ends[frames++] = end;
  }

  /** How many frames there are. */
  int frames() {
    return frames;
  }

  /** The array that all frames lie in; another one after a frame was added. Not to be written. */
  byte[] bytes() {
    return bytes;
  }

  /** Where a frame's virtio-net header begins. */
  int start(int frame) {
    return frame == 0 ? 0 : ends[frame - 1];
  }

  /** Bytes of virtio-net header and frame. */
  int length(int frame) {
    return ends[frame] - start(frame);
  }

  /** When a frame arrives, in nanoseconds since the first frame of all. */
  long nanos(int frame) {
    return nanos[frame];
  }

  /** Whether the device ended a batch with a frame, as far as the source knows. */
  boolean endsBatch(int frame) {
    return endsBatch[frame];
  }

  /** Whether a frame is a segment that ends a message. */
  boolean endsMessage(int frame) {
    return endsMessage[frame];
  }
}
