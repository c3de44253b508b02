package dev.rsclab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptureReaderTest {

  @TempDir Path directory;

  private static byte[] capture(int frames) {
    PcapBytes capture = new PcapBytes(ByteOrder.BIG_ENDIAN, PcapBytes.MICROS);
    for (int i = 0; i < frames; i++) {
      capture.record(i, 0, FrameRead.bytes(i, 1514));
    }
    return capture.bytes();
  }

  @Test
  void opensFilesWhateverTheirNameAndTellsHowFarItIs() throws IOException {
    for (byte[] bytes : new byte[][] {capture(100), GzipMembersTest.gzip(capture(100))}) {
      Path file = Files.write(directory.resolve("capture.txt"), bytes);
      try (CaptureReader reader = CaptureReader.open(file)) {
        double before = reader.fractionRead();
        assertThat(before).isBetween(0.0, 1.0);
        while (reader.next()) {
          assertThat(reader.fractionRead()).isBetween(before, 1.0);
          before = reader.fractionRead();
        }
        assertThat(reader.frames()).isEqualTo(100);
        assertThat(reader.fractionRead()).isEqualTo(1.0);
      }
    }
  }

  @Test
  void doesNotGuessHowLongAStreamIs() throws IOException {
    try (CaptureReader reader = FrameRead.open(capture(1))) {
      assertThat(reader.fractionRead()).isNaN();
    }
  }

  @Test
  void errorsNameFileAndOffset() throws IOException {
    Path file = directory.resolve("broken.pcap");
    Files.write(file, new PcapBytes(ByteOrder.BIG_ENDIAN, 0xA1B2CD34).bytes());
    assertThatThrownBy(() -> CaptureReader.open(file))
        .isInstanceOf(CaptureException.class)
        .hasMessage(
            file
                + ": not a capture: expected the magic number of pcap (a1b2c3d4 or a1b23c4d in"
                + " either byte order), pcapng (0a0d0d0a) or gzip (1f8b), found a1b2cd34,"
                + " at byte 0");
    Files.write(file, "a1".getBytes(StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> CaptureReader.open(file))
        .isInstanceOf(CaptureException.class)
        .hasMessage(file + ": truncated magic number: expected 4 bytes, found 2, at byte 0");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> CaptureReader.open(file))
        .isInstanceOf(CaptureException.class)
        .hasMessage(file + ": empty: expected a pcap or pcapng capture, found nothing, at byte 0");
    Files.write(file, GzipMembersTest.gzip(new byte[0]));
    assertThatThrownBy(() -> CaptureReader.open(file))
        .isInstanceOf(CaptureException.class)
        .hasMessage(file + ": empty: expected a pcap or pcapng capture, found nothing, at byte 0");
  }

  @Test
  void errorsReadTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      byte[] capture =
          new PcapBytes(ByteOrder.BIG_ENDIAN, PcapBytes.MICROS)
              .record(0, 0, 1_234_567, 0, new byte[0])
              .bytes();
      assertThatThrownBy(() -> FrameRead.all(capture))
          .hasMessage(
              "test.pcap: impossible captured length: expected at most 262144, found 1234567,"
                  + " at byte 32");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void saysWhyAFileCannotBeOpened() {
    Path missing = directory.resolve("missing.pcap");
    assertThatThrownBy(() -> CaptureReader.open(missing))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(missing + ": no such file");
    assertThatThrownBy(() -> CaptureReader.open(directory))
        .isInstanceOf(FileSystemException.class)
        .hasMessage(directory + ": expected a capture file, found a directory");
  }

  @Test
  void closesItsStreamAlsoWhenItCannotBeOpened() throws IOException {
    AtomicInteger closed = new AtomicInteger();
    assertThatThrownBy(() -> CaptureReader.open(counting(new byte[4], closed), "zeros"))
        .isInstanceOf(CaptureException.class);
    assertThat(closed).hasValue(1);
    CaptureReader.open(counting(capture(1), closed), "capture").close();
    assertThat(closed).hasValue(2);
    CaptureReader.open(counting(GzipMembersTest.gzip(capture(1)), closed), "gzip").close();
    assertThat(closed).hasValue(3);
  }

  private static InputStream counting(byte[] bytes, AtomicInteger closed) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        closed.incrementAndGet();
      }
    };
  }
}
