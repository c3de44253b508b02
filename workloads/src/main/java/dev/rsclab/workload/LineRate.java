package dev.rsclab.workload;

import java.util.Locale;

/**
 * How fast bits follow each other on the Ethernet link.
 *
 * @param bitsPerSecond 1 000 000 to 1 000 000 000 000
 */
public record LineRate(long bitsPerSecond) {

  /** 1 Gbit/s. */
  public static final LineRate GBIT_1 = ofGigabits(1);

  /** 10 Gbit/s. */
  public static final LineRate GBIT_10 = ofGigabits(10);

  /** 25 Gbit/s. */
  public static final LineRate GBIT_25 = ofGigabits(25);

  /**
   * What a frame takes on the wire beyond the bytes of a {@link PacketTrace}: FCS (4 bytes),
   * preamble and start delimiter (8), and the gap between frames (12; IEEE 802.3).
   */
  public static final int OVERHEAD_BYTES = 24;

  /**
   * Checks the rate.
   *
   * @throws OptionRefusedException if it is out of range
   */
  public LineRate {
    if (bitsPerSecond < 1_000_000 || bitsPerSecond > 1_000_000_000_000L) {
      throw WorkloadOptions.refused("lineRate", bitsPerSecond, "1000000 to 1000000000000 bit/s");
    }
  }

  /** A rate in 10^9 bits per second, 1 to 1000. */
  public static LineRate ofGigabits(int gigabitsPerSecond) {
    return new LineRate(gigabitsPerSecond * 1_000_000_000L);
  }

  /** Time that a frame of {@code frameBytes} takes with its overhead, in ns, rounded down. */
  public long wireNanos(int frameBytes) {
    return wireBits(frameBytes) * 1_000_000_000L / bitsPerSecond;
  }

  static long wireBits(int frameBytes) {
    return 8L * (frameBytes + OVERHEAD_BYTES);
  }

  /** The rate in Gbit/s, for instance {@code 2.5 Gbit/s}. */
  @Override
  public String toString() {
    return bitsPerSecond % 1_000_000_000 == 0
        ? bitsPerSecond / 1_000_000_000 + " Gbit/s"
        : String.format(Locale.ROOT, "%.3f Gbit/s", bitsPerSecond / 1e9);
  }
}
