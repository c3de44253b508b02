package dev.rsclab.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/** Builds pcapng files, well-formed or not, block by block. */
final class PcapngBytes {

  private final ByteBuffer bytes = ByteBuffer.allocate(1 << 22);

  /** Starts with a section in {@code order}. */
  PcapngBytes(ByteOrder order) {
    section(order);
  }

  /** A Section Header Block; what follows is in {@code order}. */
  PcapngBytes section(ByteOrder order) {
    return section(order, 1, 0);
  }

  PcapngBytes section(ByteOrder order, int major, int minor) {
    bytes.order(order);
    return block(
        0x0A0D0D0A,
        b -> b.putInt(0x1A2B3C4D).putShort((short) major).putShort((short) minor).putLong(-1));
  }

  /** An Interface Description Block with whatever options. */
  PcapngBytes interfaceOf(int linkType, int snapLength, Consumer<ByteBuffer> options) {
    return block(
        1,
        b -> {
          b.putShort((short) linkType).putShort((short) 0).putInt(snapLength);
          options.accept(b);
        });
  }

  /** An Ethernet interface without options: microseconds. */
  PcapngBytes ethernet() {
    return interfaceOf(1, 0, b -> {});
  }

  /** An option, padded to 4 bytes. */
  static void option(ByteBuffer b, int code, byte... value) {
    b.putShort((short) code).putShort((short) value.length).put(value);
    b.position((b.position() + 3) & ~3);
  }

  /** The option if_tsresol. */
  static Consumer<ByteBuffer> resolution(int code) {
    return b -> option(b, 9, (byte) code);
  }

  /** The option if_tsoffset. */
  static Consumer<ByteBuffer> offsetSeconds(long seconds) {
    return b -> b.putShort((short) 14).putShort((short) 8).putLong(seconds);
  }

  PcapngBytes enhanced(int id, long ticks, byte[] frame) {
    return enhanced(id, ticks, frame.length, frame.length, frame);
  }

  /** An Enhanced Packet Block whose lengths may lie. */
  PcapngBytes enhanced(int id, long ticks, int captured, int original, byte[] frame) {
    return block(
        6,
        b -> {
          b.putInt(id).putInt((int) (ticks >>> 32)).putInt((int) ticks);
          b.putInt(captured).putInt(original).put(frame);
        });
  }

  /** The obsolete Packet Block. */
  PcapngBytes obsolete(int id, int drops, long ticks, int original, byte[] frame) {
    return block(
        2,
        b -> {
          b.putShort((short) id).putShort((short) drops);
          b.putInt((int) (ticks >>> 32)).putInt((int) ticks);
          b.putInt(frame.length).putInt(original).put(frame);
        });
  }

  PcapngBytes simple(int original, byte[] frame) {
    return block(3, b -> b.putInt(original).put(frame));
  }

  /** A block of any type, its body padded to 4 bytes. */
  PcapngBytes block(int type, Consumer<ByteBuffer> body) {
    int start = bytes.position();
    bytes.putInt(type).putInt(0);
    body.accept(bytes);
    while (bytes.position() % 4 != 0) {
      bytes.put((byte) 0);
    }
    int length = bytes.position() + 4 - start;
    bytes.putInt(start + 4, length);
    bytes.putInt(length);
    return this;
  }

  /** Overwrites an int anywhere, in the byte order of the section being written. */
  PcapngBytes patch(int at, int value) {
    bytes.putInt(at, value);
    return this;
  }

  int size() {
    return bytes.position();
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
