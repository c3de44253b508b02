package dev.rsclab.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PacketTraceTest {

  private static byte[] copy(PacketTrace trace, int packet) {
    byte[] to = new byte[trace.length(packet)];
    assertThat(trace.copyFrame(packet, 0, to, 0)).isEqualTo(to.length);
    return to;
  }

  @Test
  void givesBackFramesLengthsAndTimes() {
    byte[] first = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 100);
    byte[] second = TestFrames.ipv6(1000, 1, 2, TestFrames.ACK, 1440);
    byte[] buffer = new byte[2000];
    PacketTrace.Builder builder = new PacketTrace.Builder();
    System.arraycopy(first, 0, buffer, 7, first.length);
    builder.add(5_000_000_000L, buffer, 7, first.length, first.length);
    System.arraycopy(second, 0, buffer, 9, second.length);
    builder.add(5_000_000_700L, buffer, 9, second.length, second.length);
    Arrays.fill(buffer, (byte) -1);
    PacketTrace trace = builder.build();
    assertThat(trace.packets()).isEqualTo(2);
    assertThat(copy(trace, 0)).isEqualTo(first);
    assertThat(copy(trace, 1)).isEqualTo(second);
    assertThat(trace.arrivalNanos(0)).isZero();
    assertThat(trace.arrivalNanos(1)).isEqualTo(700);
    assertThat(trace.totalBytes()).isEqualTo(154 + 1514);
    assertThat(trace.longestFrame()).isEqualTo(1514);
    assertThat(trace.flows()).isEqualTo(2);
  }

  @Test
  void keepsShortFramesAsTheyAre() {
    byte[] ack = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 0);
    PacketTrace trace = TestFrames.trace(ack, new byte[0]);
    assertThat(trace.length(0)).isEqualTo(54);
    assertThat(trace.storedLength(0)).isEqualTo(54);
    assertThat(copy(trace, 0)).isEqualTo(ack);
    assertThat(copy(trace, 1)).isEmpty();
  }

  @Test
  void keepsTheRealLengthOfCutFramesAndReadsZerosForWhatIsMissing() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 1460);
    PacketTrace.Builder builder = new PacketTrace.Builder();
    builder.add(0, frame, 0, 96, frame.length);
    builder.add(0, frame, 0, 53, frame.length);
    builder.add(0, frame, 0, 0, frame.length);
    PacketTrace trace = builder.build();
    assertThat(trace.length(0)).isEqualTo(1514);
    assertThat(trace.storedLength(0)).isEqualTo(96);
    assertThat(trace.flow(0)).isZero();
    assertThat(trace.flow(1)).as("TCP header is not complete").isEqualTo(PacketTrace.NO_FLOW);
    assertThat(trace.sequenceAdvance(0)).as("payload from the IP length").isEqualTo(1460);
    byte[] to = new byte[1600];
    Arrays.fill(to, (byte) 0x55);
    assertThat(trace.copyFrame(0, 0, to, 10)).isEqualTo(1514);
    byte[] expected = new byte[1600];
    Arrays.fill(expected, (byte) 0x55);
    Arrays.fill(expected, 10, 10 + 1514, (byte) 0);
    System.arraycopy(frame, 0, expected, 10, 96);
    assertThat(to).isEqualTo(expected);
    assertThat(copy(trace, 2)).isEqualTo(new byte[1514]);
  }

  @Test
  void clampsTimesThatGoBack() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 0);
    PacketTrace.Builder builder = new PacketTrace.Builder();
    for (long time : new long[] {100, 400, 300, 50, 500}) {
      builder.add(time, frame, 0, 54, 54);
    }
    PacketTrace trace = builder.build();
    assertThat(new long[] {0, 300, 300, 300, 400})
        .isEqualTo(IntStream.range(0, 5).mapToLong(trace::arrivalNanos).toArray());
  }

  @Test
  void periodIsTheLastArrivalAndTheMeanGap() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 0);
    PacketTrace trace = TestFrames.trace(frame, frame, frame, frame);
    assertThat(trace.periodNanos()).isEqualTo(4000);
    assertThat(trace.arrivalNanos(2, 0)).isEqualTo(2000);
    assertThat(trace.arrivalNanos(2, 10)).isEqualTo(42_000);
    assertThat(TestFrames.trace(frame).periodNanos()).isEqualTo(1);
    assertThat(TestFrames.trace().periodNanos()).isEqualTo(1);
    assertThat(TestFrames.trace().packets()).isZero();
    assertThatThrownBy(() -> trace.arrivalNanos(2, Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void survivesAbsurdTimes() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 0);
    PacketTrace.Builder builder = new PacketTrace.Builder();
    builder.add(0, frame, 0, 54, 54);
    builder.add(Long.MAX_VALUE, frame, 0, 54, 54);
    builder.add(Long.MIN_VALUE, frame, 0, 54, 54);
    PacketTrace trace = builder.build();
    assertThat(trace.arrivalNanos(2)).isEqualTo(Long.MAX_VALUE);
    assertThat(trace.periodNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void refusesTimesTooFarFromTheFirstAndKeepsWhatItHas() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 0);
    PacketTrace.Builder builder = new PacketTrace.Builder();
    builder.add(-8_000_000_000_000_000_000L, frame, 0, 54, 54);
    assertThatThrownBy(() -> builder.add(8_000_000_000_000_000_000L, frame, 0, 54, 54))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("packet 1")
        .hasMessageContaining("8000000000000000000");
    assertThat(builder.build().packets()).isEqualTo(1);
  }

  @Test
  void refusesMoreThanItMayStoreAndKeepsWhatItHas() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 46);
    PacketTrace.Builder builder = new PacketTrace.Builder(220);
    builder.add(0, frame, 0, 100, 100).add(1, frame, 0, 0, 100).add(2, frame, 0, 54, 54);
    assertThatThrownBy(() -> builder.add(3, frame, 0, 1, 100))
        .isInstanceOf(TraceTooLargeException.class)
        .hasMessage("trace too large: with packet 3 it would store 280 bytes; allowed: 220");
    assertThat(builder.build().packets()).isEqualTo(3);
    assertThatThrownBy(() -> new PacketTrace.Builder(-1))
        .hasMessage("maxStoredBytes: -1; allowed: 0 and more");
  }

  @Test
  void refusesContradictoryLengths() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 46);
    PacketTrace.Builder builder = new PacketTrace.Builder();
    assertThatThrownBy(() -> builder.add(0, frame, 0, 100, 99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("realLength: 99; allowed: 100 (the captured length) to 1048576");
    assertThatThrownBy(() -> builder.add(0, frame, 0, 100, 1 << 21))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.add(0, frame, 1, 100, 100))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(builder.packets()).isZero();
  }

  @Test
  void copiesNothingIfTheFrameDoesNotFit() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 46);
    PacketTrace trace = TestFrames.trace(frame);
    byte[] to = new byte[120];
    assertThatThrownBy(() -> trace.copyFrame(0, 0, to, 21))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(to).isEqualTo(new byte[120]);
    assertThatThrownBy(() -> trace.copyFrame(1, 0, to, 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void nobodyCanWriteIntoATrace() {
    PacketTrace.Builder builder = new PacketTrace.Builder();
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 46);
    PacketTrace trace = builder.add(0, frame, 0, 100, 100).build();
    String digest = trace.digest();
    assertThatThrownBy(() -> builder.add(0, frame, 0, 100, 100))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the trace is built; use a new builder");
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    Arrays.fill(frame, (byte) 0);
    Arrays.fill(copy(trace, 0), (byte) 0);
    assertThat(trace.digest()).isEqualTo(digest);
    for (Method method : PacketTrace.class.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())) {
        assertThat(method.getReturnType()).isIn(int.class, long.class, String.class);
      }
    }
  }

  @Test
  void digestDependsOnTimesLengthsAndBytes() {
    byte[] frame = TestFrames.ipv4(1000, 1, 2, TestFrames.ACK, 46);
    byte[] other = TestFrames.ipv4(1000, 1, 3, TestFrames.ACK, 46);
    PacketTrace trace = TestFrames.trace(frame, frame);
    assertThat(trace.digest()).hasSize(64).isEqualTo(TestFrames.trace(frame, frame).digest());
    PacketTrace later =
        new PacketTrace.Builder().add(0, frame, 0, 100, 100).add(1, frame, 0, 100, 100).build();
    PacketTrace cut =
        new PacketTrace.Builder().add(0, frame, 0, 100, 100).add(1000, frame, 0, 99, 100).build();
    assertThat(trace.digest())
        .isNotIn(TestFrames.trace(frame, other).digest(), later.digest(), cut.digest());
  }

  @Test
  void keepsFramesWholeAcrossChunks() {
    byte[] frame = new byte[PacketTrace.MAX_FRAME_BYTES];
    PacketTrace.Builder builder = new PacketTrace.Builder();
    for (int i = 0; i < 40; i++) {
      int length = i % 3 == 0 ? frame.length : 60 + i;
      Arrays.fill(frame, (byte) i);
      builder.add(i, frame, 0, length, length);
    }
    PacketTrace trace = builder.build();
    for (int i = 0; i < 40; i++) {
      byte[] expected = new byte[i % 3 == 0 ? frame.length : 60 + i];
      Arrays.fill(expected, (byte) i);
      assertThat(copy(trace, i)).isEqualTo(expected);
    }
  }

  @Test
  void copiesHeadersOnly() {
    byte[] options = new byte[300];
    new java.util.Random(1).nextBytes(options);
    byte[] segment = TestFrames.ipv4(1, 10, 20, TestFrames.ACK, 200);
    byte[] ack = TestFrames.ipv6(1, 10, 20, TestFrames.ACK, 0);
    PacketTrace trace = TestFrames.trace(segment, TestFrames.tagged(segment), ack, options);
    byte[] whole = new byte[400];
    byte[] headers = new byte[400];
    for (int packet = 0; packet < trace.packets(); packet++) {
      int length = trace.copyFrame(packet, 3, whole, 7);
      java.util.Arrays.fill(headers, (byte) 0xAA);
      assertThat(trace.copyHeaders(packet, 3, headers, 7, 128)).isEqualTo(length);
      int copied = Math.min(length, 128);
      assertThat(java.util.Arrays.copyOfRange(headers, 7, 7 + copied))
          .isEqualTo(java.util.Arrays.copyOfRange(whole, 7, 7 + copied));
      assertThat(headers[7 + 128]).isEqualTo((byte) 0xAA);
    }
    assertThatThrownBy(() -> trace.copyHeaders(0, 0, headers, 0, 97))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("97");
    assertThatThrownBy(() -> trace.copyHeaders(0, 0, headers, 273, 128))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
