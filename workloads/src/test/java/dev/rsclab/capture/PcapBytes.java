package dev.rsclab.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Builds classic pcap files, well-formed or not, field by field. */
final class PcapBytes {

  static final int MICROS = 0xA1B2C3D4;
  static final int NANOS = 0xA1B23C4D;

  private final ByteBuffer bytes;

  PcapBytes(ByteOrder order, int magic) {
    this(order, magic, 2, 4, 1);
  }

  PcapBytes(ByteOrder order, int magic, int major, int minor, int linkType) {
    bytes = ByteBuffer.allocate(1 << 20).order(order);
    bytes.putInt(magic).putShort((short) major).putShort((short) minor);
    bytes.putInt(0).putInt(0).putInt(65535).putInt(linkType);
  }

  /** A record whose header may lie. */
  PcapBytes record(int seconds, int fraction, int captured, int original, byte[] frame) {
    bytes.putInt(seconds).putInt(fraction).putInt(captured).putInt(original).put(frame);
    return this;
  }

  PcapBytes record(int seconds, int fraction, byte[] frame) {
    return record(seconds, fraction, frame.length, frame.length, frame);
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
