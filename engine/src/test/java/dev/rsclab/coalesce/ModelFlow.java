package dev.rsclab.coalesce;

import dev.rsclab.packet.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** What tells one flow from another. */
record ModelFlow(boolean ipv4, int vlan, ByteBuffer addresses, int ports) {

  private static final int MOST_EXTENSIONS = 8;
  private static final int NONE = -1;

  /** The flow of a frame whose TCP header is at {@code tcp}. */
  private static ModelFlow of(ModelFrame frame, int tcp) {
    int from = frame.ip + (frame.ipv4 ? 12 : 8);
    int to = frame.ip + frame.ipHeaderBytes();
    return new ModelFlow(
        frame.ipv4,
        frame.vlan(),
        ByteBuffer.wrap(Arrays.copyOfRange(frame.bytes, from, to)),
        Bytes.i32Be(frame.bytes, tcp));
  }

  /** The flow of a packet without IP options. */
  static ModelFlow of(ModelFrame frame) {
    return of(frame, frame.tcp());
  }

  /**
   * The flow that a packet belongs to that is no candidate, if it can be told (policies, section
   * 3).
   *
   * @param vlans whether flows of VLANs are held, too
   */
  static Optional<ModelFlow> told(byte[] bytes, int vnetBytes, boolean vlans) {
    Optional<ModelFrame> found = ModelFrame.of(bytes, vnetBytes, true);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ModelFrame frame = found.get();
    int tcp = frame.ipv4 ? behindIpv4(frame) : behindIpv6(frame);
    boolean portsInside = tcp != NONE && tcp + 4 <= bytes.length;
    return portsInside && (vlans || frame.vlan() == 0)
        ? Optional.of(of(frame, tcp))
        : Optional.empty();
  }

  private static int behindIpv4(ModelFrame frame) {
    byte[] b = frame.bytes;
    int ip = frame.ip;
    if (b.length < ip + 20 || b[ip] >>> 4 != 4 || (b[ip] & 0xF) < 5) {
      return NONE;
    }
    boolean start = (frame.fragmentWord() & 0x1FFF) == 0;
    return start && b[ip + 9] == 6 ? ip + 4 * (b[ip] & 0xF) : NONE;
  }

  private static int behindIpv6(ModelFrame frame) {
    byte[] b = frame.bytes;
    if (b.length < frame.ip + 40 || Bytes.u8(b, frame.ip) >>> 4 != 6) {
      return NONE;
    }
    int header = b[frame.ip + 6];
    int at = frame.ip + 40;
    for (int extensions = 0; header != 6; extensions++) {
      boolean hasOptions = header == 0 || header == 43 || header == 60;
      boolean fragment = header == 44;
      if (extensions == MOST_EXTENSIONS || !(hasOptions || fragment) || at + 8 > b.length) {
        return NONE;
      }
      if (fragment && Bytes.u16Be(b, at + 2) >>> 3 != 0) {
        return NONE;
      }
      header = b[at];
      at += fragment ? 8 : 8 + 8 * Bytes.u8(b, at + 1);
    }
    return at;
  }
}
