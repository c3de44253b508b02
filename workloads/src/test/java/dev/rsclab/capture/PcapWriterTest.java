package dev.rsclab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PcapWriterTest {

  private static final long LAST_NANO = 4_294_967_295_999_999_999L;

  @TempDir Path directory;

  @Test
  void writesTheBytesOfTheFormat() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapWriter writer = new PcapWriter(out)) {
      writer.write(1_000_000_002L, new byte[] {9, 1, 2, 3, 9}, 1, 3, 1514);
    }
    assertThat(HexFormat.of().formatHex(out.toByteArray()))
        .isEqualTo(
            "4d3cb2a1"
                + "0200"
                + "0400"
                + "00000000"
                + "00000000"
                + "00000400"
                + "01000000"
                + "01000000"
                + "02000000"
                + "03000000"
                + "ea050000"
                + "010203");
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    SplittableRandom random = new SplittableRandom(42);
    List<FrameRead> written = new ArrayList<>();
    Path file = directory.resolve("out.pcap");
    try (PcapWriter writer = PcapWriter.create(file)) {
      for (int i = 0; i < 200; i++) {
        int length = random.nextInt(1, 1 << random.nextInt(1, 15));
        long time = i == 0 ? LAST_NANO : random.nextLong(LAST_NANO);
        byte[] frame = FrameRead.bytes(i, length);
        if (i % 2 == 0) {
          writer.write(time, frame, 0, length);
          written.add(FrameRead.of(time, frame, length));
        } else {
          writer.write(time, frame, 0, length, length + i);
          written.add(FrameRead.of(time, frame, length + i));
        }
      }
    }
    assertThat(FrameRead.all(Files.readAllBytes(file))).isEqualTo(written);
  }

  @Test
  void writesFramesUpToTheSnapLength() throws IOException {
    byte[] largest = FrameRead.bytes(1, PcapWriter.SNAP_LENGTH);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PcapWriter writer = new PcapWriter(out)) {
      writer.write(0, largest, 0, largest.length);
    }
    assertThat(FrameRead.all(out.toByteArray()))
        .containsExactly(FrameRead.of(0, largest, largest.length));
  }

  @Test
  void refusesWhatTheFormatCannotHold() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = new byte[262_145];
    try (PcapWriter writer = new PcapWriter(out)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(0, bytes, 0, 262_145))
          .withMessage("a frame of 262145 bytes is longer than the snap length, 262144");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(0, bytes, 0, 0, 60))
          .withMessage("a frame of 0 bytes: allowed are 1 to 262144");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(-1, bytes, 0, 60))
          .withMessage("time stamp -1 ns: pcap holds 0 to 4294967295 seconds");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(LAST_NANO + 1, bytes, 0, 60))
          .withMessage("time stamp 4294967296000000000 ns: pcap holds 0 to 4294967295 seconds");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> writer.write(0, bytes, 0, 60, 59))
          .withMessage("original length 59 of a frame of 60 bytes: allowed are 60 to 16777216");
      assertThatThrownBy(() -> writer.write(0, bytes, 262_100, 60))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(FrameRead.all(out.toByteArray())).isEmpty();
  }

  @Test
  void buffersSmallFrames() throws IOException {
    List<Integer> writes = new ArrayList<>();
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            writes.add(1);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            writes.add(length);
          }
        };
    try (PcapWriter writer = new PcapWriter(out)) {
      for (int i = 0; i < 100; i++) {
        writer.write(i, FrameRead.bytes(i, 60), 0, 60);
      }
    }
    assertThat(writes).containsExactly(24 + 100 * (16 + 60));
  }
}
