package dev.rsclab.capture;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Writes Ethernet frames as classic pcap (draft-ietf-opsawg-pcap): nanosecond time stamps,
 * little-endian on every machine, so that the same frames always give the same bytes.
 *
 * <p>Buffered. To compress, give it a {@link java.util.zip.GZIPOutputStream}.
 */
public final class PcapWriter implements Closeable {

  /** Largest frame that can be written, in bytes; the snap length in the file's header. */
  public static final int SNAP_LENGTH = CaptureReader.MAX_CAPTURED_LENGTH;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long MAX_SECONDS = 0xFFFF_FFFFL;

  private final OutputStream out;
  private final ByteBuffer header =
      ByteBuffer.allocate(PcapFormat.FILE_HEADER).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Writes the file header to {@code out}, which from now on belongs to the writer and is closed
   * with it.
   *
   * @throws IOException if {@code out} fails
   */
  public PcapWriter(OutputStream out) throws IOException {
    this.out = new BufferedOutputStream(out, 1 << 16);
    header.putInt(PcapFormat.MAGIC_NANOS);
    header.putShort((short) PcapFormat.VERSION_MAJOR);
    header.putShort((short) PcapFormat.VERSION_MINOR);
    header.putLong(0); // reserved, once time zone and accuracy
    header.putInt(SNAP_LENGTH);
    header.putInt(LinkType.ETHERNET);
    this.out.write(header.array(), 0, PcapFormat.FILE_HEADER);
  }

  /**
   * Creates {@code file}, or replaces what it holds.
   *
   * @throws IOException if that is not possible
   */
  public static PcapWriter create(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return new PcapWriter(out); // cannot fail: the header stays in the buffer
  }

  /**
   * Writes a whole frame.
   *
   * @param timestampNanos nanoseconds since 1970-01-01 UTC, below 2<sup>32</sup> seconds
   * @param bytes holds the frame
   * @param from index of its first byte
   * @param length its number of bytes, 1 to {@link #SNAP_LENGTH}
   * @throws IllegalArgumentException if the format cannot hold the time or the length
   * @throws IndexOutOfBoundsException if the frame is not inside {@code bytes}
   * @throws IOException if writing fails
   */
  public void write(long timestampNanos, byte[] bytes, int from, int length) throws IOException {
    write(timestampNanos, bytes, from, length, length);
  }

  /**
   * Writes the first bytes of a frame that was longer.
   *
   * @param timestampNanos nanoseconds since 1970-01-01 UTC, below 2<sup>32</sup> seconds
   * @param bytes holds what there is of the frame
   * @param from index of its first byte
   * @param length the number of bytes there are, 1 to {@link #SNAP_LENGTH}
   * @param originalLength the number of bytes the frame had, from {@code length} to {@link
   *     CaptureReader#MAX_LENGTH}
   * @throws IllegalArgumentException if the format cannot hold the time or a length
   * @throws IndexOutOfBoundsException if the frame is not inside {@code bytes}
   * @throws IOException if writing fails
   */
  public void write(long timestampNanos, byte[] bytes, int from, int length, int originalLength)
      throws IOException {
    Objects.checkFromIndexSize(from, length, bytes.length);
    if (length == 0) {
      throw new IllegalArgumentException("a frame of 0 bytes: allowed are 1 to " + SNAP_LENGTH);
    }
    if (length > SNAP_LENGTH) {
      throw new IllegalArgumentException(
          "a frame of " + length + " bytes is longer than the snap length, " + SNAP_LENGTH);
    }
    if (originalLength < length || originalLength > CaptureReader.MAX_LENGTH) {
      throw new IllegalArgumentException(
          "original length "
              + originalLength
              + " of a frame of "
              + length
              + " bytes: allowed are "
              + length
              + " to "
              + CaptureReader.MAX_LENGTH);
    }
    long seconds = Math.floorDiv(timestampNanos, NANOS_PER_SECOND);
    if (seconds < 0 || seconds > MAX_SECONDS) {
      throw new IllegalArgumentException(
          "time stamp " + timestampNanos + " ns: pcap holds 0 to " + MAX_SECONDS + " seconds");
    }
    header.clear();
    header.putInt((int) seconds);
    header.putInt((int) (timestampNanos - seconds * NANOS_PER_SECOND));
    header.putInt(length);
    header.putInt(originalLength);
    out.write(header.array(), 0, PcapFormat.RECORD_HEADER);
    out.write(bytes, from, length);
  }

  /** Writes what is buffered and closes the stream. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
