package dev.rsclab.bench;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Placement;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a packet cost until its bytes lie in the guest's receive ring, by where the payload of
 * what is held lies?
 *
 * <p>The traffic of {@link FlowScalingBenchmark}, but what is delivered is not only counted. The
 * driver takes a frame as soon as it is there: it reads the headers and posts the buffers again, or
 * copies the frame to its application before ({@link #copies}). Compare {@link
 * BaselineBenchmark#copyPayloadSpread}, one plain copy of the same payloads.
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
public class PlacementBenchmark {

  /** The implementation. */
  @Param("OPEN_ADDRESSING")
  public CoalescerKind kind;

  /** Where the payload of what is held lies. */
  @Param public Placement placement;

  /** Concurrent flows. */
  @Param({"1", "64", "512"})
  public int flows;

  /** Segments that a flow sends in a row when it has its turn. */
  @Param({"1", "16"})
  public int burst;

  /** Payload of every segment, in bytes. */
  @Param("1448")
  public int payloadBytes;

  /** Whether the driver copies each frame to its application. */
  @Param({"false", "true"})
  public boolean copies;

  /** Frame buffers of the NIC; 1024 are 2 MiB. A multiple of 1024. */
  @Param("1024")
  public int ringFrames;

  /** What is written into those buffers between invocations, outside the measured time. */
  @Param("HEADERS")
  public Refill refill;

  private DriverGuest guest;
  private DevicePath path;

  /** Makes device, guest and traffic. */
  @Setup
  public void setUp() {
    PacketTrace trace = FlowScalingBenchmark.trace(flows, payloadBytes, IpFamily.IPV4, burst);
    RscPolicy policy =
        FlowScalingBenchmark.policy(RscPolicy.qemu(), trace).withPlacement(placement);
    guest = new DriverGuest(policy.vnetHeaderBytes(), copies);
    Coalescer coalescer = kind.create(policy, guest);
    NicRing ring = new NicRing(trace, policy.vnetHeaderBytes(), ringFrames, refill);
    path = DevicePath.of(policy, coalescer, ring);
  }

  /** The NIC receives the next frames, outside the measured time. */
  @Setup(Level.Invocation)
  public void receive() {
    path.receive();
  }

  /** Takes the next frames from the NIC to the guest. */
  @Benchmark
  @OperationsPerInvocation(RingCursor.BATCH)
  public long packets() {
    path.offer();
    return guest.digest();
  }

  /** A benchmark that loses frames measures something else. */
  @TearDown
  public void checkThatNothingWasRefused() {
    if (guest.refused() > 0) {
      throw new IllegalStateException(
          guest.refused() + " deliveries did not fit the guest's receive ring");
    }
  }
}
