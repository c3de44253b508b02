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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngFormatTest {

  private static final byte[] FRAME = FrameRead.bytes(1, 61); // needs padding

  static Stream<ByteOrder> orders() {
    return Stream.of(BIG_ENDIAN, LITTLE_ENDIAN);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void readsEveryKindOfPacketBlock(ByteOrder order) throws IOException {
    byte[] capture =
        new PcapngBytes(order)
            .ethernet()
            .enhanced(0, 0x0005_0000_0001L, FRAME)
            .enhanced(0, 7, 61, 1514, FRAME)
            .simple(61, FRAME)
            .obsolete(0, 0xFFFF, 8, 9000, FRAME)
            .bytes();
    assertThat(FrameRead.all(capture))
        .containsExactly(
            FrameRead.of(0x0005_0000_0001L * 1000, FRAME, 61),
            FrameRead.of(7_000, FRAME, 1514),
            FrameRead.of(7_000, FRAME, 61), // without a time of its own
            FrameRead.of(8_000, FRAME, 9000));
  }

  @ParameterizedTest
  @MethodSource("orders")
  void skipsAllOtherBlocks(ByteOrder order) throws IOException {
    PcapngBytes capture =
        new PcapngBytes(order)
            .block(4, b -> b.put(new byte[20_000])) // name resolution
            .ethernet()
            .block(5, b -> b.putInt(0).putLong(0)) // interface statistics
            .block(10, b -> b.putInt(0x544c_534b).putInt(0)) // decryption secrets
            .block(0x8000_0BAD, b -> {});
    int offset = capture.size();
    capture.enhanced(0, 1, FRAME).block(0xBAD, b -> b.putInt(32473));
    try (CaptureReader reader = FrameRead.open(capture.bytes())) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.offset()).isEqualTo(offset);
      assertThat(FrameRead.of(reader)).isEqualTo(FrameRead.of(1000, FRAME, 61));
      assertThat(reader.next()).isFalse();
      assertThat(reader.frames()).isEqualTo(1);
    }
  }

  @Test
  void startsEverySectionAnewInItsOwnByteOrder() throws IOException {
    byte[] capture =
        new PcapngBytes(BIG_ENDIAN)
            .interfaceOf(1, 0, PcapngBytes.resolution(9))
            .enhanced(0, 1, FRAME)
            .section(LITTLE_ENDIAN, 1, 2)
            .ethernet()
            .enhanced(0, 2, FRAME)
            .section(BIG_ENDIAN)
            .interfaceOf(1, 0, PcapngBytes.resolution(0))
            .enhanced(0, 3, FRAME)
            .bytes();
    assertThat(FrameRead.all(capture))
        .extracting(FrameRead::timestampNanos)
        .containsExactly(1L, 2_000L, 3_000_000_000L);
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().section(BIG_ENDIAN).enhanced(0, 0, FRAME),
        "unknown interface: expected an id below 0, found 0, at byte 84");
  }

  @ParameterizedTest
  @MethodSource("orders")
  void keepsEachInterfacesOptionsApart(ByteOrder order) throws IOException {
    byte[] capture =
        new PcapngBytes(order)
            .interfaceOf(
                1,
                40,
                PcapngBytes.offsetSeconds(-1)
                    .andThen(b -> PcapngBytes.option(b, 2, (byte) 'e', (byte) '0'))
                    .andThen(PcapngBytes.resolution(3))
                    .andThen(b -> PcapngBytes.option(b, 0)))
            .interfaceOf(1, 96, PcapngBytes.resolution(0x80 | 10))
            .interfaceOf(1, 0, PcapngBytes.offsetSeconds(1_700_000_000))
            .enhanced(2, 1, FRAME)
            .enhanced(0, 1_001, FRAME)
            .enhanced(1, 1024 + 512, FRAME)
            .obsolete(2, 1, 0, 61, FRAME)
            .simple(1514, FrameRead.bytes(1, 40)) // cut to the first interface's snap length
            .bytes();
    assertThat(FrameRead.all(capture))
        .containsExactly(
            FrameRead.of(1_700_000_000_000_001_000L, FRAME, 61),
            FrameRead.of(1_000_000, FRAME, 61),
            FrameRead.of(1_500_000_000, FRAME, 61),
            FrameRead.of(1_700_000_000_000_000_000L, FRAME, 61),
            FrameRead.of(1_700_000_000_000_000_000L, FrameRead.bytes(1, 40), 1514));
  }

  @Test
  void ignoresWhatFollowsTheEndOfOptions() throws IOException {
    byte[] capture =
        new PcapngBytes(LITTLE_ENDIAN)
            .interfaceOf(1, 0, b -> b.putInt(0).putInt(0xFFFF_FFFF))
            .enhanced(0, 1, FRAME)
            .bytes();
    assertThat(FrameRead.all(capture)).containsExactly(FrameRead.of(1000, FRAME, 61));
  }

  @Test
  void ignoresOtherLinkTypesUntilAFrameUsesThem() throws IOException {
    PcapngBytes capture = new PcapngBytes(LITTLE_ENDIAN).interfaceOf(113, 0, b -> {}).ethernet();
    assertThat(FrameRead.all(capture.enhanced(1, 1, FRAME).bytes())).hasSize(1);
    refuses(
        capture.enhanced(0, 2, FRAME),
        "link type: expected 1 (Ethernet), found 113 (Linux cooked), at byte 172");
    refuses(
        new PcapngBytes(LITTLE_ENDIAN).interfaceOf(249, 0, b -> {}).simple(61, FRAME),
        "link type: expected 1 (Ethernet), found 249, at byte 56");
  }

  @ParameterizedTest
  @CsvSource({"0, 32", "11, 32", "31, 32", "94, 32", "16777220, 32", "4294967295, 32"})
  void refusesImpossibleBlockLengths(long length, int minimum) {
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, FRAME).patch(52, (int) length),
        "impossible block length: expected a multiple of 4 from "
            + minimum
            + " to 16777216, found "
            + length
            + ", at byte 52");
  }

  @Test
  void refusesBlocksTooShortForTheirType() {
    refuses(
        new PcapngBytes(BIG_ENDIAN).patch(4, 24),
        "impossible block length: expected a multiple of 4 from 28 to 16777216, found 24,"
            + " at byte 4");
    refuses(
        new PcapngBytes(BIG_ENDIAN).block(1, b -> b.putInt(1)),
        "impossible block length: expected a multiple of 4 from 20 to 16777216, found 16,"
            + " at byte 32");
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().block(3, b -> {}),
        "impossible block length: expected a multiple of 4 from 16 to 16777216, found 12,"
            + " at byte 52");
    refuses(
        new PcapngBytes(BIG_ENDIAN).block(99, b -> {}).patch(32, 8),
        "impossible block length: expected a multiple of 4 from 12 to 16777216, found 8,"
            + " at byte 32");
  }

  @Test
  void refusesADifferentLengthAtTheEndOfABlock() {
    PcapngBytes capture = new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, FRAME);
    refuses(
        capture.patch(capture.size() - 4, 100),
        "block length at the block's end: expected 96, found 100, at byte 140");
  }

  @Test
  void refusesCapturedLengthsBeyondTheBlock() {
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, 65, 65, FRAME),
        "impossible captured length: expected at most the 64 left in the block, found 65,"
            + " at byte 68");
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, -1, 61, FRAME),
        "impossible captured length: expected at most the 64 left in the block,"
            + " found 4294967295, at byte 68");
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().simple(65, FRAME),
        "impossible captured length: expected at most the 64 left in the block, found 65,"
            + " at byte 56");
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, new byte[262_145]),
        "impossible captured length: expected at most 262144, found 262145, at byte 68");
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, 61, 1 << 25, FRAME),
        "impossible original length: expected at most 16777216, found 33554432, at byte 68");
  }

  @Test
  void refusesFramesOfWhichItHoldsNothing() {
    String zeroLength = "zero-length frame: expected at least 1 captured byte, found 0, at byte ";
    refuses(new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, new byte[0]), zeroLength + 68);
    refuses(new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, 0, 0, 61, FRAME), zeroLength + 68);
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().obsolete(0, 0, 0, 61, new byte[0]), zeroLength + 68);
    refuses(new PcapngBytes(BIG_ENDIAN).ethernet().simple(0, new byte[0]), zeroLength + 56);
  }

  @Test
  void refusesUnknownInterfaces() {
    refuses(
        new PcapngBytes(BIG_ENDIAN).simple(61, FRAME),
        "unknown interface: expected an id below 0, found 0, at byte 36");
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(-1, 0, FRAME),
        "unknown interface: expected an id below 1, found 4294967295, at byte 56");
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().obsolete(0xFFFF, 0, 0, 61, FRAME),
        "unknown interface: expected an id below 1, found 65535, at byte 56");
  }

  @Test
  void boundsTheNumberOfInterfaces() {
    PcapngBytes capture = new PcapngBytes(BIG_ENDIAN);
    for (int i = 0; i <= 65_536; i++) {
      capture.ethernet();
    }
    refuses(
        capture,
        "interfaces of a section: expected at most 65536, found one more, at byte 1310748");
  }

  @Test
  void refusesOtherVersionsAndByteOrderMagics() {
    refuses(
        new PcapngBytes(BIG_ENDIAN).section(LITTLE_ENDIAN, 2, 0),
        "pcapng version: expected 1.0 or 1.2, found 2.0, at byte 40");
    refuses(
        new PcapngBytes(BIG_ENDIAN).patch(8, 0x1A2B_3C4E),
        "byte-order magic: expected 1a2b3c4d or 4d3c2b1a, found 1a2b3c4e, at byte 8");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 127, 128 + 64, 255})
  void refusesImpossibleResolutions(int code) {
    refuses(
        new PcapngBytes(BIG_ENDIAN).interfaceOf(1, 0, PcapngBytes.resolution(code)),
        "impossible if_tsresol: expected 0 to 19 or 128 to 191, found " + code + ", at byte 44");
  }

  @Test
  void refusesMalformedOptions() {
    refuses(
        new PcapngBytes(BIG_ENDIAN).interfaceOf(1, 0, b -> PcapngBytes.option(b, 9)),
        "length of option if_tsresol: expected 1, found 0, at byte 44");
    refuses(
        new PcapngBytes(BIG_ENDIAN).interfaceOf(1, 0, b -> PcapngBytes.option(b, 14, new byte[4])),
        "length of option if_tsoffset: expected 8, found 4, at byte 44");
    refuses(
        new PcapngBytes(BIG_ENDIAN).interfaceOf(1, 0, b -> b.putInt(2 << 16 | 5).putInt(0)),
        "length of option 2: expected at most 4, found 5, at byte 44");
    refuses(
        new PcapngBytes(BIG_ENDIAN).interfaceOf(1, 0, b -> b.putInt(9 << 16 | 1)),
        "length of option 9: expected at most 0, found 1, at byte 44");
  }

  @Test
  void refusesTimesThatNoLongHolds() {
    refuses(
        new PcapngBytes(BIG_ENDIAN).ethernet().enhanced(0, -1, FRAME),
        "impossible time stamp: expected one within 292 years of 1970, found"
            + " 18446744073709551615 ticks of if_tsresol 6 plus 0 s, at byte 60");
    refuses(
        new PcapngBytes(BIG_ENDIAN)
            .interfaceOf(1, 0, PcapngBytes.offsetSeconds(Long.MAX_VALUE))
            .enhanced(0, 1, FRAME),
        "impossible time stamp: expected one within 292 years of 1970, found"
            + " 1 ticks of if_tsresol 6 plus 9223372036854775807 s, at byte 72");
  }

  private static void refuses(PcapngBytes capture, String message) {
    assertThatThrownBy(() -> FrameRead.all(capture.bytes()))
        .isInstanceOf(CaptureException.class)
        .hasMessage("test.pcap: " + message);
  }
}
