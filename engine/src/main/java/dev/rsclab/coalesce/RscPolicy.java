package dev.rsclab.coalesce;

import dev.rsclab.packet.VnetHeader;

/**
 * The settings of a coalescer: limits and switches, nothing that changes while it runs.
 *
 * @param intervalNanos how long the timer runs from the moment that an empty chain starts to hold;
 *     0 to 2^32 - 1 ns, as in the reference's property {@code rsc_interval}
 * @param vnetHeaderBytes bytes of the virtio-net header: 10, 12 or 20
 * @param tcpV4 whether IPv4 segments are coalesced (RSC_EXT and GUEST_TSO4 in the reference)
 * @param tcpV6 whether IPv6 segments are coalesced (RSC_EXT and GUEST_TSO6 in the reference)
 * @param maxHeldSegments bound on the segments held by each chain, 1 to 65 536. When it is reached
 *     the oldest is delivered to make room, and lost if the guest has none (D20). One held segment
 *     needs 1.6 KiB, and 68 KiB more once something is appended; memory is taken when first needed
 *     and then recycled
 */
public record RscPolicy(
    long intervalNanos, int vnetHeaderBytes, boolean tcpV4, boolean tcpV6, int maxHeldSegments) {

  /** The reference's default of {@code rsc_interval}: 300 us. */
  public static final long DEFAULT_INTERVAL_NANOS = 300_000;

  /** The largest {@code rsc_interval}: 2^32 - 1 ns, some 4.3 s. */
  public static final long MAX_INTERVAL_NANOS = 0xFFFF_FFFFL;

  /**
   * Default of {@link #maxHeldSegments}: more than 10 Gbit/s of full segments, one per flow, bring
   * in 4 ms.
   */
  public static final int DEFAULT_MAX_HELD_SEGMENTS = 4096;

  /** The largest {@link #maxHeldSegments}. */
  public static final int LARGEST_MAX_HELD_SEGMENTS = 65_536;

  /** Checks the ranges. */
  public RscPolicy {
    if (intervalNanos < 0 || intervalNanos > MAX_INTERVAL_NANOS) {
      throw new IllegalArgumentException(
          "rsc_interval is " + intervalNanos + " ns; allowed: 0 to " + MAX_INTERVAL_NANOS + " ns");
    }
    requireVnetHeader(vnetHeaderBytes);
    if (maxHeldSegments < 1 || maxHeldSegments > LARGEST_MAX_HELD_SEGMENTS) {
      throw new IllegalArgumentException(
          "maxHeldSegments is " + maxHeldSegments + "; allowed: 1 to " + LARGEST_MAX_HELD_SEGMENTS);
    }
  }

  static void requireVnetHeader(int bytes) {
    if (!VnetHeader.isLength(bytes)) {
      throw new IllegalArgumentException(
          "virtio-net header of " + bytes + " bytes; allowed: 10, 12 or 20");
    }
  }

  /**
   * What QEMU's virtio-net device does, bit for bit, with its defects (contract section 5).
   *
   * <p>Three things differ, because no input may touch memory that is not its own or hold memory
   * without bound: a merge that would pass the end of the reference's buffer is treated as
   * over-size (D01); a frame larger than that buffer is not held but delivered (D02); and a chain
   * that holds {@link #maxHeldSegments} delivers its oldest segment before it holds another (D04).
   */
  public static RscPolicy qemu() {
    return new RscPolicy(
        DEFAULT_INTERVAL_NANOS, VnetHeader.MERGEABLE_BYTES, true, true, DEFAULT_MAX_HELD_SEGMENTS);
  }

  /** The same with another interval, in nanoseconds. */
  public RscPolicy withIntervalNanos(long nanos) {
    return new RscPolicy(nanos, vnetHeaderBytes, tcpV4, tcpV6, maxHeldSegments);
  }

  /** The same with another length of the virtio-net header. */
  public RscPolicy withVnetHeaderBytes(int bytes) {
    return new RscPolicy(intervalNanos, bytes, tcpV4, tcpV6, maxHeldSegments);
  }

  /** The same with other feature switches. */
  public RscPolicy withFamilies(boolean ipv4, boolean ipv6) {
    return new RscPolicy(intervalNanos, vnetHeaderBytes, ipv4, ipv6, maxHeldSegments);
  }

  /** The same with another bound on the segments that each chain holds. */
  public RscPolicy withMaxHeldSegments(int segments) {
    return new RscPolicy(intervalNanos, vnetHeaderBytes, tcpV4, tcpV6, segments);
  }
}
