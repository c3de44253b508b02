package dev.rsclab.guest;

import dev.rsclab.packet.Bytes;
import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.TcpFlags;
import dev.rsclab.packet.VnetHeader;

/**
 * A guest that really takes what is delivered: it reads the headers and copies the frame to its
 * application.
 *
 * <p>The work is the least that any guest does per frame and per byte. What a network stack spends
 * on top of it is a parameter of the benchmarks, not simulated here. Allocation-free.
 */
public final class GuestDriver {

  private final ReceiveRing ring;
  private final int vnetHeaderBytes;

  /** As large as the ring: no frame in it can be larger. */
  private final byte[] application;

  private long deliveries;
  private long bytes;
  private long segments;
  private long digest;

  /** A driver of a ring whose frames have a virtio-net header of {@code vnetHeaderBytes}. */
  public GuestDriver(ReceiveRing ring, int vnetHeaderBytes) {
    this.ring = ring;
    this.vnetHeaderBytes = vnetHeaderBytes;
    application = new byte[ring.memory().length];
  }

  /** Takes the oldest frame that waits. Returns whether there was one. O(bytes). */
  public boolean takeNext() {
    if (ring.used() == 0) {
      return false;
    }
    int length = ring.nextLength();
    if (length >= vnetHeaderBytes) {
      readHeaders(ring.memory(), ring.nextStart(), length);
    }
    ring.take(application);
    deliveries++;
    bytes += length;
    digest = digest * 31 + application[Math.max(0, length - 1)];
    return true;
  }

  /**
   * Takes the oldest frame that waits without copying it, as a driver does that hands its buffers
   * on. Returns whether there was one. O(buffers).
   */
  public boolean skipNext() {
    if (ring.used() == 0) {
      return false;
    }
    int length = ring.nextLength();
    if (length >= vnetHeaderBytes) {
      readHeaders(ring.memory(), ring.nextStart(), length);
    }
    ring.skip();
    deliveries++;
    bytes += length;
    return true;
  }

  private void readHeaders(byte[] memory, int start, int length) {
    int flags = Bytes.u8(memory, start + VnetHeader.FLAGS);
    boolean unit = (flags & VnetHeader.FLAG_RSC_INFO) != 0;
    segments += unit ? Bytes.u16Le(memory, start + VnetHeader.CSUM_START) : 1;
    int ip = start + vnetHeaderBytes + Headers.ETHERNET_BYTES;
    int ipBytes = length - vnetHeaderBytes - Headers.ETHERNET_BYTES;
    if (ipBytes < Headers.IPV6_BYTES) {
      return;
    }
    int etherType = Bytes.u16Be(memory, ip - 2);
    if (etherType == IpFamily.IPV4.etherType()) {
      readTcp(memory, ip + Headers.IPV4_BYTES, ipBytes - Headers.IPV4_BYTES);
    } else if (etherType == IpFamily.IPV6.etherType()) {
      readTcp(memory, ip + Headers.IPV6_BYTES, ipBytes - Headers.IPV6_BYTES);
    }
  }

  private void readTcp(byte[] memory, int tcp, int available) {
    if (available >= Headers.TCP_BYTES) {
      int offsetAndFlags = Bytes.u16Be(memory, tcp + Headers.TCP_OFFSET_AND_FLAGS);
      digest += Bytes.i32Be(memory, tcp + Headers.TCP_SEQUENCE);
      digest ^= Bytes.i32Be(memory, tcp + Headers.TCP_PORTS);
      digest += TcpFlags.headerBytes(offsetAndFlags);
    }
  }

  /** Frames taken. */
  public long deliveries() {
    return deliveries;
  }

  /** Bytes taken, virtio-net headers included. */
  public long bytes() {
    return bytes;
  }

  /** Segments taken, as the headers of coalesced units count them. */
  public long segments() {
    return segments;
  }

  /**
   * A value that depends on the headers and the last byte of everything taken; to be consumed by a
   * benchmark.
   */
  public long digest() {
    return digest;
  }
}
