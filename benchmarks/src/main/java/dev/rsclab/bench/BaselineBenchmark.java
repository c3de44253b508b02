package dev.rsclab.bench;

import dev.rsclab.packet.Headers;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.packet.VnetHeader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What would a packet cost if nothing were coalesced: the bounds that the other benchmarks are read
 * against.
 *
 * <p>Same trace, ring and sizes as {@link FlowScalingBenchmark}, in the same run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    // A small young generation is soon used again; fresh memory would cost page faults for seconds.
    jvmArgsAppend = {"-Xms1g", "-Xmx2g", "-Xmn64m"})
public class BaselineBenchmark {

  private static final int UNIT_BYTES = 1 << 16;

  /** Makes no difference here. */
  private static final int FLOWS = 64;

  /** Payload of every segment, in bytes. */
  @Param({"1448", "64"})
  public int payloadBytes;

  /** The IP version of all flows. */
  @Param("IPV4")
  public IpFamily family;

  /** Frame buffers of the NIC; 1024 are 2 MiB. A multiple of 1024. */
  @Param("1024")
  public int ringFrames;

  /** What is written into those buffers between invocations, outside the measured time. */
  @Param("HEADERS")
  public Refill refill;

  private final byte[] unit = new byte[UNIT_BYTES];
  private byte[] held;
  private int heldAt;
  private NicRing ring;
  private RingCursor cursor;
  private int headerBytes;

  /** Makes the traffic. */
  @Setup
  public void setUp() {
    int vnet = VnetHeader.MERGEABLE_BYTES;
    headerBytes = vnet + Headers.ETHERNET_BYTES + family.headerBytes() + Headers.TCP_BYTES;
    ring =
        new NicRing(
            FlowScalingBenchmark.trace(FLOWS, payloadBytes, family), vnet, ringFrames, refill);
    cursor = new RingCursor(ring);
    held = new byte[FlowScalingBenchmark.PACKETS_PER_INTERVAL * payloadBytes];
  }

  /** The NIC receives the next frames, outside the measured time. */
  @Setup(Level.Invocation)
  public void receive() {
    cursor.advance();
  }

  /** Looks at the first payload byte of each frame. */
  @Benchmark
  @OperationsPerInvocation(RingCursor.BATCH)
  public long walkTrace() {
    byte[] memory = ring.memory();
    long sum = 0;
    for (int slot = cursor.from(), end = slot + RingCursor.BATCH; slot < end; slot++) {
      sum += memory[ring.start(slot) + headerBytes] + ring.arrivalNanos(slot) + ring.length(slot);
    }
    return sum;
  }

  /**
   * Copies each frame's payload behind the one before, into as many bytes as a coalescer holds when
   * its timer fires, used again and again: the same copies, into more memory.
   */
  @Benchmark
  @OperationsPerInvocation(RingCursor.BATCH)
  public byte[] copyPayloadSpread() {
    byte[] memory = ring.memory();
    int at = heldAt;
    for (int slot = cursor.from(), end = slot + RingCursor.BATCH; slot < end; slot++) {
      int payload = ring.length(slot) - headerBytes;
      if (at + payload > held.length) {
        at = 0;
      }
      System.arraycopy(memory, ring.start(slot) + headerBytes, held, at, payload);
      at += payload;
    }
    heldAt = at;
    return held;
  }

  /**
   * Copies each frame's payload behind the one before, into 64 KiB that are used again and again.
   */
  @Benchmark
  @OperationsPerInvocation(RingCursor.BATCH)
  public byte[] copyPayload() {
    byte[] memory = ring.memory();
    int at = 0;
    for (int slot = cursor.from(), end = slot + RingCursor.BATCH; slot < end; slot++) {
      int payload = ring.length(slot) - headerBytes;
      if (at + payload > UNIT_BYTES) {
        at = 0;
      }
      System.arraycopy(memory, ring.start(slot) + headerBytes, unit, at, payload);
      at += payload;
    }
    return unit;
  }
}
