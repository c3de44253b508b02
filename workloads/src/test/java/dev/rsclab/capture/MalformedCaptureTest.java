package dev.rsclab.capture;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small captures in which one thing is wrong, everything that can be: an error that names capture
 * and place, or frames, and neither the heap nor the time of what the wrong bytes claim.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MalformedCaptureTest {

  /**
   * What reading a capture of some hundred bytes may allocate: buffers, one frame of the largest
   * captured length, and what the JVM needs for code that runs for the first time. The lengths that
   * wrong bytes claim go up to 4 GiB, and 16 MiB are allowed for a block.
   */
  private static final long MOST_BYTES_ALLOCATED = 4 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  static Stream<Arguments> captures() throws IOException {
    byte[] pcap = TruncationTest.PCAP;
    byte[] pcapng = TruncationTest.pcapng(new TreeSet<>());
    return Stream.of(
        capture("pcap", pcap),
        capture("pcapng", pcapng),
        capture("pcap in gzip", GzipMembersTest.gzip(pcap)));
  }

  private static Arguments capture(String name, byte[] bytes) {
    return Arguments.of(Named.of(name, bytes));
  }

  @ParameterizedTest
  @MethodSource("captures")
  void everyByteThatIsNotWhatItWas(byte[] capture) {
    int refused = 0;
    for (int at = 0; at < capture.length; at++) {
      byte[] damaged = capture.clone();
      for (int value = 0; value < 256; value++) {
        damaged[at] = (byte) value;
        refused += isRefused(damaged) ? 1 : 0;
      }
    }
    // A byte of a frame or of a time is as good as another; one of a header seldom is.
    assertThat(refused).isBetween(capture.length * 256 / 10, capture.length * 255);
  }

  @Test
  void everyWrongMagicNumber() {
    for (byte[] capture :
        new byte[][] {TruncationTest.PCAP, TruncationTest.pcapng(new TreeSet<>())}) {
      for (int bit = 0; bit < 32; bit++) {
        byte[] damaged = capture.clone();
        damaged[bit / 8] ^= (byte) (1 << bit % 8);
        String found = HexFormat.of().formatHex(damaged, 0, 4);
        assertThatThrownBy(() -> FrameRead.all(damaged))
            .isInstanceOf(CaptureException.class)
            .hasMessageStartingWith("test.pcap: not a capture: expected the magic number of ")
            .hasMessageEndingWith(", found " + found + ", at byte 0");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyWrongLength(ByteOrder order) throws IOException {
    byte[] frame = FrameRead.bytes(1, 64);
    byte[] pcap =
        new PcapBytes(order, PcapBytes.NANOS).record(1, 2, frame).record(1, 3, frame).bytes();
    byte[] pcapng =
        new PcapngBytes(order)
            .interfaceOf(1, 0, PcapngBytes.resolution(9))
            .enhanced(0, 1, frame)
            .simple(64, frame)
            .obsolete(0, 0, 2, 64, frame)
            .bytes();
    assertThat(FrameRead.all(pcap)).hasSize(2);
    assertThat(FrameRead.all(pcapng)).hasSize(3);
    for (byte[] capture : new byte[][] {pcap, pcapng}) {
      // Whatever is four bytes long and aligned may be a length: the lengths are among them.
      for (int at = 4; at + 4 <= capture.length; at += 4) {
        for (int power = 0; power <= 32; power++) {
          for (long length = (1L << power) - 1; length <= (1L << power) + 1; length++) {
            byte[] damaged = capture.clone();
            ByteBuffer.wrap(damaged).order(order).putInt(at, (int) length);
            isRefused(damaged);
          }
        }
      }
    }
  }

  static Stream<ByteOrder> orders() {
    return Stream.of(BIG_ENDIAN, LITTLE_ENDIAN);
  }

  /** Whether the capture ends in a CaptureException; anything else but its end fails the test. */
  private static boolean isRefused(byte[] capture) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    CaptureException refusal = null;
    try (CaptureReader reader = FrameRead.open(capture)) {
      while (reader.next()) {
        checkLengths(reader);
      }
    } catch (CaptureException e) {
      refusal = e;
    } catch (IOException e) {
      throw new AssertionError(Arrays.toString(capture), e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (allocated >= MOST_BYTES_ALLOCATED) {
      throw new AssertionError(allocated + " bytes allocated: " + Arrays.toString(capture));
    }
    if (refusal != null && !namesItsPlace(refusal)) {
      throw new AssertionError(refusal);
    }
    return refusal != null;
  }

  /** Without a pattern, which would take longer than the reader. */
  private static boolean namesItsPlace(CaptureException refusal) {
    String start = "test.pcap: ";
    String end = ", at byte " + refusal.offset();
    String message = refusal.getMessage();
    return refusal.offset() >= 0
        && message.length() > start.length() + end.length()
        && message.startsWith(start)
        && message.endsWith(end);
  }

  /** Without AssertJ, which would allocate more than the reader. */
  private static void checkLengths(CaptureReader reader) {
    if (reader.capturedLength() < 1 || reader.capturedLength() > reader.length()) {
      throw new AssertionError(reader.capturedLength() + " of " + reader.length() + " bytes");
    }
  }
}
