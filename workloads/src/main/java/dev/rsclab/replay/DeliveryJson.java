package dev.rsclab.replay;

import dev.rsclab.coalesce.Delivery;
import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.VnetHeader;
import java.io.IOException;
import java.io.Writer;
import java.util.HexFormat;

/**
 * Writes deliveries as JSON lines, in the form of the recorded vectors: time, the fields of the
 * virtio-net header, the frame in hex.
 */
public final class DeliveryJson implements DeliveryListener {

  private static final HexFormat HEX = HexFormat.of();

  private final Writer out;
  private final int vnetHeaderBytes;

  /** Writes to {@code out}, which the caller closes. */
  public DeliveryJson(Writer out, int vnetHeaderBytes) {
    this.out = out;
    this.vnetHeaderBytes = vnetHeaderBytes;
  }

  @Override
  public void onDelivery(long nanos, Delivery delivery) throws IOException {
    byte[] bytes = delivery.toByteArray();
    out.append("{\"t_ns\":").append(Long.toString(nanos));
    field("flags", Bytes.u8(bytes, VnetHeader.FLAGS));
    field("gso_type", Bytes.u8(bytes, VnetHeader.GSO_TYPE));
    field("hdr_len", Bytes.u16Le(bytes, VnetHeader.HDR_LEN));
    field("gso_size", Bytes.u16Le(bytes, VnetHeader.GSO_SIZE));
    field("csum_start", Bytes.u16Le(bytes, VnetHeader.CSUM_START));
    field("csum_offset", Bytes.u16Le(bytes, VnetHeader.CSUM_OFFSET));
    out.append(",\"frame\":\"");
    out.append(HEX.formatHex(bytes, vnetHeaderBytes, bytes.length)); // to out, it would hide errors
    out.append("\"}\n");
  }

  private void field(String name, int value) throws IOException {
    out.append(",\"").append(name).append("\":").append(Integer.toString(value));
  }
}
