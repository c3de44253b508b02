package dev.rsclab.workload;

import java.util.Objects;

/**
 * The payload of all synthetic traffic: for each flow an endless pseudo-random stream that anyone
 * can recompute from the flow's number in the trace and the offset in the stream.
 *
 * <p>Offset 0 is the byte at the flow's first sequence number in pass 0 of the trace. (Later passes
 * of a trace repeat the payload of pass 0.) All flows read one block of {@value #PERIOD} bytes,
 * each from another start, and begin again at its end. {@value #PERIOD} is prime and more than a
 * coalesced unit holds, so bytes that are lost, repeated or shifted within a unit show.
 */
public final class PayloadPattern {

  /** The stream of every flow repeats after so many bytes; flows so far apart are equal. */
  public static final int PERIOD = 131_071;

  /** The most that {@link #copy} copies at once, in bytes: what one segment can carry. */
  public static final int MAX_COPY_BYTES = 65_535;

  private static final long SEED = 0x5EC0_57A7_1C0F_FEEEL;

  /** Starts of neighbouring flows are this far apart, about PERIOD divided by the golden ratio. */
  private static final int FLOW_STEP = 81_007;

  /** One period and, so that a copy never wraps, its beginning once more. */
  private static final byte[] BLOCK = block();

  private PayloadPattern() {}

  private static byte[] block() {
    byte[] block = new byte[PERIOD + MAX_COPY_BYTES];
    SeededRandom random = new SeededRandom(SEED);
    long bits = 0;
    for (int at = 0; at < PERIOD; at++) {
      bits = (at & 7) == 0 ? random.bits() : bits >>> 8;
      block[at] = (byte) bits;
    }
    System.arraycopy(block, 0, block, PERIOD, MAX_COPY_BYTES);
    return block;
  }

  private static int start(int flow, long streamOffset) {
    if (flow < 0 || streamOffset < 0) {
      throw new IllegalArgumentException(
          "flow and stream offset: " + flow + ", " + streamOffset + "; allowed: 0 and more");
    }
    return (int) (((long) flow * FLOW_STEP + streamOffset % PERIOD) % PERIOD);
  }

  /** The byte at {@code streamOffset} of the stream of flow {@code flow}; both 0 or more. */
  public static byte at(int flow, long streamOffset) {
    return BLOCK[start(flow, streamOffset)];
  }

  /**
   * Copies {@code length} bytes of the stream of flow {@code flow}, from {@code streamOffset} on,
   * to {@code to} at {@code at}. One array copy.
   *
   * @param length 0 to {@link #MAX_COPY_BYTES}
   */
  public static void copy(int flow, long streamOffset, byte[] to, int at, int length) {
    Objects.checkFromIndexSize(0, length, MAX_COPY_BYTES);
    System.arraycopy(BLOCK, start(flow, streamOffset), to, at, length);
  }
}
