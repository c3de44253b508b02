package dev.rsclab.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Streams the Ethernet frames of a capture, one at a time, in constant heap.
 *
 * <p>Reads classic pcap (both byte orders, microseconds and nanoseconds) and pcapng (both byte
 * orders, several sections and interfaces), plain or gzip. Format and compression are recognised by
 * their magic numbers, never by the file's name.
 *
 * <pre>{@code
 * try (CaptureReader reader = CaptureReader.open(Path.of("web.pcap.gz"))) {
 *   while (reader.next()) {
 *     use(reader.timestampNanos(), reader.bytes(), reader.capturedLength(), reader.length());
 *   }
 * }
 * }</pre>
 *
 * <p>Frames come in the order of the file, which need not be the order of their time stamps. A
 * frame check sequence, if the capture holds one, is part of the frame. A record that holds not a
 * single byte of a frame is refused. The accessors describe the frame the last {@link #next} moved
 * to; before the first, and after one that returned false or threw, they mean nothing. After an
 * exception a reader can only be closed.
 */
public final class CaptureReader implements Closeable {

  /** Largest number of captured bytes of a frame: tcpdump's largest snap length. */
  public static final int MAX_CAPTURED_LENGTH = 262_144;

  /** Largest original length of a frame, in bytes. */
  public static final int MAX_LENGTH = 16 << 20;

  private final CaptureInput in;
  private final RecordFormat format;
  private final Frame frame = new Frame();
  private long frames;

  private CaptureReader(CaptureInput in) throws IOException {
    this.in = in;
    format = recognise(in);
  }

  /**
   * Opens a file.
   *
   * @throws CaptureException if it does not start as a capture of Ethernet frames
   * @throws IOException if it cannot be read
   */
  public static CaptureReader open(Path file) throws IOException {
    String name = file.toString();
    if (Files.isDirectory(file)) {
      throw new FileSystemException(name, null, "expected a capture file, found a directory");
    }
    try {
      long size = Files.size(file);
      return open(Files.newInputStream(file), name, size);
    } catch (NoSuchFileException e) { // whose own message is nothing but the name
      throw withReason(new NoSuchFileException(name, null, "no such file"), e);
    } catch (AccessDeniedException e) {
      throw withReason(new AccessDeniedException(name, null, "access denied"), e);
    }
  }

  private static IOException withReason(FileSystemException clear, IOException cause) {
    clear.initCause(cause);
    return clear;
  }

  /**
   * Reads a capture from a stream, which from now on belongs to the reader: it is closed with it,
   * and at once if this method throws.
   *
   * @param in the bytes of the capture, plain or gzip; need not be buffered
   * @param name what error messages call it
   * @throws CaptureException if it does not start as a capture of Ethernet frames
   * @throws IOException if it cannot be read
   */
  public static CaptureReader open(InputStream in, String name) throws IOException {
    return open(in, name, -1);
  }

  private static CaptureReader open(InputStream in, String name, long size) throws IOException {
    try {
      return new CaptureReader(new CaptureInput(name, in, size));
    } catch (IOException | RuntimeException e) {
      try {
        in.close();
      } catch (IOException onClose) {
        e.addSuppressed(onClose);
      }
      throw e;
    }
  }

  private static RecordFormat recognise(CaptureInput in) throws IOException {
    byte[] start = in.peek(4);
    if (start.length == 0) {
      throw in.error(0, "empty", "a pcap or pcapng capture", "nothing");
    }
    if (start.length < 4) {
      throw in.error(0, "truncated magic number", "4 bytes", start.length);
    }
    int bigEndian = ByteBuffer.wrap(start).getInt();
    int littleEndian = Integer.reverseBytes(bigEndian);
    if (bigEndian == PcapngFormat.SECTION_HEADER) {
      return new PcapngFormat(in);
    }
    if (bigEndian == PcapFormat.MAGIC_MICROS || bigEndian == PcapFormat.MAGIC_NANOS) {
      return new PcapFormat(in, ByteOrder.BIG_ENDIAN, bigEndian == PcapFormat.MAGIC_NANOS);
    }
    if (littleEndian == PcapFormat.MAGIC_MICROS || littleEndian == PcapFormat.MAGIC_NANOS) {
      return new PcapFormat(in, ByteOrder.LITTLE_ENDIAN, littleEndian == PcapFormat.MAGIC_NANOS);
    }
    throw in.error(
        0,
        "not a capture",
        "the magic number of pcap (a1b2c3d4 or a1b23c4d in either byte order), pcapng (0a0d0d0a)"
            + " or gzip (1f8b)",
        HexFormat.of().formatHex(start));
  }

  /**
   * Moves to the next frame; false at the end of the capture.
   *
   * @throws CaptureException if the capture is malformed or truncated
   * @throws IOException if it cannot be read
   */
  public boolean next() throws IOException {
    if (!format.next(frame)) {
      return false;
    }
    frames++;
    return true;
  }

  /**
   * The frame's captured bytes, at indexes 0 to {@link #capturedLength} - 1.
   *
   * <p>Valid until {@link #next}, which reuses the array or replaces it by a larger one.
   */
  public byte[] bytes() {
    return frame.bytes;
  }

  /** The number of bytes the capture holds of the frame, at least 1. */
  public int capturedLength() {
    return frame.capturedLength;
  }

  /**
   * The number of bytes the frame had on the wire; more than {@link #capturedLength} if the
   * capture's snap length cut it, never less.
   */
  public int length() {
    return frame.length;
  }

  /**
   * The frame's time stamp in nanoseconds since 1970-01-01 UTC, rounded down if the capture is
   * finer.
   *
   * <p>A Simple Packet Block of pcapng has no time: its frame gets that of the frame before, or 0.
   */
  public long timestampNanos() {
    return frame.timestampNanos;
  }

  /**
   * An exception about the frame moved to, for whoever cannot use what it says.
   *
   * @param what what is wrong, without the capture's name and the place in it
   */
  public CaptureException error(String what) {
    return in.error(frame.offset, "frame " + frames + ": " + what);
  }

  /** The number of frames read so far. */
  public long frames() {
    return frames;
  }

  /** Where the frame's record or block starts, in bytes of the uncompressed capture. */
  public long offset() {
    return frame.offset;
  }

  /**
   * The part of the file consumed so far, 0 to 1; compressed bytes if it is gzip. NaN if the size
   * is unknown, as it is for streams.
   */
  public double fractionRead() {
    return in.fractionRead();
  }

  /** Closes the file or stream. */
  @Override
  public void close() throws IOException {
    in.close();
  }
}
