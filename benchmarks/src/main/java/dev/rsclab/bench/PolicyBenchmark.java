package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does each switch of a policy cost per packet, on traffic where nothing is wrong?
 *
 * <p>The traffic and the ring are those of {@link FlowScalingBenchmark}. The virtio-net headers say
 * that checksums have been verified, unless whole frames are refilled ({@code -p refill=FRAMES}):
 * {@code verify-checksums} is priced with those.
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
public class PolicyBenchmark {

  /** A policy, or the reference's with one switch on. */
  @Param({
    "qemu",
    "hardened",
    "windows",
    "qemu+trim-to-ip-length",
    "qemu+require-tcp-header",
    "qemu+refuse-fragments",
    "qemu+merge-without-df",
    "qemu+verify-checksums",
    "qemu+complete-headers",
    "qemu+compute-tcp-checksum",
    "qemu+pass-offloaded",
    "qemu+drain-before-bypass",
    "qemu+keep-pure-acks",
    "qemu+pass-pure-acks",
    "qemu+count-duplicate-acks",
    "qemu+compare-ecn",
    "qemu+cwr-alone",
    "qemu+compare-headers",
    "qemu+lowest-hop-limit",
    "qemu+or-push",
    "qemu+flush-on-push",
    "qemu+ack-forward-only",
    "qemu+keep-retransmitted-data",
    "qemu+full-ipv4-length",
    "qemu+fit-old-guests",
    "qemu+restart-after-final",
    "qemu+merge-timestamps",
    "qemu+merge-vlan",
    "qemu+limit-segment-count",
    "qemu+keep-refused",
    "qemu+flush-on-change",
    "qemu+cancel-idle-timer",
    "qemu+follow-clock"
  })
  public String policy;

  /** The implementation. */
  @Param("OPEN_ADDRESSING")
  public CoalescerKind kind;

  /** Concurrent flows. */
  @Param("64")
  public int flows;

  /** Payload of every segment, in bytes. */
  @Param("64")
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

  private final CountingReceiver receiver = new CountingReceiver();
  private DevicePath path;

  /** Makes device and traffic. */
  @Setup
  public void setUp() {
    PacketTrace trace = FlowScalingBenchmark.trace(flows, payloadBytes, family);
    RscPolicy settings = FlowScalingBenchmark.policy(RscPolicy.named(policy), trace);
    NicRing ring = new NicRing(trace, settings.vnetHeaderBytes(), ringFrames, refill);
    path = DevicePath.of(settings, kind.create(settings, receiver), ring);
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
