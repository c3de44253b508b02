package dev.rsclab.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimestampResolutionTest {

  private static final BigInteger NANOS_PER_SECOND = BigInteger.valueOf(1_000_000_000);

  static IntStream saneCodes() {
    return IntStream.range(0, 256).filter(code -> new TimestampResolution(code).isSane());
  }

  @Test
  void isSaneAsLongAsASecondFitsATimeStamp() {
    assertThat(saneCodes())
        .containsExactlyElementsOf(
            IntStream.concat(IntStream.rangeClosed(0, 19), IntStream.rangeClosed(128, 191))
                .boxed()
                .toList());
  }

  @ParameterizedTest
  @MethodSource("saneCodes")
  void agreesWithUnboundedArithmetic(int code) {
    SplittableRandom random = new SplittableRandom(code);
    for (int i = 0; i < 500; i++) {
      long ticks = i == 0 ? -1 : random.nextLong() >>> random.nextInt(64);
      long offset = i % 2 == 0 ? 0 : random.nextInt();
      check(new TimestampResolution(code), ticks, offset);
    }
  }

  private static void check(TimestampResolution resolution, long ticks, long offsetSeconds) {
    BigInteger perSecond =
        resolution.code() < 128
            ? BigInteger.TEN.pow(resolution.code())
            : BigInteger.TWO.pow(resolution.code() - 128);
    BigInteger expected =
        new BigInteger(Long.toUnsignedString(ticks))
            .multiply(NANOS_PER_SECOND)
            .divide(perSecond)
            .add(BigInteger.valueOf(offsetSeconds).multiply(NANOS_PER_SECOND));
    if (expected.bitLength() < Long.SIZE) {
      assertThat(resolution.nanos(ticks, offsetSeconds)).isEqualTo(expected.longValueExact());
    } else {
      assertThatThrownBy(() -> resolution.nanos(ticks, offsetSeconds))
          .isInstanceOf(ArithmeticException.class);
    }
  }
}
