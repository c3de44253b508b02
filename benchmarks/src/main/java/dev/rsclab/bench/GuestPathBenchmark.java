package dev.rsclab.bench;

import dev.rsclab.coalesce.Coalescer;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.replay.RscInterval;
import dev.rsclab.results.GuestCost;
import java.io.IOException;
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
 * What benchmarks of device and guest together have in common: a packet on its whole way.
 *
 * <p>One operation is one input packet: parsed, held or merged, copied into the guest's receive
 * ring, taken by the guest's driver, copied to its application, and the time that a guest spends on
 * a delivery ({@link #guest}) is spent.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(
    value = 3,
    // A small young generation is soon used again; fresh memory would cost page faults for seconds.
    jvmArgsAppend = {"-Xms1g", "-Xmx2g", "-Xmn64m"})
public abstract class GuestPathBenchmark {

  /** The timer, as {@link RscInterval} reads it. */
  @Param({"0us", "10us", "20us", "50us", "100us", "200us", "300us", "500us", "1000us"})
  public String interval;

  /** The IP version of all flows. */
  @Param public IpFamily family;

  /**
   * Synthetic traffic, a shipped capture, or {@code capture} with {@code -Drsclab.capture=FILE}.
   */
  @Param({"bulk", "elephants-and-mice", "request-response"})
  public String workload;

  /**
   * What the guest spends on a delivery: HEAVY, LIGHT, ZERO (only what taking the bytes really
   * costs) or a text such as {@code 1500ns+0.2ns/B}, as {@link GuestCost} reads it; see README,
   * "The guest's cost".
   */
  @Param("HEAVY")
  public String guest;

  /** Frame buffers of the NIC; 1024 are 2 MiB. A multiple of 1024. */
  @Param("1024")
  public int ringFrames;

  /** What is written into those buffers between invocations, outside the measured time. */
  @Param("HEADERS")
  public Refill refill;

  private InlineGuest receiver;
  private DevicePath path;

  /** The implementation that is measured. */
  abstract CoalescerKind kind();

  /** The policy, but for interval and flush strategy. */
  abstract RscPolicy policy();

  /** When what is held is handed over. */
  abstract FlushStrategy flush();

  /** Makes device, guest and traffic. */
  @Setup
  public void setUp() throws IOException {
    RscPolicy policy = policy().withFlush(flush()).withIntervalNanos(RscInterval.parse(interval));
    receiver = new InlineGuest(policy.vnetHeaderBytes(), GuestCost.parse(guest).orElseThrow());
    Coalescer coalescer = kind().create(policy, receiver);
    NicRing ring =
        new NicRing(Traces.load(workload, family), policy.vnetHeaderBytes(), ringFrames, refill);
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
    return receiver.digest();
  }

  /** A benchmark that loses frames measures something else. */
  @TearDown
  public void checkThatNothingWasRefused() {
    if (receiver.refused() > 0) {
      throw new IllegalStateException(
          receiver.refused() + " deliveries did not fit the guest's receive ring");
    }
  }
}
