package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.bench.QueueScalingBenchmark.Counters;
import dev.rsclab.bench.QueueScalingBenchmark.Steering;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.queue.ReceiveSideScaling;
import dev.rsclab.queue.ToeplitzHash;
import dev.rsclab.workload.PacketTrace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queues of the benchmark take what the hash gives them, each on its own. */
class QueueScalingBenchmarkTest {

  private static final int FLOWS = 64;
  private static final PacketTrace TRACE = FlowScalingBenchmark.trace(FLOWS, 64, IpFamily.IPV4);

  private static QueueScalingBenchmark benchmark(int queues, Steering steering) {
    QueueScalingBenchmark benchmark = new QueueScalingBenchmark();
    benchmark.queues = queues;
    benchmark.steering = steering;
    benchmark.totalFlows = FLOWS;
    benchmark.ringFrames = 1024;
    benchmark.refill = Refill.HEADERS;
    return benchmark;
  }

  private static QueueScalingBenchmark.Device device(
      int queues, Counters counters, CoalescerKind kind, PacketTrace trace) {
    QueueScalingBenchmark.Device device = new QueueScalingBenchmark.Device();
    device.setUp(queues, counters, kind, trace);
    return device;
  }

  private static long digest(Steering steering, Counters counters, CoalescerKind kind) {
    long digest = 0;
    QueueScalingBenchmark.Device device = device(2, counters, kind, TRACE);
    for (int queue = 0; queue < 2; queue++) {
      QueueScalingBenchmark benchmark = benchmark(2, steering);
      benchmark.setUp(device, queue);
      for (int i = 0; i < 40; i++) {
        benchmark.receive();
        digest = 31 * digest + benchmark.packets();
      }
      benchmark.checkThatNoFrameWasMisplaced();
    }
    return digest;
  }

  @ParameterizedTest
  @MethodSource("dev.rsclab.coalesce.CoalescerKind#available")
  void whoHashesAndWhereCountersLieChangesNoDelivery(CoalescerKind kind) {
    long plain = digest(Steering.NIC, Counters.APART, kind);
    assertThat(plain).isNotZero();
    assertThat(digest(Steering.SOFTWARE, Counters.ONE_LINE, kind)).isEqualTo(plain);
  }

  @Test
  void eachFrameIsInThePartOfOneQueueAndEachFlowInOnePart() {
    ReceiveSideScaling steering = ReceiveSideScaling.evenly(3, ToeplitzHash.publishedKey());
    int packets = 0;
    int flows = 0;
    for (int queue = 0; queue < 3; queue++) {
      PacketTrace part = QueueScalingBenchmark.part(TRACE, steering, queue);
      packets += part.packets();
      flows += part.flows();
    }
    assertThat(packets).isEqualTo(TRACE.packets());
    assertThat(flows).isEqualTo(TRACE.flows());
    PacketTrace all =
        QueueScalingBenchmark.part(
            TRACE, ReceiveSideScaling.evenly(1, ToeplitzHash.publishedKey()), 0);
    assertThat(all.digest()).isEqualTo(TRACE.digest());
  }

  @Test
  void aQueueWithoutFlowsIsRefused() {
    PacketTrace oneFlow = FlowScalingBenchmark.trace(1, 64, IpFamily.IPV4);
    QueueScalingBenchmark.Device device =
        device(2, Counters.APART, CoalescerKind.HASH_MAP, oneFlow);
    assertThatThrownBy(
            () -> {
              benchmark(2, Steering.NIC).setUp(device, 0);
              benchmark(2, Steering.NIC).setUp(device, 1);
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("choose more flows");
  }

  @Test
  void countersOfOneDeviceAreCountedOneByOne() {
    FrameCounter[] counters = FrameCounter.of(3, Long.BYTES);
    counters[1].increment();
    counters[2].increment();
    counters[2].increment();
    assertThat(counters).extracting(FrameCounter::count).containsExactly(0L, 1L, 2L);
  }
}
