package dev.rsclab.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes pcapng files of small frames with any time stamps, also those that pcap cannot hold. */
final class StampedCapture {

  private static final int FRAME_BYTES = 60;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private StampedCapture() {}

  /** One frame for each time, in nanoseconds since 1970; each has an interface with its seconds. */
  static Path write(Path file, long... nanos) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0x0A0D0D0A).putInt(28).putInt(0x1A2B3C4D);
    bytes.putShort((short) 1).putShort((short) 0).putLong(-1).putInt(28);
    for (int i = 0; i < nanos.length; i++) {
      bytes.putInt(1).putInt(40).putInt(1).putInt(0);
      bytes.putShort((short) 9).putShort((short) 1).putInt(9); // if_tsresol: nanoseconds
      bytes.putShort((short) 14).putShort((short) 8); // if_tsoffset
      bytes.putLong(Math.floorDiv(nanos[i], NANOS_PER_SECOND)).putInt(40);
      bytes.putInt(6).putInt(32 + FRAME_BYTES).putInt(i).putInt(0);
      bytes.putInt((int) Math.floorMod(nanos[i], NANOS_PER_SECOND));
      bytes.putInt(FRAME_BYTES).putInt(FRAME_BYTES).put(new byte[FRAME_BYTES]);
      bytes.putInt(32 + FRAME_BYTES);
    }
    return Files.write(file, Arrays.copyOf(bytes.array(), bytes.position()));
  }
}
