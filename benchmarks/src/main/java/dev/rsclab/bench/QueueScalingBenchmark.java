package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.queue.CoalescerQueues;
import dev.rsclab.queue.QueuedCoalescer;
import dev.rsclab.queue.ReceiveSideScaling;
import dev.rsclab.queue.ToeplitzHash;
import dev.rsclab.workload.PacketTrace;
import java.util.Optional;
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
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * How many packets a second do several queues take together, one thread each?
 *
 * <p>The traffic is that of {@link FlowScalingBenchmark}, told apart by the hash of receive-side
 * scaling. Each thread owns a queue: a NIC's ring with the frames of its flows, a coalescer, a
 * guest that counts. The score is the sum over the threads, each of which goes as fast as it can:
 * what the device can take if the flows are spread evenly.
 *
 * <p>As many threads as queues: the main job sees to it, JMH's own command line needs {@code -t}.
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
public class QueueScalingBenchmark {

  /** Who hashes the frames. */
  public enum Steering {
    /** Hardware: each ring holds the frames of its queue, and nobody looks at the hash again. */
    NIC,
    /** The thread that takes a frame from its ring, within the measured time. */
    SOFTWARE
  }

  /** Where the queues' counters lie, which their owners write for every frame. */
  public enum Counters {
    /** Four cache lines from one to the next, since processors may fetch lines in pairs. */
    APART(256),
    /** Eight of them in one cache line: false sharing, on purpose. */
    ONE_LINE(Long.BYTES);

    private final int stride;

    Counters(int stride) {
      this.stride = stride;
    }
  }

  /** Receive queues, and threads. */
  @Param("1")
  public int queues;

  /** Who hashes the frames. */
  @Param("NIC")
  public Steering steering;

  /** Where the queues' counters lie. */
  @Param("APART")
  public Counters counters;

  /** The implementation. */
  @Param("OPEN_ADDRESSING")
  public CoalescerKind kind;

  /** Concurrent flows, over all queues. */
  @Param("64")
  public int totalFlows;

  /** Payload of every segment, in bytes. */
  @Param("1448")
  public int payloadBytes;

  /** The IP version of all flows. */
  @Param("IPV4")
  public IpFamily family;

  /** Frame buffers of each queue's ring; 1024 are 2 MiB. A multiple of 1024. */
  @Param("1024")
  public int ringFrames;

  /** What is written into those buffers between invocations, outside the measured time. */
  @Param("HEADERS")
  public Refill refill;

  /** Changes nothing but the name of a cell: see {@link IntervalBenchmark#repetition}. */
  @Param("1")
  public String repetition;

  private final CountingReceiver receiver = new CountingReceiver();
  private QueuePath path;

  /** What all threads of a benchmark have in common: nobody writes to it while they measure. */
  @State(Scope.Benchmark)
  public static class Device {
    private PacketTrace trace;
    private CoalescerQueues coalescers;
    private FrameCounter[] counters;
    private int vnetHeaderBytes;

    /** Makes the device that the benchmark's parameters describe. */
    @Setup
    public void setUp(BenchmarkParams params) {
      setUp(
          Integer.parseInt(params.getParam("queues")),
          Counters.valueOf(params.getParam("counters")),
          CoalescerKind.valueOf(params.getParam("kind")),
          FlowScalingBenchmark.trace(
              Integer.parseInt(params.getParam("totalFlows")),
              Integer.parseInt(params.getParam("payloadBytes")),
              IpFamily.valueOf(params.getParam("family"))));
    }

    void setUp(int queues, Counters layout, CoalescerKind kind, PacketTrace trace) {
      this.trace = trace;
      RscPolicy policy = FlowScalingBenchmark.policy(RscPolicy.qemu(), trace);
      vnetHeaderBytes = policy.vnetHeaderBytes();
      ReceiveSideScaling steering = ReceiveSideScaling.evenly(queues, ToeplitzHash.publishedKey());
      coalescers = new CoalescerQueues(steering, kind, policy);
      counters = FrameCounter.of(queues, layout.stride);
    }
  }

  /**
   * Makes the thread's queue, on that thread.
   *
   * @throws IllegalStateException if there are not as many threads as queues, or a queue gets none
   *     of the flows
   */
  @Setup
  public void setUp(Device device, ThreadParams thread) {
    if (thread.getThreadCount() != queues) {
      throw new IllegalStateException(
          "queues=%d needs as many threads, not %d: -t %d"
              .formatted(queues, thread.getThreadCount(), queues));
    }
    setUp(device, thread.getThreadIndex());
  }

  void setUp(Device device, int queue) {
    ReceiveSideScaling hash = device.coalescers.steering();
    PacketTrace own = part(device.trace, hash, queue);
    if (own.packets() == 0) {
      throw new IllegalStateException(
          "queue %d of %d gets none of the %d flows: choose more flows"
              .formatted(queue, queues, totalFlows));
    }
    QueuedCoalescer coalescer = device.coalescers.open(queue, receiver);
    path =
        new QueuePath(
            coalescer,
            new NicRing(own, device.vnetHeaderBytes, ringFrames, refill),
            device.vnetHeaderBytes,
            device.counters[queue],
            steering == Steering.SOFTWARE ? Optional.of(hash) : Optional.empty());
  }

  /** The frames of a trace that go to a queue, at the times at which they arrive. */
  static PacketTrace part(PacketTrace trace, ReceiveSideScaling steering, int queue) {
    PacketTrace.Builder part = new PacketTrace.Builder();
    byte[] frame = new byte[trace.longestFrame()];
    for (int packet = 0; packet < trace.packets(); packet++) {
      int length = trace.copyFrame(packet, 0, frame, 0);
      if (steering.queue(frame, 0, length) == queue) {
        part.add(trace.arrivalNanos(packet), frame, 0, trace.storedLength(packet), length);
      }
    }
    return part.build();
  }

  /** The NIC receives the next frames of the queue, outside the measured time. */
  @Setup(Level.Invocation)
  public void receive() {
    path.receive();
  }

  /** Takes the queue's next frames. */
  @Benchmark
  @OperationsPerInvocation(RingCursor.BATCH)
  public long packets() {
    path.offer();
    return receiver.digest();
  }

  /** A benchmark that offers fewer frames measures something else. */
  @TearDown
  public void checkThatNoFrameWasMisplaced() {
    if (path.misplaced() > 0) {
      throw new IllegalStateException(path.misplaced() + " frames belong to another queue");
    }
  }
}
