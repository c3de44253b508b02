package dev.rsclab.capture;

/**
 * How long a tick of a pcapng interface is: the value of its {@code if_tsresol} option. With the
 * highest bit clear a tick is 10<sup>-code</sup> s, else 2<sup>-(code &amp; 127)</sup> s.
 */
record TimestampResolution(int code) {

  /** What holds without the option. */
  static final TimestampResolution MICROSECONDS = new TimestampResolution(6);

  private static final int BINARY = 0x80;

  /** The largest exponents whose ticks per second fit 64 bits, as a time stamp does. */
  private static final int MAX_DECIMAL_EXPONENT = 19;

  private static final int MAX_BINARY_EXPONENT = 63;

  private static final long NANOS_PER_SECOND = 1_000_000_000;

  /** Whether a time stamp of 64 bits can hold a second of such ticks. */
  boolean isSane() {
    return exponent() <= (isBinary() ? MAX_BINARY_EXPONENT : MAX_DECIMAL_EXPONENT);
  }

  private boolean isBinary() {
    return (code & BINARY) != 0;
  }

  private int exponent() {
    return code & (BINARY - 1);
  }

  /**
   * A time in nanoseconds, rounded down to a whole one.
   *
   * @param ticks an unsigned number of ticks
   * @param offsetSeconds seconds to add, the interface's {@code if_tsoffset}
   * @throws ArithmeticException if the time does not fit a long
   */
  long nanos(long ticks, long offsetSeconds) {
    int exponent = exponent();
    long perSecond = isBinary() ? 1L << exponent : powerOfTen(exponent);
    long seconds = Long.divideUnsigned(ticks, perSecond);
    long rest = Long.remainderUnsigned(ticks, perSecond);
    if (seconds < 0) {
      throw new ArithmeticException("seconds beyond 63 bits");
    }
    long nanos = isBinary() ? binaryNanos(rest, exponent) : decimalNanos(rest, exponent);
    long wholeSeconds = Math.addExact(seconds, offsetSeconds);
    return Math.addExact(Math.multiplyExact(wholeSeconds, NANOS_PER_SECOND), nanos);
  }

  private static long decimalNanos(long rest, int exponent) {
    return exponent <= 9
        ? rest * powerOfTen(9 - exponent)
        : Long.divideUnsigned(rest, powerOfTen(exponent - 9));
  }

  private static long binaryNanos(long rest, int exponent) {
    if (exponent == 0) {
      return 0;
    }
    // rest * 10^9 / 2^exponent: the product needs up to 93 bits.
    long high = Math.unsignedMultiplyHigh(rest, NANOS_PER_SECOND);
    long low = rest * NANOS_PER_SECOND;
    return high << (64 - exponent) | low >>> exponent;
  }

  /** Ten to the power of 0 to 19; unsigned, for 10^19 needs the highest bit. */
  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
