package dev.rsclab.workload;

import java.nio.ByteBuffer;

/** Hand-made frames for the tests of the trace builder. */
final class TestFrames {

  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  private TestFrames() {}

  /** A TCP/IPv4 segment from 10.0.0.2 to 10.0.0.1 with wrong but constant checksums, unpadded. */
  static byte[] ipv4(int port, int sequence, int acknowledgement, int flags, int payloadBytes) {
    byte[] bytes = new byte[54 + payloadBytes];
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.position(12).putShort((short) 0x0800).put((byte) 0x45).put((byte) 0);
    frame.putShort((short) (40 + payloadBytes)).putShort((short) 7).putShort((short) 0x4000);
    frame.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0A000002).putInt(0x0A000001);
    putTcp(frame, port, sequence, acknowledgement, flags);
    return bytes;
  }

  /** A TCP/IPv6 segment. */
  static byte[] ipv6(int port, int sequence, int acknowledgement, int flags, int payloadBytes) {
    byte[] bytes = new byte[74 + payloadBytes];
    ByteBuffer frame = ByteBuffer.wrap(bytes);
    frame.position(12).putShort((short) 0x86DD).putInt(0x60000000);
    frame.putShort((short) (20 + payloadBytes)).put((byte) 6).put((byte) 64);
    frame.putLong(0xFD00L << 48).putLong(2).putLong(0xFD00L << 48).putLong(1);
    putTcp(frame, port, sequence, acknowledgement, flags);
    return bytes;
  }

  private static void putTcp(
      ByteBuffer frame, int port, int sequence, int acknowledgement, int flags) {
    frame.putShort((short) port).putShort((short) 443).putInt(sequence).putInt(acknowledgement);
    frame.putShort((short) (0x5000 | flags)).putShort((short) 500).putShort((short) 0xBEEF);
    frame.putShort((short) 0);
    while (frame.hasRemaining()) {
      frame.put((byte) frame.position());
    }
  }

  /** The same frame behind an 802.1Q tag. */
  static byte[] tagged(byte[] frame) {
    byte[] tagged = new byte[frame.length + 4];
    ByteBuffer to = ByteBuffer.wrap(tagged);
    to.put(frame, 0, 12).putInt(0x8100_0005).put(frame, 12, frame.length - 12);
    return tagged;
  }

  /** A trace of whole frames, 1000 ns apart. */
  static PacketTrace trace(byte[]... frames) {
    PacketTrace.Builder builder = new PacketTrace.Builder();
    for (int i = 0; i < frames.length; i++) {
      builder.add(1000L * i, frames[i], 0, frames[i].length, frames[i].length);
    }
    return builder.build();
  }
}
