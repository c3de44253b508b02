package dev.rsclab.coalesce;

import dev.rsclab.packet.VnetHeader;
import java.util.Arrays;

/**
 * A frame behind a virtio-net header of {@link VnetHeader#MERGEABLE_BYTES}, as it is written to
 * captures and read from them.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CapturedFrame(long nanos, byte[] bytes) {

  static final int VNET_BYTES = VnetHeader.MERGEABLE_BYTES;

  /** The frame in the first {@code length} bytes, behind a header of any of the three lengths. */
  static CapturedFrame of(long nanos, byte[] bytes, int length, int vnetBytes) {
    int frameBytes = Math.max(0, length - vnetBytes);
    int common = Math.min(length, VnetHeader.LEGACY_BYTES);
    byte[] captured = Arrays.copyOf(Arrays.copyOf(bytes, common), VNET_BYTES + frameBytes);
    System.arraycopy(bytes, length - frameBytes, captured, VNET_BYTES, frameBytes);
    return new CapturedFrame(nanos, captured);
  }

  /** Whether the virtio-net header says nothing. */
  boolean isPlain() {
    return Arrays.equals(bytes, 0, VNET_BYTES, new byte[VNET_BYTES], 0, VNET_BYTES);
  }
}
