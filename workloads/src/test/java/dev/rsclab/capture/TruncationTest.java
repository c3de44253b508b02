package dev.rsclab.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Captures that end too early, or in which bytes are not what they were. */
class TruncationTest {

  private static final byte[] FRAME = FrameRead.bytes(9, 66);

  static final byte[] PCAP =
      new PcapBytes(LITTLE_ENDIAN, PcapBytes.NANOS)
          .record(1, 1, FRAME)
          .record(1, 2, 66, 1514, FRAME)
          .record(1, 3, FrameRead.bytes(2, 1))
          .bytes();

  /** The lengths of its whole prefixes: file header, then one record more each. */
  private static final List<Integer> PCAP_ENDS = List.of(24, 106, 188, 205);

  static byte[] pcapng(Set<Integer> ends) {
    PcapngBytes capture = new PcapngBytes(BIG_ENDIAN);
    ends.add(capture.size());
    ends.add(capture.interfaceOf(1, 0, PcapngBytes.resolution(9)).size());
    ends.add(capture.enhanced(0, 1, FRAME).size());
    ends.add(capture.block(5, b -> b.putInt(0).putLong(0)).size());
    ends.add(capture.simple(66, FRAME).size());
    ends.add(capture.section(LITTLE_ENDIAN).size());
    ends.add(capture.ethernet().size());
    ends.add(capture.obsolete(0, 0, 3, 66, FRAME).size());
    return capture.bytes();
  }

  @Test
  void everyPrefixOfAPcapEndsCleanlyOrIsRefused() throws IOException {
    checkPrefixes(PCAP, PCAP_ENDS);
  }

  @Test
  void everyPrefixOfAPcapngEndsCleanlyOrIsRefused() throws IOException {
    Set<Integer> ends = new TreeSet<>();
    byte[] capture = pcapng(ends);
    checkPrefixes(capture, List.copyOf(ends));
  }

  private static void checkPrefixes(byte[] capture, List<Integer> ends) throws IOException {
    List<FrameRead> whole = FrameRead.all(capture);
    assertThat(whole).hasSize(3);
    for (int length = 0; length <= capture.length; length++) {
      byte[] prefix = Arrays.copyOf(capture, length);
      if (ends.contains(length)) {
        List<FrameRead> frames = FrameRead.all(prefix);
        assertThat(frames).isEqualTo(whole.subList(0, frames.size()));
      } else {
        assertThatThrownBy(() -> FrameRead.all(prefix))
            .isInstanceOf(CaptureException.class)
            .hasMessageMatching("test\\.pcap: (truncated|empty).*: expected .*, found .*")
            .hasMessageEndingWith(", at byte " + startOfLastStructure(ends, length));
      }
    }
  }

  /** A truncated structure starts at the end of the last whole one. */
  private static int startOfLastStructure(List<Integer> ends, int length) {
    return ends.stream().filter(end -> end < length).mapToInt(Integer::intValue).max().orElse(0);
  }

  @Test
  void everyPrefixOfAGzipIsRefused() throws IOException {
    byte[] file = GzipMembersTest.gzip(PCAP);
    for (int length = 0; length < file.length; length++) {
      byte[] prefix = Arrays.copyOf(file, length);
      assertThatThrownBy(() -> FrameRead.all(prefix))
          .isInstanceOf(CaptureException.class)
          .hasMessageMatching("test\\.pcap: .*(truncated|empty).*, at byte \\d+");
    }
  }

  @Test
  void framesBeforeATruncationAreStillRead() throws IOException {
    byte[] prefix = Arrays.copyOf(PCAP, PCAP.length - 1);
    try (CaptureReader reader = FrameRead.open(prefix)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isTrue();
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              CaptureException.class, e -> assertThat(e.offset()).isEqualTo(188));
      assertThat(reader.frames()).isEqualTo(2);
    }
  }

  @Test
  void damagedCapturesGiveFramesOrACaptureExceptionAndNothingElse() throws IOException {
    byte[] pcapng = pcapng(new TreeSet<>());
    for (byte[] capture :
        List.of(PCAP, pcapng, GzipMembersTest.gzip(PCAP), GzipMembersTest.gzip(pcapng))) {
      SplittableRandom random = new SplittableRandom(capture.length);
      long refused =
          IntStream.range(0, 3_000).filter(i -> isRefused(damage(capture, random))).count();
      assertThat(refused).isPositive();
    }
  }

  private static byte[] damage(byte[] capture, SplittableRandom random) {
    byte[] damaged = capture.clone();
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      int at = random.nextInt(damaged.length);
      damaged[at] =
          (byte) (random.nextBoolean() ? damaged[at] ^ 1 << random.nextInt(8) : random.nextInt());
    }
    return damaged;
  }

  /** Anything but a CaptureException fails the test. */
  private static boolean isRefused(byte[] capture) {
    try {
      FrameRead.all(capture);
      return false;
    } catch (CaptureException e) {
      assertThat(e).hasMessageMatching("test\\.pcap: .+, at byte \\d+");
      return true;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
