package dev.rsclab.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What each pattern claims to be, seen in what it makes. */
final class TrafficPatternsTest {

  private static PacketTrace generate(WorkloadKind kind, WorkloadOptions options) {
    PacketTrace trace = kind.generate(options);
    assertThat(trace.packets()).isEqualTo(options.packets());
    return trace;
  }

  /** Lengths of the runs of frames of one flow. */
  private static List<Integer> runs(PacketTrace trace) {
    List<Integer> runs = new ArrayList<>();
    int start = 0;
    for (int packet = 1; packet <= trace.packets(); packet++) {
      if (packet == trace.packets() || trace.flow(packet) != trace.flow(start)) {
        runs.add(packet - start);
        start = packet;
      }
    }
    return runs;
  }

  private static int[] flows(PacketTrace trace, int from, int to) {
    int[] flows = new int[to - from];
    Arrays.setAll(flows, i -> trace.flow(from + i));
    return flows;
  }

  @Test
  void bulkFillsTheLink() {
    WorkloadOptions options = WorkloadKind.BULK.defaults().withPackets(10_001);
    for (LineRate rate : new LineRate[] {LineRate.GBIT_1, LineRate.GBIT_10, LineRate.GBIT_25}) {
      PacketTrace trace = generate(WorkloadKind.BULK, options.withLineRate(rate));
      long bits = 10_000L * 8 * (1514 + 24);
      assertThat(trace.arrivalNanos(10_000))
          .isBetween(
              bits * 1_000_000_000L / rate.bitsPerSecond() - 1,
              bits * 1_000_000_000L / rate.bitsPerSecond() + 1);
    }
  }

  @Test
  void bulkSendsBurstsOfEveryLength() {
    PacketTrace trace =
        generate(WorkloadKind.BULK, WorkloadKind.BULK.defaults().withPackets(30_000));
    List<Integer> runs = runs(trace);
    assertThat(trace.flows()).isEqualTo(64);
    assertThat(new HashSet<>(runs)).contains(1, 2, 10, 20, 30, 43, 44);
    assertThat(runs.stream().mapToInt(Integer::intValue).average().orElseThrow())
        .isBetween(20.0, 26.0);
  }

  @Test
  void bulkPushesAtTheEndOfOneBurstInEight() {
    PacketTrace trace =
        generate(
            WorkloadKind.BULK,
            WorkloadKind.BULK.defaults().withPackets(16_000).withBurstSegments(16));
    int pushes = 0;
    for (int packet = 0; packet < trace.packets(); packet++) {
      if (Segment.of(trace, packet, 0).push()) {
        pushes++;
        assertThat(packet % 16).isEqualTo(15);
      }
    }
    assertThat(pushes).isBetween(90, 160);
  }

  @Test
  void burstsOfOneTakeTurnsInAnOrderThatIsNewEachRound() {
    PacketTrace trace =
        generate(
            WorkloadKind.BULK,
            WorkloadKind.BULK.defaults().withPackets(6400).withFlows(64).withBurstSegments(1));
    Set<List<Integer>> orders = new HashSet<>();
    for (int round = 0; round < 100; round++) {
      int[] order = flows(trace, round * 64, round * 64 + 64);
      orders.add(Arrays.stream(order).boxed().toList());
      assertThat(Arrays.stream(order).distinct().count()).isEqualTo(64);
    }
    assertThat(orders).hasSize(100);
  }

  @Test
  void certificationSendsEvery100Microseconds() {
    PacketTrace trace = generate(WorkloadKind.CERTIFICATION, WorkloadKind.CERTIFICATION.defaults());
    for (int packet = 0; packet < trace.packets(); packet++) {
      assertThat(trace.arrivalNanos(packet)).isEqualTo(100_000L * packet);
    }
    assertThat(trace.periodNanos()).isEqualTo(100_000L * trace.packets());
  }

  @Test
  void floodSendsOneSegmentOfEachFlow() {
    PacketTrace trace = generate(WorkloadKind.FLOW_FLOOD, WorkloadKind.FLOW_FLOOD.defaults());
    assertThat(trace.flows()).isEqualTo(trace.packets());
  }

  @Test
  void noTwoFlowsAreAlikeUpToTheMost() {
    WorkloadOptions options =
        WorkloadKind.FLOW_FLOOD
            .defaults()
            .withPayloadBytes(1)
            .withFlows(WorkloadOptions.MAX_FLOWS)
            .withPackets(WorkloadOptions.MAX_FLOWS);
    for (FamilyMix family : new FamilyMix[] {FamilyMix.IPV4, FamilyMix.IPV6}) {
      PacketTrace trace = generate(WorkloadKind.FLOW_FLOOD, options.withFamily(family));
      assertThat(trace.flows()).isEqualTo(WorkloadOptions.MAX_FLOWS);
    }
  }

  @Test
  void pureAcksAdvanceRepeatAndUpdateTheWindow() {
    PacketTrace trace =
        generate(WorkloadKind.PURE_ACKS, WorkloadKind.PURE_ACKS.defaults().withPackets(20_000));
    int advances = 0;
    int duplicates = 0;
    int windowUpdates = 0;
    Segment[] last = new Segment[trace.flows()];
    for (int packet = 0; packet < trace.packets(); packet++) {
      Segment segment = Segment.of(trace, packet, 0);
      assertThat(segment.payloadBytes()).isZero();
      Segment before = last[trace.flow(packet)];
      if (before != null) {
        int step = segment.acknowledgement() - before.acknowledgement();
        assertThat(step).isIn(0, 2 * 1460);
        assertThat(segment.sequence()).isEqualTo(before.sequence());
        advances += step > 0 ? 1 : 0;
        duplicates += step == 0 && segment.window() == before.window() ? 1 : 0;
        windowUpdates += step == 0 && segment.window() != before.window() ? 1 : 0;
      }
      last[trace.flow(packet)] = segment;
    }
    assertThat(advances).isGreaterThan(17_000);
    assertThat(duplicates).isBetween(500, 1500);
    assertThat(windowUpdates).isBetween(900, 1500);
    // Two segments of 1500 bytes at 10 Gbit/s between ACKs.
    assertThat(trace.arrivalNanos(19_999) / 19_999).isBetween(2300L, 2600L);
  }

  @Test
  void incastAnswersInTurnsAndThenIsSilent() {
    PacketTrace trace =
        generate(WorkloadKind.INCAST, WorkloadKind.INCAST.defaults().withPackets(5000));
    int flows = trace.flows();
    int[] answered = new int[flows];
    int[] answers = new int[flows];
    int silences = 0;
    for (int packet = 0; packet < trace.packets(); packet++) {
      long gap = packet == 0 ? 0 : trace.arrivalNanos(packet) - trace.arrivalNanos(packet - 1);
      if (gap > 2_000) {
        assertThat(gap).isBetween(1_000_000L, 1_002_000L);
        silences++;
        assertThat(answers).as("all have answered").containsOnly(silences);
      }
      int flow = trace.flow(packet);
      Segment segment = Segment.of(trace, packet, 0);
      answered[flow] += segment.payloadBytes();
      if (segment.push()) {
        assertThat(answered[flow]).isBetween(16 << 10, 64 << 10);
        answered[flow] = 0;
        answers[flow]++;
      }
    }
    assertThat(flows).isEqualTo(32);
    assertThat(silences).isBetween(4, 8);
    assertThat(runs(trace).stream().mapToInt(Integer::intValue).average().orElseThrow())
        .isLessThan(1.3);
  }

  @Test
  void fewElephantsCarryMostBytes() {
    PacketTrace trace =
        generate(
            WorkloadKind.ELEPHANTS_AND_MICE,
            WorkloadKind.ELEPHANTS_AND_MICE.defaults().withPackets(30_000));
    long[] bytes = new long[trace.flows()];
    for (int packet = 0; packet < trace.packets(); packet++) {
      bytes[trace.flow(packet)] += trace.length(packet);
    }
    Arrays.sort(bytes);
    long elephants = Arrays.stream(bytes, bytes.length - 32, bytes.length).sum();
    assertThat(trace.flows()).isGreaterThan(200);
    assertThat((double) elephants / trace.totalBytes()).isBetween(0.85, 0.98);
    long busy = 0;
    for (int packet = 0; packet < trace.packets(); packet++) {
      busy += LineRate.GBIT_10.wireNanos(trace.length(packet));
    }
    assertThat((double) busy / trace.periodNanos()).isBetween(0.5, 0.7);
  }

  @Test
  void requestsAreSmallPushedAndAcknowledgedAnswersComeBetween() {
    PacketTrace trace =
        generate(
            WorkloadKind.REQUEST_RESPONSE,
            WorkloadKind.REQUEST_RESPONSE.defaults().withPackets(20_000));
    int requests = 0;
    for (int packet = 0; packet < trace.packets(); packet++) {
      Segment segment = Segment.of(trace, packet, 0);
      if (segment.payloadBytes() > 0) {
        requests++;
        assertThat(segment.payloadBytes()).isBetween(64, 1400);
        assertThat(segment.push()).isTrue();
      }
    }
    assertThat(requests).isBetween(6_000, 14_000);
    // 256 connections with 1000 requests of 1.5 segments a second each.
    double requestsPerSecond = requests / 1.5 / trace.periodNanos() * 1e9;
    assertThat(requestsPerSecond).isBetween(230_000.0, 280_000.0);
  }

  @Test
  void requestsSlowDownBeforeTheLinkIsFull() {
    WorkloadOptions options =
        WorkloadKind.REQUEST_RESPONSE
            .defaults()
            .withPackets(20_000)
            .withFlows(5_000)
            .withLineRate(LineRate.GBIT_1);
    PacketTrace trace = generate(WorkloadKind.REQUEST_RESPONSE, options);
    double bits = 8.0 * (trace.totalBytes() + 24L * trace.packets());
    assertThat(bits / trace.periodNanos()).isBetween(0.4, 0.55);
  }

  @Test
  void mixedBulkTakesHalfOfTheLinkBesideTheRequests() {
    PacketTrace trace =
        generate(WorkloadKind.MIXED, WorkloadKind.MIXED.defaults().withPackets(60_000));
    long[] bytes = new long[trace.flows()];
    double bulkBits = 0;
    int bulkFrames = 0;
    int requests = 0;
    for (int packet = 0; packet < trace.packets(); packet++) {
      bytes[trace.flow(packet)] += trace.length(packet);
      Segment segment = Segment.of(trace, packet, 0);
      if (segment.payloadBytes() == 1460) {
        bulkBits += LineRate.wireBits(trace.length(packet));
        bulkFrames++;
      } else if (segment.payloadBytes() > 0) {
        assertThat(segment.payloadBytes()).isBetween(64, 1400);
        assertThat(segment.push()).isTrue();
        requests++;
      }
    }
    assertThat(trace.flows()).isEqualTo(8 + 256);
    Arrays.sort(bytes);
    assertThat(bytes[trace.flows() - 8]).isGreaterThan(10 * bytes[trace.flows() - 9]);
    assertThat(bulkBits / trace.periodNanos()).as("Gbit/s").isBetween(4.3, 5.7);
    assertThat(bulkFrames).isBetween(15_000, 25_000);
    double requestsPerSecond = requests / 1.5 / trace.periodNanos() * 1e9;
    assertThat(requestsPerSecond).isBetween(230_000.0, 280_000.0);
  }

  @Test
  void mixedBurstsMeetFrameByFrame() {
    PacketTrace trace =
        generate(WorkloadKind.MIXED, WorkloadKind.MIXED.defaults().withPackets(20_000));
    double mean = runs(trace).stream().mapToInt(Integer::intValue).average().orElseThrow();
    assertThat(mean).isBetween(1.0, 3.0);
  }

  @Test
  void lossyLosesReordersAndDuplicatesAsOftenAsItSays() {
    PacketTrace trace =
        generate(
            WorkloadKind.LOSSY, WorkloadKind.LOSSY.defaults().withPackets(40_000).withFlows(1));
    int first = Segment.of(trace, 0, 0).sequence();
    // By offset, the packet of each segment that came in order.
    TreeMap<Integer, Integer> overtakers = new TreeMap<>();
    Set<Integer> offsets = new HashSet<>();
    int duplicates = 0;
    int late = 0;
    int lost = 0;
    for (int packet = 0; packet < trace.packets(); packet++) {
      Segment segment = Segment.of(trace, packet, 0);
      int offset = segment.sequence() - first;
      if (segment.payloadBytes() == 0) {
        continue;
      }
      if (!offsets.add(offset)) {
        duplicates++;
        assertThat(segment.frame()).isEqualTo(Segment.of(trace, packet - 1, 0).frame());
      } else if (!overtakers.isEmpty() && offset < overtakers.lastKey()) {
        int overtaker = overtakers.higherEntry(offset).getValue();
        long delay = trace.arrivalNanos(packet) - trace.arrivalNanos(overtaker);
        if (delay < 100_000) {
          late++;
          assertThat(packet - overtaker).as("places, and what came in between").isBetween(1, 12);
        } else {
          lost++;
          assertThat(delay).isBetween(190_000L, 820_000L);
        }
      } else {
        overtakers.put(offset, packet);
      }
    }
    double data = trace.packets();
    assertThat(duplicates / data).isBetween(0.0012, 0.0028);
    assertThat(late / data).isBetween(0.008, 0.012);
    assertThat(lost / data).isBetween(0.0038, 0.0062);
    assertThat(offsets).hasSize((int) (trace.sequenceAdvance(0) / 1460));
  }

  @Test
  void burstSegmentsIsHonoured() {
    for (WorkloadKind kind : new WorkloadKind[] {WorkloadKind.BULK, WorkloadKind.PURE_ACKS}) {
      PacketTrace trace = generate(kind, kind.defaults().withPackets(1600).withBurstSegments(16));
      assertThat(runs(trace)).allMatch(run -> run % 16 == 0);
    }
  }

  @Test
  void oneFlowWillDoForEveryKind() {
    for (WorkloadKind kind : WorkloadKind.values()) {
      int packets = kind == WorkloadKind.FLOW_FLOOD ? 1 : 500;
      PacketTrace trace =
          generate(
              kind, kind.defaults().withFlows(1).withPackets(packets).withFamily(FamilyMix.IPV6));
      assertThat(trace.flows()).isEqualTo(1);
      assertThat(generate(kind, kind.defaults().withPackets(1)).packets()).isEqualTo(1);
    }
  }
}
