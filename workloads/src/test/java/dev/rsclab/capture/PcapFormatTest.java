package dev.rsclab.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PcapFormatTest {

  private static final byte[] FRAME = FrameRead.bytes(1, 60);

  static Stream<Arguments> ordersAndMagics() {
    return Stream.of(BIG_ENDIAN, LITTLE_ENDIAN)
        .flatMap(order ->
            Stream.of(PcapBytes.MICROS, PcapBytes.NANOS).map(magic -> Arguments.of(order, magic)));
  }

  @ParameterizedTest
  @MethodSource("ordersAndMagics")
  void readsBothByteOrdersAndResolutions(ByteOrder order, int magic) throws IOException {
    byte[] longer = FrameRead.bytes(2, 1514);
    byte[] capture =
        new PcapBytes(order, magic)
            .record(1, 999_999, FRAME)
            .record(0xFFFF_FFFF, 5, longer)
            .record(0, 0, new byte[1])
            .bytes();
    long nanosPerTick = magic == PcapBytes.MICROS ? 1000 : 1;
    assertThat(FrameRead.all(capture))
        .containsExactly(
            FrameRead.of(1_000_000_000 + 999_999 * nanosPerTick, FRAME, 60),
            FrameRead.of(4_294_967_295_000_000_000L + 5 * nanosPerTick, longer, 1514),
            FrameRead.of(0, new byte[1], 1));
  }

  @Test
  void tellsTheFramesApartByOffset() throws IOException {
    byte[] capture =
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.NANOS)
            .record(0, 0, FRAME)
            .record(0, 1, FRAME)
            .bytes();
    try (CaptureReader reader = FrameRead.open(capture)) {
      assertThat(reader.frames()).isZero();
      assertThat(reader.next()).isTrue();
      assertThat(reader.frames()).isEqualTo(1);
      assertThat(reader.offset()).isEqualTo(24);
      assertThat(reader.next()).isTrue();
      assertThat(reader.frames()).isEqualTo(2);
      assertThat(reader.offset()).isEqualTo(24 + 16 + 60);
      assertThat(reader.next()).isFalse();
      assertThat(reader.next()).isFalse();
      assertThat(reader.frames()).isEqualTo(2);
    }
  }

  @Test
  void reportsBothLengthsOfCutFrames() throws IOException {
    byte[] capture =
        new PcapBytes(BIG_ENDIAN, PcapBytes.MICROS)
            .record(0, 0, 60, 65_549, FRAME)
            .record(0, 0, 60, 59, FRAME) // never shorter than what was captured
            .record(0, 0, 60, 0, FRAME)
            .bytes();
    assertThat(FrameRead.all(capture))
        .containsExactly(
            FrameRead.of(0, FRAME, 65_549), FrameRead.of(0, FRAME, 60), FrameRead.of(0, FRAME, 60));
  }

  @Test
  void reusesItsBufferAndGrowsItOnlyWhenNeeded() throws IOException {
    byte[] largest = FrameRead.bytes(3, 262_144);
    byte[] capture =
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.NANOS)
            .record(0, 0, FRAME)
            .record(0, 0, FRAME)
            .record(0, 0, largest)
            .record(0, 0, FRAME)
            .bytes();
    try (CaptureReader reader = FrameRead.open(capture)) {
      reader.next();
      byte[] small = reader.bytes();
      reader.next();
      assertThat(reader.bytes()).isSameAs(small);
      reader.next();
      assertThat(reader.bytes()).isEqualTo(largest);
      byte[] large = reader.bytes();
      reader.next();
      assertThat(reader.bytes()).isSameAs(large).startsWith(FRAME);
      assertThat(reader.capturedLength()).isEqualTo(60);
    }
  }

  @Test
  void ignoresWhetherTheFieldOfTheLinkTypeTellsOfACheckSequence() throws IOException {
    byte[] capture = new PcapBytes(BIG_ENDIAN, PcapBytes.MICROS, 2, 4, 0x4400_0001).bytes();
    assertThat(FrameRead.all(capture)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, BSD loopback",
    "101, raw IP",
    "105, IEEE 802.11",
    "108, OpenBSD loopback",
    "113, Linux cooked",
    "127, IEEE 802.11 with radiotap header",
    "228, raw IPv4",
    "229, raw IPv6",
    "276, Linux cooked v2",
  })
  void namesTheLinkTypeItRefuses(int linkType, String name) {
    byte[] capture = new PcapBytes(BIG_ENDIAN, PcapBytes.MICROS, 2, 4, linkType).bytes();
    assertThatThrownBy(() -> FrameRead.all(capture))
        .isInstanceOf(CaptureException.class)
        .hasMessage(
            "test.pcap: link type: expected 1 (Ethernet), found %d (%s), at byte 20",
            linkType, name);
  }

  @Test
  void refusesUnknownLinkTypesByNumber() {
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS, 2, 4, 195).bytes(),
        "test.pcap: link type: expected 1 (Ethernet), found 195, at byte 20");
  }

  @Test
  void refusesOtherVersions() {
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS, 2, 3, 1).bytes(),
        "test.pcap: pcap version: expected 2.4, found 2.3, at byte 4");
  }

  @Test
  void refusesImpossibleLengthsWithoutAllocatingThem() {
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS)
            .record(0, 0, FRAME)
            .record(0, 0, 262_145, 262_145, FRAME)
            .bytes(),
        "test.pcap: impossible captured length: expected at most 262144, found 262145,"
            + " at byte 108");
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS).record(0, 0, -1, -1, FRAME).bytes(),
        "test.pcap: impossible captured length: expected at most 262144, found 4294967295,"
            + " at byte 32");
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS).record(0, 0, 60, -1, FRAME).bytes(),
        "test.pcap: impossible original length: expected at most 16777216, found 4294967295,"
            + " at byte 32");
  }

  @Test
  void refusesFramesOfWhichItHoldsNothing() {
    String message =
        "test.pcap: zero-length frame: expected at least 1 captured byte, found 0, at byte 108";
    for (int original : new int[] {0, 60}) {
      refuses(
          new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS)
              .record(0, 0, FRAME)
              .record(0, 0, 0, original, new byte[0])
              .bytes(),
          message);
    }
  }

  @Test
  void refusesFractionsOfMoreThanASecond() {
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS).record(0, 1_000_000, FRAME).bytes(),
        "test.pcap: impossible fraction of a second: expected at most 999999, found 1000000,"
            + " at byte 28");
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.NANOS).record(0, -1, FRAME).bytes(),
        "test.pcap: impossible fraction of a second: expected at most 999999999,"
            + " found 4294967295, at byte 28");
  }

  @Test
  void saysWhereItIsTruncated() {
    refuses(
        new PcapBytes(LITTLE_ENDIAN, PcapBytes.MICROS).record(0, 0, 61, 61, FRAME).bytes(),
        "test.pcap: truncated frame: expected 61 more bytes, found 60, at byte 24");
  }

  private static void refuses(byte[] capture, String message) {
    assertThatThrownBy(() -> FrameRead.all(capture))
        .isInstanceOf(CaptureException.class)
        .hasMessage(message);
  }
}
