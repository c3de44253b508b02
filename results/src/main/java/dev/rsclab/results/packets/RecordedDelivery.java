package dev.rsclab.results.packets;

import java.util.Arrays;
import java.util.Optional;

/**
 * A frame as the guest was given it.
 *
 * @param nanos virtual time since the first frame of the replay, in ns
 * @param flags flags of the virtio-net header
 * @param gsoType its gso_type
 * @param csumStart its csum_start: the number of segments if the flags say RSC_INFO
 * @param bytes the frame without the virtio-net header; not copied, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record RecordedDelivery(long nanos, int flags, int gsoType, int csumStart, byte[] bytes) {
  private static final int NEEDS_CSUM = 1;
  private static final int DATA_VALID = 2;
  private static final int RSC_INFO = 4;

  /** Whether several segments were merged into it. */
  public boolean coalesced() {
    return (flags & RSC_INFO) != 0;
  }

  /** How many segments it says it is made of; 1 if it was not merged. */
  public int segments() {
    return coalesced() ? csumStart : 1;
  }

  /**
   * Whether the virtio-net header tells the guest not to look at the TCP checksum: it was verified,
   * or is to be completed, or is that of a merged frame.
   */
  public boolean checksumVouchedFor() {
    return (flags & (NEEDS_CSUM | DATA_VALID | RSC_INFO)) != 0;
  }

  /** The TCP segment in it; nothing if it holds none that can be told. */
  public Optional<TcpSegment> tcp() {
    return TcpSegment.in(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordedDelivery it
        && nanos == it.nanos
        && flags == it.flags
        && gsoType == it.gsoType
        && csumStart == it.csumStart
        && Arrays.equals(bytes, it.bytes);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(nanos) * 31 + Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "delivery of " + bytes.length + " bytes at " + nanos + " ns";
  }
}
