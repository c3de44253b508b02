package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
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
 * What does a packet cost when somebody who knows the tables' hash sends flows that collide?
 *
 * <p>All flows take turns, as in {@link FlowScalingBenchmark}. {@code COLLIDING} flows have equal
 * low bits in the table's index, made with a key of zero ({@link CollidingFlows}); with a key of
 * which the sender knows nothing they are flows like any other (D05).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    // A small young generation is soon used again; fresh memory would cost page faults for seconds.
    jvmArgsAppend = {"-Xms1g", "-Xmx2g", "-Xmn64m"})
public class CollisionBenchmark {

  /** Whose flows arrive. */
  public enum Sender {
    /** Nobody's in particular. */
    NORMAL,
    /** An attacker's. */
    COLLIDING
  }

  /** Whether the hash has a secret key. */
  public enum Hash {
    /** The key is zero, as the sender assumes. */
    KNOWN,
    /** The sender does not know the key. */
    KEYED
  }

  private static final int RING_FRAMES = 1024;

  /** Some key. */
  private static final long SECRET = 0x5DEE_CE66_D1CE_4E5BL;

  /** The implementation. */
  @Param({"LINKED_LIST", "HASH_MAP", "OPEN_ADDRESSING", "PER_FLOW_ARRAYS"})
  public CoalescerKind kind;

  /** Whose flows arrive. */
  @Param public Sender sender;

  /** Whether the hash has a secret key. */
  @Param public Hash hash;

  /** Concurrent flows. */
  @Param("512")
  public int flows;

  /** Payload of every segment, in bytes. */
  @Param("64")
  public int payloadBytes;

  private final CountingReceiver receiver = new CountingReceiver();
  private DevicePath path;

  /** Makes device and traffic. */
  @Setup
  public void setUp() {
    PacketTrace normal = FlowScalingBenchmark.trace(flows, payloadBytes, CollidingFlows.family());
    PacketTrace trace = sender == Sender.NORMAL ? normal : CollidingFlows.of(normal, kind);
    RscPolicy policy =
        FlowScalingBenchmark.policy(RscPolicy.hardened(), trace)
            .withHashKey(hash == Hash.KNOWN ? 0 : SECRET);
    NicRing ring = new NicRing(trace, policy.vnetHeaderBytes(), RING_FRAMES, Refill.HEADERS);
    path = DevicePath.of(policy, kind.create(policy, receiver), ring);
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
