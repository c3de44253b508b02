package dev.rsclab.workload;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Frames and when they arrive, frozen: nobody can write into a trace, and it can be repeated
 * without end.
 *
 * <p>Frames are as a NIC delivers them: Ethernet header first, no FCS, no virtio-net header.
 * Generated ones have at least {@value #MIN_FRAME_BYTES} bytes; those of a capture have what it
 * says, also if it was taken where nothing pads. A frame that a capture cut at its snap length
 * keeps its real length; the bytes that are missing read as zero.
 *
 * <p><b>Passes.</b> Pass 0 is the trace itself. In pass p the time is later by p periods, and in
 * each TCP segment the sequence number is higher by p times the sequence space that its flow took
 * in one pass (lowest start to highest end, SYN and FIN one each), the acknowledgement number by p
 * times what the flow's acknowledgements advanced. The TCP checksum is updated with them (RFC
 * 1624), so it stays as right or wrong as it was. So the first byte of a flow in one pass follows
 * directly the last of the pass before, and each pass coalesces as the first did. What repeats
 * unchanged: payload, IPv4 identification, TCP options such as time stamps, and every frame that is
 * not TCP.
 *
 * <p>Safe for use by several threads. Packets are numbered from 0; a number out of range throws
 * {@link IndexOutOfBoundsException}.
 */
public final class PacketTrace {

  /** Bytes of the shortest Ethernet frame without its FCS, to which a sender pads. */
  public static final int MIN_FRAME_BYTES = 60;

  /** Bytes of the longest frame that a trace takes, far above what any offload makes. */
  public static final int MAX_FRAME_BYTES = 1 << 20;

  /**
   * Bytes that hold every header whose fields change from pass to pass: Ethernet with an 802.1Q
   * tag, IPv4 with options or IPv6, TCP.
   */
  public static final int MIN_HEADER_BYTES = 98;

  /** What {@link #flow} says of a frame that holds no TCP segment. */
  public static final int NO_FLOW = -1;

  private final byte[][] chunks;
  private final long[] addresses;
  private final int[] lengths;
  private final int[] storedLengths;
  private final long[] arrivals;
  private final int[] flows;
  private final byte[] tcpOffsets;
  private final FlowAdvances advances;
  private final long totalBytes;
  private final int longestFrame;
  private final long periodNanos;

  private PacketTrace(byte[][] chunks, FrameColumns columns, FlowAdvances advances) {
    this.chunks = chunks;
    addresses = columns.addresses();
    lengths = columns.lengths();
    storedLengths = columns.storedLengths();
    arrivals = columns.arrivals();
    flows = columns.flows();
    tcpOffsets = columns.tcpOffsets();
    this.advances = advances;
    long bytes = 0;
    int longest = 0;
    for (int length : lengths) {
      bytes += length;
      longest = Math.max(longest, length);
    }
    totalBytes = bytes;
    longestFrame = longest;
    int packets = lengths.length;
    long last = packets == 0 ? 0 : arrivals[packets - 1];
    long meanGap = packets < 2 ? 0 : last / (packets - 1);
    periodNanos = Math.max(1, last + Math.min(meanGap, Long.MAX_VALUE - last));
  }

  /** How many frames one pass has. */
  public int packets() {
    return lengths.length;
  }

  /** How many flows (IP version, addresses and ports, one direction) the trace has. */
  public int flows() {
    return advances.flows();
  }

  /** Real length of a frame in bytes. */
  public int length(int packet) {
    return lengths[packet];
  }

  /** Bytes of a frame that are known; less than {@link #length} if a capture cut it. */
  public int storedLength(int packet) {
    return storedLengths[packet];
  }

  /**
   * The flow a frame belongs to, numbered from 0 in the order of first appearance, or {@link
   * #NO_FLOW}: not TCP over IPv4 or IPv6 behind at most one 802.1Q tag, a fragment, behind IPv6
   * extension headers, malformed, or cut before the end of the TCP header's first 20 bytes.
   */
  public int flow(int packet) {
    return flows[packet];
  }

  /**
   * When a frame arrives in pass 0, in ns since the first frame; never less than the one before.
   */
  public long arrivalNanos(int packet) {
    return arrivals[packet];
  }

  /**
   * When a frame arrives in pass {@code pass}, in ns since the first frame of pass 0.
   *
   * @throws ArithmeticException if that does not fit in a {@code long}
   */
  public long arrivalNanos(int packet, long pass) {
    return Math.addExact(arrivals[packet], Math.multiplyExact(pass, periodNanos));
  }

  /**
   * Time from the first frame of a pass to the first of the next, in ns: the last arrival plus the
   * mean gap between frames, at least 1.
   */
  public long periodNanos() {
    return periodNanos;
  }

  /** Sum of the real lengths of one pass, in bytes. */
  public long totalBytes() {
    return totalBytes;
  }

  /** Real length of the longest frame in bytes, for sizing buffers; 0 for an empty trace. */
  public int longestFrame() {
    return longestFrame;
  }

  /** Sequence space that a flow takes in one pass: what a pass adds to its sequence numbers. */
  public long sequenceAdvance(int flow) {
    return advances.sequence(flow);
  }

  /**
   * What a pass adds to the acknowledgement numbers of a flow: the highest less the first, and for
   * a flow without data its last step besides, so that a pass does not begin with a duplicate.
   */
  public long acknowledgementAdvance(int flow) {
    return advances.acknowledgement(flow);
  }

  /**
   * Copies a frame as it is in pass {@code pass}; bytes that are not stored become zero.
   *
   * <p>Allocates nothing; O(length), one array copy and at most three patched fields.
   *
   * @param pass 0 for the first
   * @param to where to copy to
   * @param at offset in {@code to} of the frame's first byte
   * @return the frame's real length
   * @throws IndexOutOfBoundsException if the frame does not fit; then nothing was written
   */
  public int copyFrame(int packet, long pass, byte[] to, int at) {
    int length = lengths[packet];
    int storedLength = storedLengths[packet];
    Objects.checkFromIndexSize(at, length, to.length);
    long address = addresses[packet];
    byte[] chunk = chunks[FrameStore.chunk(address)];
    System.arraycopy(chunk, FrameStore.offset(address), to, at, storedLength);
    if (storedLength < length) {
      Arrays.fill(to, at + storedLength, at + length, (byte) 0);
    }
    if (pass != 0 && flows[packet] >= 0) {
      advances.apply(flows[packet], pass, to, at + tcpOffsets[packet]);
    }
    return length;
  }

  /**
   * Copies the beginning of a frame as it is in pass {@code pass}: what a benchmark needs that
   * writes headers into frames whose payload does not matter.
   *
   * <p>Allocates nothing; O(1).
   *
   * @param most bytes to copy at most, {@value #MIN_HEADER_BYTES} or more; bytes behind them, and
   *     bytes that are not stored, are left as they are
   * @return the frame's real length
   * @throws IndexOutOfBoundsException if so many bytes do not fit; then nothing was written
   */
  public int copyHeaders(int packet, long pass, byte[] to, int at, int most) {
    if (most < MIN_HEADER_BYTES) {
      throw new IllegalArgumentException(
          "most: " + most + "; allowed: " + MIN_HEADER_BYTES + " and more");
    }
    Objects.checkFromIndexSize(at, most, to.length);
    long address = addresses[packet];
    byte[] chunk = chunks[FrameStore.chunk(address)];
    int count = Math.min(most, storedLengths[packet]);
    System.arraycopy(chunk, FrameStore.offset(address), to, at, count);
    if (pass != 0 && flows[packet] >= 0) {
      advances.apply(flows[packet], pass, to, at + tcpOffsets[packet]);
    }
    return lengths[packet];
  }

  /**
   * What the trace is, in 64 hexadecimal digits: SHA-256 over, frame by frame, arrival time (8
   * bytes), real length (4), stored length (4), all big-endian, and the stored bytes. O(bytes).
   */
  public String digest() {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    ByteBuffer numbers = ByteBuffer.allocate(16);
    for (int packet = 0; packet < packets(); packet++) {
      numbers.clear().putLong(arrivals[packet]).putInt(lengths[packet]);
      sha256.update(numbers.putInt(storedLengths[packet]).array());
      byte[] chunk = chunks[FrameStore.chunk(addresses[packet])];
      sha256.update(chunk, FrameStore.offset(addresses[packet]), storedLengths[packet]);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  /** Collects frames, from a generator or a capture; not safe for use by several threads. */
  public static final class Builder {

    /** Bytes that a trace may store unless the builder was told otherwise: 1 GiB. */
    public static final long DEFAULT_MAX_STORED_BYTES = 1L << 30;

    private final long maxStoredBytes;
    private final SegmentParser parser = new SegmentParser();
    private final FrameStore store = new FrameStore();
    private final FrameColumns columns = new FrameColumns();
    private final FlowNumbers numbers = new FlowNumbers();
    private final SequenceExtents extents = new SequenceExtents();
    private long firstArrival;
    private long lastArrival;
    private long storedBytes;
    private boolean built;

    /** A builder that stores at most {@link #DEFAULT_MAX_STORED_BYTES} bytes. */
    public Builder() {
      this(DEFAULT_MAX_STORED_BYTES);
    }

    /**
     * A builder that stores at most {@code maxStoredBytes} bytes of frames; a frame counts at least
     * {@value PacketTrace#MIN_FRAME_BYTES}. About 30 bytes a frame of bookkeeping come on top.
     */
    public Builder(long maxStoredBytes) {
      if (maxStoredBytes < 0) {
        throw new IllegalArgumentException(
            "maxStoredBytes: " + maxStoredBytes + "; allowed: 0 and more");
      }
      this.maxStoredBytes = maxStoredBytes;
    }

    /** How many frames were added. */
    public int packets() {
      return columns.count();
    }

    /**
     * Adds a frame; its bytes are copied.
     *
     * @param arrivalNanos when it arrives, in ns from any origin; a time before that of the frame
     *     added last counts as that time
     * @param bytes holds the frame from {@code from} on, Ethernet header first
     * @param capturedLength bytes that are there
     * @param realLength bytes that the frame had, at most {@link #MAX_FRAME_BYTES}; short ones are
     *     kept as they are, since a capture on a virtual link has them
     * @throws IllegalArgumentException if the lengths contradict each other or are out of range, or
     *     the time is 2^63 ns or more from that of the first frame; the frame is not added
     * @throws TraceTooLargeException if the trace would store more than it may; the frame is not
     *     added, those before can still be built
     * @throws IllegalStateException after {@link #build}
     */
    public Builder add(
        long arrivalNanos, byte[] bytes, int from, int capturedLength, int realLength) {
      requireOpen();
      Objects.checkFromIndexSize(from, capturedLength, bytes.length);
      if (realLength < capturedLength || realLength > MAX_FRAME_BYTES) {
        throw new IllegalArgumentException(
            ("realLength: " + realLength)
                + ("; allowed: " + capturedLength + " (the captured length) to ")
                + MAX_FRAME_BYTES);
      }
      long arrival = arrivalSinceFirst(arrivalNanos);
      long total = storedBytes + Math.max(capturedLength, MIN_FRAME_BYTES);
      if (total > maxStoredBytes) {
        throw new TraceTooLargeException(packets(), total, maxStoredBytes);
      }
      storedBytes = total;
      lastArrival = arrival;
      if (packets() == 0) {
        firstArrival = arrivalNanos;
      }
      long address = store.append(bytes, from, capturedLength);
      if (parser.parse(bytes, from, capturedLength, realLength)) {
        int flow = numbers.of(bytes, parser);
        extents.add(flow, bytes, parser);
        columns.add(address, realLength, capturedLength, arrival, flow, parser.tcp() - from);
      } else {
        columns.add(address, realLength, capturedLength, arrival, NO_FLOW, 0);
      }
      return this;
    }

    private void requireOpen() {
      if (built) {
        throw new IllegalStateException("the trace is built; use a new builder");
      }
    }

    private long arrivalSinceFirst(long arrivalNanos) {
      if (packets() == 0) {
        return 0;
      }
      try {
        return Math.max(lastArrival, Math.subtractExact(arrivalNanos, firstArrival));
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException(
            ("arrivalNanos: " + arrivalNanos + " for packet " + packets())
                + ("; allowed: less than 2^63 from that of the first, " + firstArrival),
            e);
      }
    }

    /** The trace of the frames added so far, possibly none. The builder cannot be used again. */
    public PacketTrace build() {
      requireOpen();
      built = true;
      columns.trim();
      return new PacketTrace(store.toChunks(), columns, extents.advances(numbers.count()));
    }
  }
}
