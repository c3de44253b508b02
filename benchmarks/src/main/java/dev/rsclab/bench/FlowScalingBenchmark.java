package dev.rsclab.bench;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.GuestReceiver;
import dev.rsclab.coalesce.Placement;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.workload.LineRate;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import dev.rsclab.workload.WorkloadOptions;
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
 * What does a packet cost in the coalescer alone, as the number of concurrent flows grows?
 *
 * <p>All flows take turns, one segment each, in an order shuffled anew every round: the worst case
 * for a flow table. The timer fires {@value #PACKETS_PER_INTERVAL} packets after a chain has begun
 * to hold, so up to that many segments are held; a single flow reaches the size limit before. One
 * segment in eight has PSH, which means nothing to the qemu policy. Deliveries are counted, not
 * copied, and buffers that were written to directly are posted again at once; compare {@link
 * BaselineBenchmark#copyPayload}, which copies the same payloads and does nothing else.
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
public class FlowScalingBenchmark {

  /** How many packets arrive in one interval. */
  static final int PACKETS_PER_INTERVAL = 300;

  /** Frames of the trace; if there are more flows, one of each. */
  static final int PACKETS = 32_768;

  /** With larger segments the trace would exceed what a trace may store. */
  static final int MAX_PAYLOAD_BYTES = 32_000;

  /** The implementation. */
  @Param public CoalescerKind kind;

  /** Concurrent flows. */
  @Param({"1", "8", "64", "512", "4096"})
  public int flows;

  /** Payload of every segment, in bytes. */
  @Param({"1448", "64"})
  public int payloadBytes;

  /** Where the payload of what is held lies. */
  @Param("STAGED")
  public Placement placement;

  /** Segments that a flow sends in a row when it has its turn. */
  @Param("1")
  public int burst;

  /** Frames that the device takes from the ring at once and offers together. */
  @Param("1")
  public int batch;

  /** The IP version of all flows. */
  @Param("IPV4")
  public IpFamily family;

  /** Frame buffers of the NIC; 1024 are 2 MiB. A multiple of 1024. */
  @Param("1024")
  public int ringFrames;

  /** What is written into those buffers between invocations, outside the measured time. */
  @Param("HEADERS")
  public Refill refill;

  /** Changes nothing but the name of a cell: see {@link IntervalBenchmark#repetition}. */
  @Param("1")
  public String repetition;

  private final CountingReceiver receiver = new CountingReceiver();
  private DevicePath path;

  /** Makes device and traffic. */
  @Setup
  public void setUp() {
    PacketTrace trace = trace(flows, payloadBytes, family, burst);
    RscPolicy policy = policy(RscPolicy.qemu(), trace).withPlacement(placement);
    GuestReceiver guest = placement == Placement.DIRECT ? new CountingRing(receiver) : receiver;
    Coalescer coalescer = kind.create(policy, guest);
    NicRing ring = new NicRing(trace, policy.vnetHeaderBytes(), ringFrames, refill);
    path =
        batch == 1
            ? DevicePath.of(policy, coalescer, ring)
            : DevicePath.inBatches(coalescer, ring, batch);
  }

  /**
   * A policy whose timer fires {@value #PACKETS_PER_INTERVAL} packets of the trace after it was
   * armed.
   */
  static RscPolicy policy(RscPolicy settings, PacketTrace trace) {
    long frameNanos = LineRate.GBIT_10.wireNanos(trace.length(0));
    return settings.withIntervalNanos(PACKETS_PER_INTERVAL * frameNanos);
  }

  /** Full segments of all flows in turn, at 10 Gbit/s. */
  static PacketTrace trace(int flows, int payloadBytes, IpFamily family) {
    return trace(flows, payloadBytes, family, 1);
  }

  /** The same in bursts of so many segments. */
  static PacketTrace trace(int flows, int payloadBytes, IpFamily family, int burst) {
    WorkloadOptions options =
        WorkloadKind.BULK
            .defaults()
            .withPackets(Math.max(PACKETS, flows))
            .withFlows(flows)
            .withPayloadBytes(payloadBytes)
            .withFamily(Traces.mix(family))
            .withLineRate(LineRate.GBIT_10)
            .withBurstSegments(burst);
    return WorkloadKind.BULK.generate(options);
  }

  /** The NIC receives the next frames, outside the measured time. */
  @Setup(Level.Invocation)
  public void receive() {
    path.receive();
  }

  /** Offers the next frames and lets the timer fire when it is due. */
  @Benchmark
  @OperationsPerInvocation(RingCursor.BATCH)
  public long offer() {
    path.offer();
    return receiver.digest();
  }
}
