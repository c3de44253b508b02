package dev.rsclab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipMembersTest {

  private static final byte[] CONTENT = FrameRead.bytes(5, 1000);

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static byte[] expand(byte[] file) throws IOException {
    return expand(new ByteArrayInputStream(file));
  }

  private static byte[] expand(InputStream file) throws IOException {
    try (GzipMembers members = new GzipMembers("test.gz", file)) {
      return members.readAllBytes();
    }
  }

  @Test
  void concatenatesMembersEvenEmptyOnes() throws IOException {
    byte[] empty = gzip(new byte[0]);
    byte[] file = concat(empty, gzip(CONTENT), empty, empty, gzip(CONTENT), empty);
    assertThat(expand(file)).isEqualTo(concat(CONTENT, CONTENT));
  }

  @Test
  void takesAnyNumberOfEmptyMembers() throws IOException {
    byte[] empty = gzip(new byte[0]);
    byte[] file = new byte[empty.length * 100_000];
    for (int at = 0; at < file.length; at += empty.length) {
      System.arraycopy(empty, 0, file, at, empty.length);
    }
    assertThat(expand(file)).isEmpty();
  }

  @Test
  void readsFromStreamsThatGiveOneByteAtATime() throws IOException {
    byte[] file = concat(gzip(CONTENT), gzip(CONTENT));
    InputStream slow =
        new ByteArrayInputStream(file) {
          @Override
          public synchronized int read(byte[] into, int from, int length) {
            return super.read(into, from, Math.min(length, 1));
          }
        };
    assertThat(expand(slow)).isEqualTo(concat(CONTENT, CONTENT));
  }

  @Test
  void readsSingleBytes() throws IOException {
    try (GzipMembers members =
        new GzipMembers("test.gz", new ByteArrayInputStream(gzip(new byte[] {(byte) 0xFF, 1})))) {
      assertThat(members.read()).isEqualTo(0xFF);
      assertThat(members.read()).isEqualTo(1);
      assertThat(members.read()).isEqualTo(-1);
    }
  }

  @Test
  void skipsEveryOptionalFieldOfTheHeader() throws IOException {
    assertThat(expand(withAllHeaderFields(0))).isEqualTo(CONTENT);
  }

  @Test
  void refusesAWrongHeaderCrc() {
    assertThatThrownBy(() -> expand(withAllHeaderFields(1)))
        .isInstanceOf(CaptureException.class)
        .hasMessageStartingWith("test.gz: gzip header CRC-16: expected ")
        .hasMessageEndingWith(", at byte 26");
  }

  private static byte[] withAllHeaderFields(int crcError) throws IOException {
    byte[] plain = gzip(CONTENT);
    byte[] header = Arrays.copyOf(plain, 10);
    header[3] = 0x1F; // text, header CRC, extra, name, comment
    byte[] fields = {3, 0, 'a', 0, 'b', 'n', 'a', 'm', 'e', 0, 'c', 'o', 'm', 'm', '.', 0};
    CRC32 crc = new CRC32();
    crc.update(header);
    crc.update(fields);
    int value = (int) crc.getValue() ^ crcError;
    byte[] crc16 = {(byte) value, (byte) (value >> 8)};
    return concat(header, fields, crc16, Arrays.copyOfRange(plain, 10, plain.length));
  }

  @Test
  void refusesEveryTruncationInsideAMember() throws IOException {
    byte[] first = gzip(CONTENT);
    byte[] file = concat(first, gzip(FrameRead.bytes(7, 100)));
    for (int length = 1; length < file.length; length++) {
      byte[] prefix = Arrays.copyOf(file, length);
      if (length == first.length) {
        assertThat(expand(prefix)).isEqualTo(CONTENT);
      } else {
        assertThatThrownBy(() -> expand(prefix))
            .isInstanceOf(CaptureException.class)
            .hasMessageStartingWith("test.gz: gzip: truncated: the file ends inside ")
            .hasMessageEndingWith(", at byte " + length);
      }
    }
  }

  @Test
  void refusesWhatIsNotAMemberAfterAMember() throws IOException {
    byte[] member = gzip(CONTENT);
    assertThatThrownBy(() -> expand(concat(member, new byte[] {'P', 'K'})))
        .isInstanceOf(CaptureException.class)
        .hasMessage(
            "test.gz: gzip member: expected 1f8b or the end, found 504b, at byte " + member.length);
  }

  @Test
  void refusesWrongChecksumsLengthsMethodsAndFlags() throws IOException {
    byte[] member = gzip(CONTENT);
    int end = member.length;
    refusesWith(end - 8, "gzip CRC-32: expected ", ", at byte " + (end - 8));
    refusesWith(end - 4, "gzip uncompressed length: expected 1000, found ", "" + (end - 4));
    refusesWith(2, "gzip compression method: expected 8, found ", ", at byte 2");
    refusesWith(3, "gzip reserved flags: expected 0, found ", ", at byte 3");
    // The first bits of the deflate data: block type 3, which does not exist.
    refusesWith(10, "gzip: corrupt deflate data: invalid block type", "");
  }

  private static void refusesWith(int damagedByte, String start, String end) throws IOException {
    byte[] damaged = gzip(CONTENT);
    damaged[damagedByte] = (byte) ~damaged[damagedByte];
    if (damagedByte == 10) {
      damaged[damagedByte] = 7;
    }
    assertThatThrownBy(() -> expand(damaged))
        .isInstanceOf(CaptureException.class)
        .hasMessageStartingWith("test.gz: " + start)
        .hasMessageEndingWith(end);
  }

  @Test
  void isRecognisedByTheReader() throws IOException {
    byte[] frame = FrameRead.bytes(1, 60);
    byte[] capture =
        new PcapBytes(ByteOrder.LITTLE_ENDIAN, PcapBytes.NANOS)
            .record(1, 2, frame)
            .record(3, 4, frame)
            .bytes();
    byte[] front = Arrays.copyOf(capture, 50);
    byte[] rest = Arrays.copyOfRange(capture, 50, capture.length);
    assertThat(FrameRead.all(gzip(capture)))
        .isEqualTo(FrameRead.all(capture))
        .isEqualTo(FrameRead.all(concat(gzip(front), gzip(rest))))
        .hasSize(2);
  }
}
