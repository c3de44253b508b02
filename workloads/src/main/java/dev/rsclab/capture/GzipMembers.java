package dev.rsclab.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The content of a gzip file (RFC 1952): its members, decompressed and concatenated.
 *
 * <p>Not {@link java.util.zip.GZIPInputStream}, because that takes a broken or truncated header of
 * any member but the first for the end of the file, recurses once per empty member, and cannot say
 * how much of the file it has consumed. Here every byte of the file belongs to a member whose
 * CRC-32 and length are right, or the reader throws a {@link CaptureException}.
 */
final class GzipMembers extends InputStream {

  private static final int ID1 = 0x1F;
  private static final int ID2 = 0x8B;
  private static final int DEFLATE = 8;
  private static final int FLAG_HEADER_CRC = 1 << 1;
  private static final int FLAG_EXTRA = 1 << 2;
  private static final int FLAG_NAME = 1 << 3;
  private static final int FLAG_COMMENT = 1 << 4;
  private static final int FLAGS_RESERVED = 0xE0;

  private final String name;
  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();

  /** Compressed bytes; those before {@code position} are consumed. */
  private final byte[] buffer = new byte[1 << 16];

  private int position;
  private int limit;
  private long bufferOffset;
  private boolean insideMember;

  /** Decompresses {@code in}, which stands at the first byte of the first member. */
  GzipMembers(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /** Whether {@code start} holds the two bytes every gzip member starts with. */
  static boolean startsWithMagic(byte[] start) {
    return start.length >= 2 && (start[0] & 0xFF) == ID1 && (start[1] & 0xFF) == ID2;
  }

  /** Compressed bytes consumed so far. */
  long consumed() {
    return bufferOffset + position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (insideMember || startMember()) {
      int count = inflate(into, from, length);
      if (count > 0) {
        return count;
      }
      endMember();
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  /** Decompresses at least one byte, or returns 0 at the end of the member's data. */
  private int inflate(byte[] into, int from, int length) throws IOException {
    while (true) {
      int count;
      try {
        count = inflater.inflate(into, from, length);
      } catch (DataFormatException e) {
        position = limit - inflater.getRemaining();
        CaptureException corrupt = error("gzip: corrupt deflate data: " + e.getMessage());
        corrupt.initCause(e);
        throw corrupt;
      }
      position = limit - inflater.getRemaining();
      if (count > 0) {
        crc.update(into, from, count);
        return count;
      }
      if (inflater.finished()) {
        return 0;
      }
      if (inflater.needsDictionary()) {
        throw error("gzip: corrupt deflate data: a preset dictionary, which gzip does not have");
      }
      if (!fill()) {
        throw error("gzip: truncated: the file ends inside the compressed data");
      }
      inflater.setInput(buffer, 0, limit);
    }
  }

  /** Reads a member's header; false if the file ends here. */
  private boolean startMember() throws IOException {
    if (position == limit && !fill()) {
      return false;
    }
    long start = consumed();
    crc.reset();
    int id1 = headerByte();
    int id2 = headerByte();
    if (id1 != ID1 || id2 != ID2) {
      throw error(
          start,
          "gzip member",
          "1f8b or the end",
          HexFormat.of().toHexDigits((short) (id1 << 8 | id2)));
    }
    int method = headerByte();
    if (method != DEFLATE) {
      throw error(start + 2, "gzip compression method", DEFLATE, method);
    }
    int flags = headerByte();
    if ((flags & FLAGS_RESERVED) != 0) {
      throw error(start + 3, "gzip reserved flags", 0, flags & FLAGS_RESERVED);
    }
    skipHeader(6); // modification time, extra flags, operating system
    if ((flags & FLAG_EXTRA) != 0) {
      skipHeader(headerByte() | headerByte() << 8);
    }
    if ((flags & FLAG_NAME) != 0) {
      skipHeaderString();
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipHeaderString();
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      long expected = crc.getValue() & 0xFFFF;
      int found = headerByte() | headerByte() << 8;
      if (found != expected) {
        throw error(consumed() - 2, "gzip header CRC-16", expected, found);
      }
    }
    crc.reset();
    inflater.reset();
    inflater.setInput(buffer, position, limit - position);
    insideMember = true;
    return true;
  }

  private void endMember() throws IOException {
    long start = consumed();
    long expectedCrc = crc.getValue();
    long expectedSize = inflater.getBytesWritten() & 0xFFFF_FFFFL;
    long foundCrc = trailerInt();
    long foundSize = trailerInt();
    if (foundCrc != expectedCrc) {
      throw error(start, "gzip CRC-32", hex(expectedCrc), hex(foundCrc));
    }
    if (foundSize != expectedSize) {
      throw error(start + 4, "gzip uncompressed length", expectedSize, foundSize);
    }
    insideMember = false;
  }

  private int headerByte() throws IOException {
    int value = nextByte("header");
    crc.update(value);
    return value;
  }

  private void skipHeader(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      headerByte();
    }
  }

  private void skipHeaderString() throws IOException {
    int value;
    do {
      value = headerByte();
    } while (value != 0);
  }

  private long trailerInt() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      value |= (long) nextByte("trailer") << shift;
    }
    return value;
  }

  private int nextByte(String where) throws IOException {
    if (position == limit && !fill()) {
      throw error("gzip: truncated: the file ends inside a member's " + where);
    }
    return buffer[position++] & 0xFF;
  }

  /** Replaces the consumed buffer; false at the end of the file. */
  private boolean fill() throws IOException {
    bufferOffset += limit;
    position = 0;
    limit = Math.max(0, in.read(buffer, 0, buffer.length));
    return limit > 0;
  }

  private static String hex(long crc32) {
    return HexFormat.of().toHexDigits(crc32, 8);
  }

  private CaptureException error(String what) {
    return new CaptureException(name, what, consumed());
  }

  private CaptureException error(long offset, String what, Object expected, Object found) {
    return new CaptureException(name, what, expected, found, offset);
  }
}
