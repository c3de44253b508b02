package dev.rsclab.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The README beside the captures is the list these tests compare them with. */
class ShippedCaptureTest {

  private static final int SNAP_LENGTH = 96;

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = ShippedCapture.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  /** The cells of the README's row about {@code capture}: name, frames, duration, ... */
  private static List<String> row(ShippedCapture capture) throws IOException {
    String readme = new String(resource("README.md"), StandardCharsets.UTF_8);
    String row =
        readme
            .lines()
            .filter(line -> line.startsWith("| " + capture.id() + " |"))
            .findFirst()
            .orElseThrow();
    return Arrays.stream(row.substring(1).split("\\|")).map(String::strip).toList();
  }

  @ParameterizedTest
  @EnumSource
  void isReadToItsEnd(ShippedCapture capture) throws IOException {
    List<String> row = row(capture);
    try (CaptureReader reader = capture.open()) {
      assertThat(reader.next()).isTrue();
      long first = reader.timestampNanos();
      long last = first;
      do {
        assertThat(reader.timestampNanos()).isGreaterThanOrEqualTo(last);
        assertThat(reader.capturedLength()).isEqualTo(Math.min(reader.length(), SNAP_LENGTH));
        assertThat(reader.length()).isLessThanOrEqualTo(1514);
        last = reader.timestampNanos();
      } while (reader.next());
      assertThat(reader.frames()).isEqualTo(Long.parseLong(row.get(1)));
      assertThat((last - first) / 1_000_000).isEqualTo(Long.parseLong(row.get(2)));
    }
  }

  @ParameterizedTest
  @EnumSource
  void hasTheChecksumOfTheReadme(ShippedCapture capture)
      throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(resource(capture.resource()));
    assertThat(new String(resource("README.md"), StandardCharsets.UTF_8).lines())
        .contains(HexFormat.of().formatHex(digest) + "  " + capture.resource());
  }

  @ParameterizedTest
  @EnumSource
  void isFoundByTheNameAUserTypes(ShippedCapture capture) {
    assertThat(capture.id()).matches("[a-z0-9]+(-[a-z0-9]+)+");
    assertThat(ShippedCapture.of(capture.id())).contains(capture);
    assertThat(capture.description()).isNotBlank().doesNotContain("\n");
  }

  @Test
  void otherNamesAreNotFound() {
    assertThat(ShippedCapture.of("TAP_V4_8FLOWS")).isEmpty();
    assertThat(ShippedCapture.of("")).isEmpty();
  }

  @Test
  void theJarStaysSmall() throws IOException {
    long total = 0;
    for (ShippedCapture capture : ShippedCapture.values()) {
      total += resource(capture.resource()).length;
    }
    assertThat(total).isLessThan(4 << 20);
  }

  @Test
  void theToolThatMadeThemCutsFramesAndOrdersThemByTime(@TempDir Path directory)
      throws IOException {
    Path from = directory.resolve("from.pcap");
    try (PcapWriter writer = PcapWriter.create(from)) {
      writer.write(30, FrameRead.bytes(1, 60), 0, 60);
      writer.write(20, FrameRead.bytes(2, 60), 0, 60, 1514);
      writer.write(20, FrameRead.bytes(3, 10), 0, 10);
      writer.write(10, FrameRead.bytes(4, 60), 0, 60);
    }
    Path to = directory.resolve("to.pcap.gz");
    CutCapture.cut(from, to, 3, 20);
    assertThat(FrameRead.all(Files.readAllBytes(to)))
        .containsExactly(
            FrameRead.of(20, FrameRead.bytes(2, 20), 1514),
            FrameRead.of(20, FrameRead.bytes(3, 10), 10),
            FrameRead.of(30, FrameRead.bytes(1, 20), 60));
  }
}
