package dev.rsclab.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** What a reader said about one frame. */
record FrameRead(long timestampNanos, String hex, int length) {

  /** The frame {@code reader} stands at. */
  static FrameRead of(CaptureReader reader) {
    String hex = HexFormat.of().formatHex(reader.bytes(), 0, reader.capturedLength());
    return new FrameRead(reader.timestampNanos(), hex, reader.length());
  }

  static FrameRead of(long timestampNanos, byte[] bytes, int length) {
    return new FrameRead(timestampNanos, HexFormat.of().formatHex(bytes), length);
  }

  /** All frames of a capture called "test.pcap". */
  static List<FrameRead> all(byte[] capture) throws IOException {
    try (CaptureReader reader = open(capture)) {
      List<FrameRead> frames = new ArrayList<>();
      while (reader.next()) {
        frames.add(of(reader));
      }
      return frames;
    }
  }

  static CaptureReader open(byte[] capture) throws IOException {
    return CaptureReader.open(new ByteArrayInputStream(capture), "test.pcap");
  }

  /** A frame's worth of bytes, different for each {@code seed}. */
  static byte[] bytes(int seed, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (seed * 31 + i);
    }
    return bytes;
  }
}
