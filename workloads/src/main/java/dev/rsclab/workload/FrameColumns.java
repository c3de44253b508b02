package dev.rsclab.workload;

import java.util.Arrays;

/** What a trace knows of each frame besides its bytes, one growing array for each fact. */
final class FrameColumns {

  private long[] addresses = new long[64];
  private int[] lengths = new int[64];
  private int[] storedLengths = new int[64];
  private long[] arrivals = new long[64];
  private int[] flows = new int[64];
  private byte[] tcpOffsets = new byte[64];
  private int count;

  /**
   * Adds a frame.
   *
   * @param tcpOffset offset of the TCP header, at most 14 + 4 + 60; of no meaning without a flow
   */
  void add(long address, int length, int storedLength, long arrivalNanos, int flow, int tcpOffset) {
    if (count == lengths.length) {
      resize(count * 2);
    }
    addresses[count] = address;
    lengths[count] = length;
    storedLengths[count] = storedLength;
    arrivals[count] = arrivalNanos;
    flows[count] = flow;
    tcpOffsets[count] = (byte) tcpOffset;
    count++;
  }

  /** Cuts the arrays to the number of frames added. */
  void trim() {
    resize(count);
  }

  private void resize(int size) {
    addresses = Arrays.copyOf(addresses, size);
    lengths = Arrays.copyOf(lengths, size);
    storedLengths = Arrays.copyOf(storedLengths, size);
    arrivals = Arrays.copyOf(arrivals, size);
    flows = Arrays.copyOf(flows, size);
    tcpOffsets = Arrays.copyOf(tcpOffsets, size);
  }

  int count() {
    return count;
  }

  /** Where the bytes are in the {@link FrameStore}. */
  long[] addresses() {
    return addresses;
  }

  int[] lengths() {
    return lengths;
  }

  int[] storedLengths() {
    return storedLengths;
  }

  /** In ns since the first frame. */
  long[] arrivals() {
    return arrivals;
  }

  int[] flows() {
    return flows;
  }

  byte[] tcpOffsets() {
    return tcpOffsets;
  }
}
