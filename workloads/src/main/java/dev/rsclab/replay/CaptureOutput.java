package dev.rsclab.replay;

import dev.rsclab.capture.PcapWriter;
import java.io.Closeable;
import java.io.IOException;

/** A capture that a replay writes; what pcap cannot hold is an error that names the file. */
final class CaptureOutput implements Closeable {

  private final OutputFile file;
  private final PcapWriter writer;

  /** Writes to {@code file}, which is closed with it. */
  CaptureOutput(OutputFile file) throws IOException {
    this.file = file;
    writer = new PcapWriter(file);
  }

  /**
   * Writes a frame, of which {@code captured} of {@code length} bytes are there, from {@code from}
   * on.
   */
  void write(long timestampNanos, byte[] bytes, int from, int captured, int length)
      throws IOException {
    try {
      writer.write(timestampNanos, bytes, from, captured, length);
    } catch (IllegalArgumentException e) {
      throw file.name().failure(e);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
