package dev.rsclab.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * pcapng (draft-ietf-opsawg-pcapng): blocks of type, total length, body and total length again. A
 * Section Header Block sets the byte order of what follows and forgets the interfaces before it.
 * Frames come in Enhanced, Simple and (obsolete) Packet Blocks; all other blocks are skipped.
 */
final class PcapngFormat implements RecordFormat {

  /** Type of the Section Header Block, the same in both byte orders: the file's magic number. */
  static final int SECTION_HEADER = 0x0A0D_0D0A;

  private static final int BYTE_ORDER_MAGIC = 0x1A2B_3C4D;
  private static final int INTERFACE_DESCRIPTION = 1;
  private static final int PACKET = 2;
  private static final int SIMPLE_PACKET = 3;
  private static final int ENHANCED_PACKET = 6;

  private static final int OPTION_END = 0;
  private static final int OPTION_TSRESOL = 9;
  private static final int OPTION_TSOFFSET = 14;

  /** Bytes of a block without its body. */
  private static final int FRAMING = 12;

  private static final int MAX_BLOCK = 16 << 20;

  /** More than any real section has; keeps the heap bounded whatever the file holds. */
  private static final int MAX_INTERFACES = 1 << 16;

  private record Interface(
      int linkType, long snapLength, TimestampResolution resolution, long offsetSeconds) {}

  private final CaptureInput in;
  private final ByteBuffer fields = ByteBuffer.allocate(20);
  private final List<Interface> interfaces = new ArrayList<>();

  // The block being read.
  private long blockStart;
  private long blockLength;

  /** Reads from the first block on, which the caller knows to be a Section Header Block. */
  PcapngFormat(CaptureInput in) {
    this.in = in;
  }

  @Override
  public boolean next(Frame frame) throws IOException {
    while (true) {
      blockStart = in.offset();
      if (!in.readOrEnd(fields.array(), 8, "block header")) {
        return false;
      }
      int type = fields.getInt(0);
      if (type == SECTION_HEADER) {
        readSectionHeader();
      } else {
        blockLength = checkedLength(fields.getInt(4), minimumLength(type));
        switch (type) {
          case INTERFACE_DESCRIPTION -> readInterface();
          case PACKET, ENHANCED_PACKET -> readPacket(frame, type == ENHANCED_PACKET);
          case SIMPLE_PACKET -> readSimplePacket(frame);
          default -> {}
        }
      }
      endBlock();
      if (type == PACKET || type == ENHANCED_PACKET || type == SIMPLE_PACKET) {
        return true;
      }
    }
  }

  private static int minimumLength(int type) {
    return switch (type) {
      case INTERFACE_DESCRIPTION -> FRAMING + 8;
      case PACKET, ENHANCED_PACKET -> FRAMING + 20;
      case SIMPLE_PACKET -> FRAMING + 4;
      default -> FRAMING;
    };
  }

  private long checkedLength(int field, int minimum) throws CaptureException {
    long length = Integer.toUnsignedLong(field);
    if (length < minimum || length > MAX_BLOCK || length % 4 != 0) {
      throw in.error(
          blockStart + 4,
          "impossible block length",
          "a multiple of 4 from " + minimum + " to " + MAX_BLOCK,
          length);
    }
    return length;
  }

  private void readSectionHeader() throws IOException {
    in.readFully(fields.array(), 8, 4, "section header", blockStart);
    fields.order(ByteOrder.BIG_ENDIAN);
    if (fields.getInt(8) == Integer.reverseBytes(BYTE_ORDER_MAGIC)) {
      fields.order(ByteOrder.LITTLE_ENDIAN);
    } else if (fields.getInt(8) != BYTE_ORDER_MAGIC) {
      throw in.error(
          blockStart + 8,
          "byte-order magic",
          "1a2b3c4d or 4d3c2b1a",
          HexFormat.of().toHexDigits(fields.getInt(8)));
    }
    blockLength = checkedLength(fields.getInt(4), FRAMING + 16);
    readFields(12); // version, section length
    int major = unsignedShort(0);
    int minor = unsignedShort(2);
    // 1.2 was written by some tools and is to be read as 1.0 (section 4.1 of the draft).
    if (major != 1 || (minor != 0 && minor != 2)) {
      throw in.error(blockStart + 12, "pcapng version", "1.0 or 1.2", major + "." + minor);
    }
    interfaces.clear();
  }

  private void readInterface() throws IOException {
    if (interfaces.size() == MAX_INTERFACES) {
      throw in.error(
          blockStart, "interfaces of a section", "at most " + MAX_INTERFACES, "one more");
    }
    readFields(8);
    int linkType = unsignedShort(0);
    long snapLength = unsignedInt(4);
    TimestampResolution resolution = TimestampResolution.MICROSECONDS;
    long offsetSeconds = 0;
    while (bodyLeft() > 0) {
      long optionAt = in.offset();
      readFields(4);
      int code = unsignedShort(0);
      int length = unsignedShort(2);
      if (code == OPTION_END) {
        break;
      }
      int padded = (length + 3) & ~3;
      if (padded > bodyLeft()) {
        throw in.error(optionAt, "length of option " + code, "at most " + bodyLeft(), length);
      }
      switch (code) {
        case OPTION_TSRESOL -> resolution = readResolution(length, optionAt);
        case OPTION_TSOFFSET -> {
          requireOptionLength("if_tsoffset", 8, length, optionAt);
          readFields(8);
          offsetSeconds = fields.getLong(0);
        }
        default -> in.skipFully(padded, "block", blockStart);
      }
    }
    interfaces.add(new Interface(linkType, snapLength, resolution, offsetSeconds));
  }

  private TimestampResolution readResolution(int length, long optionAt) throws IOException {
    requireOptionLength("if_tsresol", 1, length, optionAt);
    readFields(4); // one byte, padded
    TimestampResolution resolution = new TimestampResolution(Byte.toUnsignedInt(fields.get(0)));
    if (!resolution.isSane()) {
      throw in.error(optionAt, "impossible if_tsresol", "0 to 19 or 128 to 191", resolution.code());
    }
    return resolution;
  }

  private void requireOptionLength(String option, int expected, int found, long at)
      throws CaptureException {
    if (found != expected) {
      throw in.error(at, "length of option " + option, expected, found);
    }
  }

  /** An Enhanced Packet Block, or the obsolete Packet Block, whose interface has 16 bits. */
  private void readPacket(Frame frame, boolean enhanced) throws IOException {
    readFields(20);
    Interface from = interfaceOf(enhanced ? unsignedInt(0) : unsignedShort(0));
    long ticks = unsignedInt(4) << 32 | unsignedInt(8);
    long captured = unsignedInt(12);
    long original = unsignedInt(16);
    requireFits(captured, blockStart + 20);
    frame.read(in, captured, original, blockStart + 20, blockStart);
    try {
      frame.timestampNanos = from.resolution().nanos(ticks, from.offsetSeconds());
    } catch (ArithmeticException e) {
      throw in.error(
          blockStart + 12,
          "impossible time stamp",
          "one within 292 years of 1970",
          Long.toUnsignedString(ticks)
              + " ticks of if_tsresol "
              + from.resolution().code()
              + " plus "
              + from.offsetSeconds()
              + " s");
    }
  }

  /**
   * A Simple Packet Block: of the first interface, its captured length implied, without a time, so
   * that it gets that of the frame before it (0 if it is the first).
   */
  private void readSimplePacket(Frame frame) throws IOException {
    readFields(4);
    Interface from = interfaceOf(0);
    long original = unsignedInt(0);
    long captured = from.snapLength() == 0 ? original : Math.min(original, from.snapLength());
    requireFits(captured, blockStart + 8);
    frame.read(in, captured, original, blockStart + 8, blockStart);
  }

  private Interface interfaceOf(long id) throws CaptureException {
    if (id >= interfaces.size()) {
      throw in.error(blockStart + 8, "unknown interface", "an id below " + interfaces.size(), id);
    }
    Interface from = interfaces.get((int) id);
    LinkType.requireEthernet(from.linkType(), in, blockStart + 8);
    return from;
  }

  private void requireFits(long captured, long at) throws CaptureException {
    if (captured > bodyLeft()) {
      throw in.error(
          at,
          "impossible captured length",
          "at most the " + bodyLeft() + " left in the block",
          captured);
    }
  }

  private void endBlock() throws IOException {
    in.skipFully(bodyLeft(), "block", blockStart);
    long trailerAt = in.offset();
    in.readFully(fields.array(), 0, 4, "block", blockStart);
    if (unsignedInt(0) != blockLength) {
      throw in.error(trailerAt, "block length at the block's end", blockLength, unsignedInt(0));
    }
  }

  private long bodyLeft() {
    return blockStart + blockLength - 4 - in.offset();
  }

  /** Reads the next {@code length} bytes of the block to the front of {@code fields}. */
  private void readFields(int length) throws IOException {
    in.readFully(fields.array(), 0, length, "block", blockStart);
  }

  private int unsignedShort(int at) {
    return Short.toUnsignedInt(fields.getShort(at));
  }

  private long unsignedInt(int at) {
    return Integer.toUnsignedLong(fields.getInt(at));
  }
}
