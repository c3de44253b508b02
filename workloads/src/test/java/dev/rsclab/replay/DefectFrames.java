package dev.rsclab.replay;

import dev.rsclab.capture.PcapWriter;
import dev.rsclab.packet.InternetChecksum;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The capture of the notebook about the reference's defects: a short flow for each defect, 2 ms
 * apart. The number of the defect is in the sender's port: 10040 shows D40.
 */
final class DefectFrames {
  private static final int IP = 14;
  private static final int TCP = IP + 20;
  private static final int FIRST_PORT = 10_000;
  private static final long APART_NANOS = 2_000_000;

  private final PcapWriter out;
  private long nanos;
  private int port;

  private DefectFrames(PcapWriter out) {
    this.out = out;
  }

  /** Writes the capture. */
  static void write(Path file) throws IOException {
    try (PcapWriter out = PcapWriter.create(file)) {
      new DefectFrames(out).writeFlows();
    }
  }

  private void writeFlows() throws IOException {
    // A switch has padded the first segment to Ethernet's 60 bytes.
    flow(10);
    segment(0, "H").padded().send();
    segment(1, "ello, world").send();

    // A byte was damaged on the way; 600 us later the sender repeats the segment.
    flow(11);
    segment(0, "Pay 100 EUR ").send();
    segment(12, "to Alice").damaged().send();
    after(600_000);
    segment(12, "to Alice").send();

    // The sender repeats its first segment, with what it has got since, and a smaller window.
    flow(23);
    segment(0, "HTTP/1.1 ").send();
    segment(0, "HTTP/1.1 200 OK").window(90).send();

    // The receiver of our data has lost a segment, and says so three times.
    flow(30);
    segment(0, "data").send();
    for (int i = 0; i < 3; i++) {
      segment(4, "").send();
    }

    // Congestion was experienced, which the middle segment alone says.
    flow(31);
    segment(0, "one ").send();
    segment(4, "two ").flags(TcpFlags.ECE).send();
    segment(8, "three").send();

    // A request ends, and the next one follows before the timer.
    flow(33);
    segment(0, "question?").flags(TcpFlags.PSH).send();
    segment(9, "next").send();

    // The sender begins to mark its packets as ECN-capable.
    flow(40);
    segment(0, "first ").send();
    segment(6, "second").ecnCapable().send();

    // Linux puts timestamps on every segment.
    flow(50);
    for (int i = 0; i < 4; i++) {
      segment(4 * i, "data").timestamp(1000 + i).send();
    }

    // One segment is late.
    flow(51);
    segment(0, "aaaa").send();
    segment(8, "cccc").send();
    segment(12, "dddd").send();
    segment(16, "eeee").send();
    after(100_000);
    segment(4, "bbbb").send();
  }

  private void flow(int defect) {
    port = FIRST_PORT + defect;
    nanos += APART_NANOS - nanos % APART_NANOS;
  }

  private void after(long more) {
    nanos += more;
  }

  private Frame segment(int offset, String payload) {
    return new Frame(offset, payload);
  }

  private final class Frame {
    private final int offset;
    private final byte[] payload;
    private int flags = TcpFlags.ACK;
    private int window = 100;
    private int typeOfService;
    private int timestamp;
    private boolean padded;
    private boolean damaged;

    Frame(int offset, String payload) {
      this.offset = offset;
      this.payload = payload.getBytes(StandardCharsets.US_ASCII);
    }

    Frame padded() {
      padded = true;
      return this;
    }

    Frame damaged() {
      damaged = true;
      return this;
    }

    Frame window(int value) {
      window = value;
      return this;
    }

    Frame flags(int more) {
      flags |= more;
      return this;
    }

    Frame ecnCapable() {
      typeOfService = 2;
      return this;
    }

    Frame timestamp(int value) {
      timestamp = value;
      return this;
    }

    /** 10 us after the frame before. */
    void send() throws IOException {
      int header = timestamp == 0 ? 20 : 32;
      int end = TCP + header + payload.length;
      byte[] bytes = new byte[padded ? Math.max(60, end) : end];
      ByteBuffer frame = ByteBuffer.wrap(bytes);
      frame.putInt(0x02000000).putShort((short) 1).putInt(0x02000000).putShort((short) 2);
      frame.putShort((short) 0x0800).put((byte) 0x45).put((byte) typeOfService);
      frame.putShort((short) (end - IP)).putShort((short) offset).putShort((short) 0x4000);
      frame.put((byte) 64).put((byte) 6).putShort((short) 0);
      frame.putInt(0x0A000001).putInt(0x0A000002);
      frame.putShort((short) port).putShort((short) 5001);
      frame.putInt(1000 + offset).putInt(5000);
      frame.putShort((short) (((header / 4) << 12) | flags)).putShort((short) window).putInt(0);
      if (timestamp != 0) {
        frame.putInt(0x0101080A).putInt(timestamp).putInt(77);
      }
      frame.put(payload);
      frame.putShort(IP + 10, (short) InternetChecksum.ofIpv4Header(bytes, IP, 20));
      int sum = InternetChecksum.ofTcp(bytes, IP, IpFamily.IPV4, TCP, end - TCP);
      frame.putShort(TCP + 16, (short) sum);
      if (damaged) {
        bytes[TCP + header + 3] ^= 0x0D;
      }
      out.write(nanos, bytes, 0, bytes.length);
      nanos += 10_000;
    }
  }
}
