package dev.rsclab.workload;

/**
 * The link: one frame after the other, each for as long as its bits take. Time is kept exactly, in
 * ns and a fraction, so that a long trace does not drift from the line rate.
 */
final class Wire {

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final long bitsPerSecond;
  private long nanos;

  /** What {@link #nanos} lacks, in units of 1 ns / bitsPerSecond. */
  private long fraction;

  Wire(LineRate rate) {
    bitsPerSecond = rate.bitsPerSecond();
  }

  /** When the link is free again, in ns, rounded down. */
  long nanos() {
    return nanos;
  }

  /**
   * Sends a frame as soon as the link is free, but not before {@code notBefore} (ns).
   *
   * @return when the receiver has all of it, in ns, rounded down
   */
  long send(int frameBytes, long notBefore) {
    if (notBefore > nanos) {
      nanos = notBefore;
      fraction = 0;
    }
    // At most 2^20 bytes: 8.4e6 bits x 1e9, far below 2^63.
    long scaled = fraction + LineRate.wireBits(frameBytes) * NANOS_PER_SECOND;
    nanos += scaled / bitsPerSecond;
    fraction = scaled % bitsPerSecond;
    return nanos;
  }
}
