package dev.rsclab.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Classic pcap (draft-ietf-opsawg-pcap): a header of 24 bytes, then records of a 16-byte header and
 * the captured bytes, all integers in the byte order of the machine that wrote it.
 */
final class PcapFormat implements RecordFormat {

  /** Magic number of files with microseconds, read in the file's byte order. */
  static final int MAGIC_MICROS = 0xA1B2_C3D4;

  /** Magic number of files with nanoseconds. */
  static final int MAGIC_NANOS = 0xA1B2_3C4D;

  /** The format's version ever since 1998. */
  static final int VERSION_MAJOR = 2;

  static final int VERSION_MINOR = 4;

  static final int FILE_HEADER = 24;
  static final int RECORD_HEADER = 16;

  private final CaptureInput in;
  private final int fractionsPerSecond;
  private final int nanosPerFraction;
  private final ByteBuffer header;

  /** Reads the file header, whose magic number has been recognised but not consumed. */
  PcapFormat(CaptureInput in, ByteOrder order, boolean nanos) throws IOException {
    this.in = in;
    fractionsPerSecond = nanos ? 1_000_000_000 : 1_000_000;
    nanosPerFraction = nanos ? 1 : 1_000;
    header = ByteBuffer.allocate(FILE_HEADER).order(order);
    in.readFully(header.array(), 0, FILE_HEADER, "pcap file header", 0);
    int major = Short.toUnsignedInt(header.getShort(4));
    int minor = Short.toUnsignedInt(header.getShort(6));
    if (major != VERSION_MAJOR || minor != VERSION_MINOR) {
      throw in.error(4, "pcap version", VERSION_MAJOR + "." + VERSION_MINOR, major + "." + minor);
    }
    // The upper half of the field says whether frames end with their check sequence.
    LinkType.requireEthernet(Short.toUnsignedInt((short) header.getInt(20)), in, 20);
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    long start = in.offset();
    if (!in.readOrEnd(header.array(), RECORD_HEADER, "record header")) {
      return false;
    }
    long seconds = Integer.toUnsignedLong(header.getInt(0));
    long fraction = Integer.toUnsignedLong(header.getInt(4));
    if (fraction >= fractionsPerSecond) {
      throw in.error(
          start + 4,
          "impossible fraction of a second",
          "at most " + (fractionsPerSecond - 1),
          fraction);
    }
    long captured = Integer.toUnsignedLong(header.getInt(8));
    long original = Integer.toUnsignedLong(header.getInt(12));
    frame.read(in, captured, original, start + 8, start);
    frame.timestampNanos = seconds * 1_000_000_000 + fraction * nanosPerFraction;
    return true;
  }
}
