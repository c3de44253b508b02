package dev.rsclab.coalesce;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Captures of the nanosecond kind, written and read as a whole.
 *
 * <p>The link type is Ethernet if no virtio-net header says anything. Otherwise it is the first of
 * those that are free for private use, and each packet begins with its virtio-net header of 12
 * bytes; Wireshark shows such a file once the preferences of DLT_USER say: payload "eth", header
 * size 12.
 */
final class PcapFile {

  private static final int MAGIC_NANOS = 0xA1B23C4D;
  private static final int HEADER_BYTES = 24;
  private static final int PACKET_HEADER_BYTES = 16;
  private static final int SNAPLEN = 262_144;
  private static final int ETHERNET = 1;
  private static final int USER0 = 147;
  private static final long SECOND = 1_000_000_000;

  private PcapFile() {}

  static void write(Path file, List<CapturedFrame> frames) throws IOException {
    boolean plain = frames.stream().allMatch(CapturedFrame::isPlain);
    int skipped = plain ? CapturedFrame.VNET_BYTES : 0;
    int size =
        frames.stream().mapToInt(f -> PACKET_HEADER_BYTES + f.bytes().length - skipped).sum();
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC_NANOS).putShort((short) 2).putShort((short) 4).putLong(0).putInt(SNAPLEN);
    out.putInt(plain ? ETHERNET : USER0);
    for (CapturedFrame frame : frames) {
      int length = frame.bytes().length - skipped;
      out.putInt((int) Math.floorDiv(frame.nanos(), SECOND));
      out.putInt((int) Math.floorMod(frame.nanos(), SECOND));
      out.putInt(length).putInt(length).put(frame.bytes(), skipped, length);
    }
    Files.write(file, out.array());
  }

  static List<CapturedFrame> read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int link = in.getInt(20);
    if (in.getInt(0) != MAGIC_NANOS || (link != ETHERNET && link != USER0)) {
      throw new IOException(file + " is no little-endian nanosecond capture of Ethernet or USER0");
    }
    int missing = link == ETHERNET ? CapturedFrame.VNET_BYTES : 0;
    List<CapturedFrame> frames = new ArrayList<>();
    in.position(HEADER_BYTES);
    while (in.hasRemaining()) {
      long nanos = Integer.toUnsignedLong(in.getInt()) * SECOND + in.getInt();
      int length = in.getInt();
      in.getInt();
      byte[] bytes = new byte[missing + length];
      in.get(bytes, missing, length);
      frames.add(new CapturedFrame(nanos, bytes));
    }
    return frames;
  }
}
