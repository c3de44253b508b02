package dev.rsclab.replay;

import dev.rsclab.capture.PcapWriter;
import dev.rsclab.coalesce.Delivery;
import java.io.IOException;

/**
 * Writes deliveries as a capture, without their virtio-net headers; time stamps count from the
 * first frame.
 */
final class DeliveryCapture implements DeliveryListener {

  private final CaptureOutput out;
  private final int vnetHeaderBytes;

  /** Writes to {@code out}, which the caller closes. */
  DeliveryCapture(CaptureOutput out, int vnetHeaderBytes) {
    this.out = out;
    this.vnetHeaderBytes = vnetHeaderBytes;
  }

  @Override
  public void onDelivery(long nanos, Delivery delivery) throws IOException {
    byte[] bytes = delivery.toByteArray();
    int length = bytes.length - vnetHeaderBytes;
    int written = Math.min(length, PcapWriter.SNAP_LENGTH);
    out.write(nanos, bytes, vnetHeaderBytes, written, length);
  }
}
