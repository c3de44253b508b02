package dev.rsclab.live.tap;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A tap device: frames that the kernel sends through it are read from its descriptor, frames that
 * are written to it the kernel receives. In front of each is a virtio-net header of {@value
 * #VNET_HEADER_BYTES} bytes, little-endian as the machines are that this runs on.
 *
 * <p>The kernel segments and sums in software what it sends (TUNSETOFFLOAD 0): what is read are
 * frames of at most 1514 bytes with complete checksums. What is written may be merged: the kernel
 * takes it as a NIC's receive offload.
 */
public final class Tap implements Closeable {

  /** The name of the device; there is one in each namespace. */
  static final String NAME = "rsclab";

  /** Bytes of the virtio-net header in front of each frame. */
  public static final int VNET_HEADER_BYTES = 12;

  private static final long TUNSETIFF = 0x4004_54caL;
  private static final long TUNSETOFFLOAD = 0x4004_54d0L;
  private static final long TUNSETVNETHDRSZ = 0x4004_54d8L;

  private static final int IFF_TAP = 0x2;
  private static final int IFF_NAPI = 0x10;
  private static final int IFF_NO_PI = 0x1000;
  private static final int IFF_VNET_HDR = 0x4000;

  /** {@code struct ifreq}: the name, then the flags. */
  private static final int IFREQ_BYTES = 40;

  private static final int IFREQ_FLAGS = 16;

  private final int descriptor;

  private Tap(int descriptor) {
    this.descriptor = descriptor;
  }

  /**
   * Makes a tap in a namespace.
   *
   * @param napi whether what is written goes through NAPI, and so through the kernel's own receive
   *     offload
   * @throws IOException if the kernel refuses
   */
  static Tap create(Namespace namespace, boolean napi) throws IOException {
    return namespace.call(() -> create(napi));
  }

  private static Tap create(boolean napi) throws SystemCallException {
    Linux linux = Linux.ofThread();
    int descriptor = linux.openNonBlocking("/dev/net/tun");
    try {
      MemorySegment request = Linux.memory(IFREQ_BYTES);
      byte[] name = NAME.getBytes(StandardCharsets.US_ASCII);
      MemorySegment.copy(name, 0, request, JAVA_BYTE, 0, name.length);
      int flags = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | (napi ? IFF_NAPI : 0);
      request.set(JAVA_SHORT, IFREQ_FLAGS, (short) flags);
      linux.ioctl("TUNSETIFF " + NAME, descriptor, TUNSETIFF, request);
      linux.ioctl("TUNSETOFFLOAD", descriptor, TUNSETOFFLOAD, 0);
      MemorySegment bytes = Linux.memory(4);
      bytes.set(JAVA_INT, 0, VNET_HEADER_BYTES);
      linux.ioctl("TUNSETVNETHDRSZ", descriptor, TUNSETVNETHDRSZ, bytes);
      return new Tap(descriptor);
    } catch (SystemCallException e) {
      linux.close(descriptor);
      throw e;
    }
  }

  /** The descriptor that frames are read from and written to; neither waits. */
  public int descriptor() {
    return descriptor;
  }

  @Override
  public void close() {
    Linux.ofThread().close(descriptor);
  }
}
