package dev.rsclab.bench;

import dev.rsclab.packet.VnetHeader;
import dev.rsclab.workload.PacketTrace;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The frame buffers that a NIC fills again and again: where a device finds the frames of a trace.
 *
 * <p>The memory that a benchmark reads is the ring's, whatever the length of the trace: a ring of
 * 1024 frames has 2 MiB, which is about what direct cache access gives to a NIC, and one of 65 536
 * lies in main memory. Buffers are an odd number of cache lines apart, as memory pools of drivers
 * place them, so that the headers of all frames do not fall on the same few cache sets. Refilling
 * writes the next frames of the endless trace into the buffers, as {@link Refill} says, outside the
 * measured time. Each buffer starts with a virtio-net header: zeros, but where only headers are
 * written it says that the NIC found the checksums right.
 */
final class NicRing {

  /** The most frame buffers, 512 MiB of them. */
  static final int MAX_FRAMES = 1 << 18;

  /** What {@link Refill#HEADERS} writes: two cache lines, and all headers lie in them. */
  private static final int HEADER_BYTES = 128;

  private static final int MAX_BYTES = 1 << 30;
  private static final int SMALLEST_BUFFER = 2048 + 64;
  private static final int LINE = 64;
  private static final long PAYLOAD_SEED = 1;

  private final PacketTrace trace;
  private final Refill refill;
  private final int vnetHeaderBytes;
  private final int frames;
  private final int bufferBytes;
  private final byte[] memory;
  private final int[] lengths;
  private final long[] arrivals;
  private int nextPacket;
  private long pass;

  NicRing(PacketTrace trace, int vnetHeaderBytes, int frames, Refill refill) {
    this.trace = trace;
    this.refill = refill;
    this.vnetHeaderBytes = vnetHeaderBytes;
    this.frames = frames;
    int longest = vnetHeaderBytes + trace.longestFrame();
    bufferBytes = Math.max(SMALLEST_BUFFER, ((longest + LINE - 1) / LINE | 1) * LINE);
    long bytes = (long) bufferBytes * frames;
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a ring of %d frames of %d bytes; allowed: %d bytes in all"
              .formatted(frames, bufferBytes, MAX_BYTES));
    }
    memory = new byte[(int) bytes];
    lengths = new int[frames];
    arrivals = new long[frames];
    new SplittableRandom(PAYLOAD_SEED).nextBytes(memory);
    for (int slot = 0; slot < frames; slot++) {
      Arrays.fill(memory, start(slot), start(slot) + vnetHeaderBytes, (byte) 0);
      if (refill == Refill.HEADERS) {
        // Checksums are those of the trace's payloads, which are not in the ring.
        memory[start(slot) + VnetHeader.FLAGS] = VnetHeader.FLAG_DATA_VALID;
      }
    }
  }

  /**
   * Writes the next frames of the trace into {@code count} buffers; after its last frame the trace
   * goes on with its next pass.
   */
  void refill(int from, int count) {
    for (int slot = from; slot < from + count; slot++) {
      int at = slot * bufferBytes + vnetHeaderBytes;
      lengths[slot] = vnetHeaderBytes + write(at);
      arrivals[slot] = trace.arrivalNanos(nextPacket, pass);
      if (++nextPacket == trace.packets()) {
        nextPacket = 0;
        pass++;
      }
    }
  }

  private int write(int at) {
    return refill == Refill.FRAMES
        ? trace.copyFrame(nextPacket, pass, memory, at)
        : trace.copyHeaders(nextPacket, pass, memory, at, HEADER_BYTES);
  }

  int frames() {
    return frames;
  }

  byte[] memory() {
    return memory;
  }

  /** Where a slot's virtio-net header begins. */
  int start(int slot) {
    return slot * bufferBytes;
  }

  /** Bytes of virtio-net header and frame. */
  int length(int slot) {
    return lengths[slot];
  }

  /** When the frame arrives, in virtual nanoseconds. */
  long arrivalNanos(int slot) {
    return arrivals[slot];
  }
}
