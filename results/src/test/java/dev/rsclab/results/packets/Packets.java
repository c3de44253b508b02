package dev.rsclab.results.packets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes TCP frames with right checksums, and what was recorded of them. */
final class Packets {
  static final int PORT = 7;
  static final int RSC_INFO = 4;
  private static final int ACK = 16;

  private Packets() {}

  /** A segment over IPv4 whose sequence number is 1000 + offset. */
  static byte[] ipv4(int offset, String payload, int flags, int padding) {
    byte[] text = payload.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(54 + text.length + padding);
    frame.position(12).putShort((short) 0x0800).put((byte) 0x45).put((byte) 0);
    frame.putShort((short) (40 + text.length)).putShort((short) 1).putShort((short) 0x4000);
    frame.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0A000001).putInt(0x0A000002);
    tcp(frame, offset, flags, text);
    checksum(frame, 24, 14, 34, 0);
    int pseudo = sum(frame, 26, 34) + 6 + 20 + text.length;
    checksum(frame, 50, 34, 54 + text.length, pseudo);
    return frame.array();
  }

  /** Likewise over IPv6, with an ECT(0) mark. */
  static byte[] ipv6(int offset, String payload) {
    byte[] text = payload.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(74 + text.length);
    frame.position(12).putShort((short) 0x86DD).putInt(0x60200000);
    frame.putShort((short) (20 + text.length)).put((byte) 6).put((byte) 64);
    frame.putLong(1).putLong(2).putLong(1).putLong(3);
    tcp(frame, offset, 0, text);
    int pseudo = sum(frame, 22, 54) + 6 + 20 + text.length;
    checksum(frame, 70, 54, 74 + text.length, pseudo);
    return frame.array();
  }

  private static void tcp(ByteBuffer frame, int offset, int flags, byte[] payload) {
    frame.putShort((short) PORT).putShort((short) 80).putInt(1000 + offset).putInt(5000);
    frame.putShort((short) (0x5000 | ACK | flags)).putShort((short) 100).putInt(0);
    frame.put(payload);
  }

  private static void checksum(ByteBuffer frame, int at, int from, int to, int start) {
    int sum = start + sum(frame, from, to);
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    frame.putShort(at, (short) ~sum);
  }

  private static int sum(ByteBuffer frame, int from, int to) {
    int sum = 0;
    for (int at = from; at < to; at += 2) {
      sum += (frame.get(at) & 0xFF) << 8;
      sum += at + 1 < to ? frame.get(at + 1) & 0xFF : 0;
    }
    return sum;
  }

  static RecordedDelivery plain(int micros, byte[] frame) {
    return new RecordedDelivery(micros * 1000L, 0, 0, 0, frame);
  }

  static RecordedDelivery merged(int micros, int segments, byte[] frame) {
    return new RecordedDelivery(micros * 1000L, RSC_INFO, 1, segments, frame);
  }

  static Recording recording(RecordedDelivery... deliveries) {
    return new Recording(List.of(deliveries));
  }
}
