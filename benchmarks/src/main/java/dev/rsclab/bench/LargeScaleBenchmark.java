package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.workload.LineRate;
import dev.rsclab.workload.PacketTrace;
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
 * What does a packet cost with up to a million concurrent flows?
 *
 * <p>All flows take turns, one small segment each, so that every packet finds its flow's state as
 * cold as it can be. What is held at once decides as much as the number of flows does, so there are
 * both ends ({@link Drain}). Iterations are long, because a drain of a million held segments comes
 * once in millions of packets. The linked list is left out: it walks half of what is held.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 2, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 3, time = 3, timeUnit = TimeUnit.SECONDS)
@Fork(
    value = 3,
    jvmArgsAppend = {"-Xms6g", "-Xmx6g", "-Xmn64m", "-XX:+UseTransparentHugePages"})
public class LargeScaleBenchmark {

  /** When the chain timer fires. */
  public enum Drain {
    /** When every flow has sent {@value #ROUNDS} segments: all flows are held at once. */
    ALL_HELD,
    /**
     * After {@value FlowScalingBenchmark#PACKETS_PER_INTERVAL} packets: few are held of many that
     * are known.
     */
    FEW_HELD
  }

  private static final int ROUNDS = 4;
  private static final int RING_FRAMES = 1024;

  /** The implementation. */
  @Param({
    "HASH_MAP",
    "OPEN_ADDRESSING",
    "PER_FLOW_ARRAYS",
    "TAGGED_BUCKETS",
    "SET_ASSOCIATIVE",
    "VECTOR_BUCKETS"
  })
  public CoalescerKind kind;

  /** Concurrent flows. */
  @Param({"1", "64", "4096", "65536", "1048576"})
  public int flows;

  /** When the timer fires. */
  @Param public Drain drain;

  /** Frames that are offered together. */
  @Param({"1", "32"})
  public int batch;

  /** Payload of every segment, in bytes. */
  @Param("64")
  public int payloadBytes;

  /** A policy by name. */
  @Param("qemu")
  public String policy;

  /** The IP version of all flows. */
  @Param("IPV4")
  public IpFamily family;

  private final CountingReceiver receiver = new CountingReceiver();
  private DevicePath path;

  /** Makes device and traffic. */
  @Setup
  public void setUp() {
    PacketTrace trace = FlowScalingBenchmark.trace(flows, payloadBytes, family);
    long frameNanos = LineRate.GBIT_10.wireNanos(trace.length(0));
    long packets =
        drain == Drain.ALL_HELD ? (long) ROUNDS * flows : FlowScalingBenchmark.PACKETS_PER_INTERVAL;
    RscPolicy settings =
        RscPolicy.named(policy)
            .withMaxHeldSegments(Math.max(flows, RscPolicy.DEFAULT_MAX_HELD_SEGMENTS))
            .withMaxHeldBytes(Long.MAX_VALUE)
            .withIntervalNanos(packets * frameNanos);
    NicRing ring = new NicRing(trace, settings.vnetHeaderBytes(), RING_FRAMES, Refill.HEADERS);
    path = DevicePath.inBatches(kind.create(settings, receiver), ring, batch);
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
