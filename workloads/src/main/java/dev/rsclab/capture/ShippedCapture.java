package dev.rsclab.capture;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The captures of real TCP inside the jar: Linux over a virtual Ethernet link, MTU 1500, no
 * offloads, frames cut to their first 96 bytes, which hold all headers. Time stamps never decrease.
 *
 * <p>Their origin, how each was cut, frames, durations and checksums are in the README beside them.
 */
public enum ShippedCapture {
  /** Eight IPv4 bulk flows that share 1 Gbit/s. */
  BULK_V4_8FLOWS_1G("eight IPv4 bulk flows that share 1 Gbit/s, receive direction only"),

  /** Eight IPv6 bulk flows that share 1 Gbit/s. */
  BULK_V6_8FLOWS_1G("eight IPv6 bulk flows that share 1 Gbit/s, receive direction only"),

  /** One IPv4 bulk flow with TCP time stamps. */
  BULK_V4_1FLOW_TS("one IPv4 bulk flow with TCP time stamps, which QEMU never merges"),

  /** Short HTTP transfers. */
  WEB_MIXED("HTTP/1.0, 240 short transfers, six at a time, IPv4 and IPv6 mixed"),

  /** Eight IPv4 flows in the sender's bursts. */
  TAP_V4_8FLOWS("eight IPv4 bulk flows into a tap at full speed, from slow start to long bursts"),

  /** Many IPv6 flows in the sender's bursts. */
  TAP_V6_32FLOWS("32 IPv6 bulk flows into a tap at full speed"),

  /** Loss and what follows from it. */
  TAP_V4_4FLOWS_LOSS("four IPv4 flows behind random loss: holes, SACK, retransmissions"),

  /** Flows without bursts. */
  TAP_V4_4FLOWS_SMOOTH("four paced IPv4 flows, interleaved every two segments, half with PSH");

  private final String description;

  ShippedCapture(String description) {
    this.description = description;
  }

  /** The capture a user means by {@code id}, if there is one. */
  public static Optional<ShippedCapture> of(String id) {
    return Arrays.stream(values()).filter(capture -> capture.id().equals(id)).findFirst();
  }

  /** The name as a user types it: {@code tap-v4-8flows}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it shows, in one line. */
  public String description() {
    return description;
  }

  /** The name of its file, in the resources of this package. */
  String resource() {
    return id() + ".pcap.gz";
  }

  /**
   * Opens it at its first frame.
   *
   * @throws IOException if the jar cannot be read
   */
  public CaptureReader open() throws IOException {
    InputStream in = ShippedCapture.class.getResourceAsStream(resource());
    if (in == null) {
      throw new IllegalStateException(resource() + " is missing from the jar");
    }
    return CaptureReader.open(in, resource());
  }
}
