package dev.rsclab.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes run folders with made-up readings; the noise is random, but the same in every run. */
final class MadeUpRun {
  static final List<String> KINDS =
      List.of("PASS_THROUGH", "LINKED_LIST", "HASH_MAP", "OPEN_ADDRESSING", "PER_FLOW_ARRAYS");
  static final List<Integer> INTERVALS = List.of(0, 10, 20, 50, 100, 200, 300, 500, 1000);

  private final List<String> entries = new ArrayList<>();
  private final List<ReplayRow> replay = new ArrayList<>();
  private final Random random = new Random(7);
  private PeerResults peers = PeerResults.NONE;
  private int forks = 5;
  private double noise = 0.02;
  private List<String> kinds = KINDS;
  private List<Integer> intervals = INTERVALS;
  private Map<String, String> guest = Map.of("guestNanos", "1000");
  private double perDelivery = 1000;

  MadeUpRun forks(int count) {
    forks = count;
    return this;
  }

  MadeUpRun noise(double relative) {
    noise = relative;
    return this;
  }

  MadeUpRun kinds(List<String> some) {
    kinds = List.copyOf(some);
    return this;
  }

  MadeUpRun intervals(List<Integer> micros) {
    intervals = List.copyOf(micros);
    return this;
  }

  /** The guest of all that follows, as new runs name it, and what it really costs in ns. */
  MadeUpRun guest(String name, double nanosPerDelivery) {
    guest = Map.of("guest", name);
    perDelivery = nanosPerDelivery;
    return this;
  }

  /** A run with everything that a report knows. */
  static MadeUpRun everything() {
    return new MadeUpRun()
        .guest("ZERO", 0)
        .intervalBenchmark("bulk", 22)
        .guest("LIGHT", 1000)
        .intervalBenchmark("bulk", 22)
        .guest("HEAVY", 4500)
        .intervalBenchmark("bulk", 22)
        .intervalBenchmark("mixed", 6)
        .replay("bulk", 22)
        .replay("mixed", 6)
        .flushBenchmark("bulk", 22)
        .flushBenchmark("mixed", 6)
        .flowScaling(List.of("IPV4"))
        .baseline()
        .queueScaling();
  }

  /** One workload, small: a report draws its charts in a second. */
  static MadeUpRun ofOneWorkload() {
    return new MadeUpRun()
        .forks(3)
        .intervals(List.of(0, 50, 100, 300))
        .intervalBenchmark("bulk", 22)
        .replay("bulk", 22)
        .flowScaling(List.of("IPV4"))
        .baseline();
  }

  /** Throughput and delay of four strategies; the adaptive one delays half as much. */
  MadeUpRun flushBenchmark(String workload, double mergeAt100Micros) {
    List<String> strategies = List.of("adaptive", "chain-timer", "idle-gap", "segment-deadline");
    double[] delay = {0.5, 1, 0.7, 1};
    double[] gain = {1.02, 1, 0.8, 0.95};
    for (String family : List.of("IPV4", "IPV6")) {
      for (int i = 0; i < strategies.size(); i++) {
        for (int interval : intervals) {
          double merge = 1 + (mergeAt100Micros - 1) * interval / (interval + 25.0) * 1.25;
          Map<String, String> params = new TreeMap<>(guest);
          params.put("workload", workload);
          params.put("family", family);
          params.put("flush", strategies.get(i));
          params.put("interval", interval + "us");
          params.put("kind", "LINKED_LIST");
          double value = 1e9 / (120 + perDelivery / merge) * gain[i];
          entries.add(
              entry(
                  "dev.rsclab.bench.FlushStrategyBenchmark.packets",
                  "thrpt",
                  "ops/s",
                  params,
                  value,
                  0));
          if (i != 1) {
            addReplay(
                workload,
                family,
                strategies.get(i),
                Math.round(interval * 1000 * delay[i]),
                interval * 1000L,
                merge);
          }
        }
      }
    }
    return this;
  }

  /** A workload with a plateau from 100 us on; kinds differ by what a packet costs them. */
  MadeUpRun intervalBenchmark(String workload, double mergeAt100Micros) {
    double[] cost = {25, 160, 75, 60, 62};
    for (String family : List.of("IPV4", "IPV6")) {
      for (String kind : kinds) {
        for (int interval : intervals) {
          double merge = 1 + (mergeAt100Micros - 1) * interval / (interval + 25.0) * 1.25;
          boolean floor = kind.equals("PASS_THROUGH");
          double nanos =
              (family.equals("IPV6") ? 10 : 0)
                  + cost[KINDS.indexOf(kind)]
                  + perDelivery / (floor ? 1 : merge)
                  + (floor ? 0 : 0.04 * interval);
          addInterval(workload, family, kind, interval, 1e9 / nanos);
        }
      }
    }
    return this;
  }

  MadeUpRun addInterval(
      String workload, String family, String kind, int intervalMicros, double packetsPerSecond) {
    Map<String, String> params = new TreeMap<>(guest);
    params.put("workload", workload);
    params.put("family", family);
    params.put("kind", kind);
    params.put("interval", intervalMicros + "us");
    params.put("ringFrames", "1024");
    entries.add(
        entry(
            "dev.rsclab.bench.IntervalBenchmark.packets",
            "thrpt",
            "ops/s",
            params,
            packetsPerSecond,
            kind.equals("HASH_MAP") ? 24.1 : 0.0004));
    return this;
  }

  MadeUpRun flowScaling(List<String> families) {
    MadeUpFlows.scaling(this, families, kinds);
    return this;
  }

  MadeUpRun addFlows(String family, String kind, int flows, int payload, double nanos) {
    Map<String, String> params =
        Map.of(
            "family",
            family,
            "kind",
            kind,
            "flows",
            Integer.toString(flows),
            "payloadBytes",
            Integer.toString(payload),
            "ringFrames",
            "1024");
    return addTime("FlowScalingBenchmark.offer", params, nanos);
  }

  /** Time per packet in a cell of any benchmark. */
  MadeUpRun addTime(String benchmark, Map<String, String> params, double nanos) {
    return addTime(benchmark, params, nanos, 0);
  }

  /** Likewise with the bytes allocated for a packet, NaN where JMH did not look. */
  MadeUpRun addTime(String benchmark, Map<String, String> params, double nanos, double bytes) {
    entries.add(entry("dev.rsclab.bench." + benchmark, "avgt", "ns/op", params, nanos, bytes));
    return this;
  }

  MadeUpRun baseline() {
    MadeUpFlows.baseline(this);
    return this;
  }

  /** One and two queues; two are slowed down by counters in one cache line. */
  MadeUpRun queueScaling() {
    addQueues(1, "NIC", "APART", 10e6);
    addQueues(2, "NIC", "APART", 19.7e6);
    addQueues(1, "SOFTWARE", "APART", 9e6);
    addQueues(2, "SOFTWARE", "APART", 17.8e6);
    addQueues(2, "NIC", "ONE_LINE", 8.9e6);
    return this;
  }

  private void addQueues(int queues, String steering, String counters, double total) {
    Map<String, String> params =
        Map.of(
            "queues", Integer.toString(queues),
            "steering", steering,
            "counters", counters,
            "kind", "OPEN_ADDRESSING",
            "family", "IPV4",
            "payloadBytes", "1448",
            "totalFlows", "64");
    entries.add(
        entry(
            "dev.rsclab.bench.QueueScalingBenchmark.packets", "thrpt", "ops/s", params, total, 0));
  }

  /** Two kinds that copy payload once or not at all, flows in turn and in bursts. */
  MadeUpRun placements() {
    MadeUpFlows.placements(this);
    return this;
  }

  /** The plain copy into as much memory as is held. */
  MadeUpRun spread() {
    MadeUpFlows.spread(this);
    return this;
  }

  /** Two bounds, a peer, and one that loses payload from 512 flows on. */
  MadeUpRun peers() throws ResultsException {
    peers = new MadeUpPeers(forks, noise, random).results();
    return this;
  }

  MadeUpRun replay(String workload, double mergeAt100Micros) {
    for (String family : List.of("IPV4", "IPV6")) {
      for (int interval : intervals) {
        double merge = 1 + (mergeAt100Micros - 1) * interval / (interval + 25.0) * 1.25;
        long nanos = interval * 1000L;
        addReplay(workload, family, ReplayTable.CHAIN_TIMER, nanos, nanos, merge);
      }
    }
    return this;
  }

  private void addReplay(
      String workload, String family, String flush, long longest, long interval, double merge) {
    replay.add(
        new ReplayRow(
            workload,
            family,
            "hardened",
            flush,
            interval,
            100_000,
            Math.round(100_000 / merge),
            merge,
            longest * 0.45,
            longest / 2,
            longest * 9 / 10,
            longest * 99 / 100,
            longest,
            longest / 4,
            longest * 3 / 5,
            100_000 * 1448L + Math.round(100_000 / merge) * 66));
  }

  private String entry(
      String benchmark,
      String mode,
      String unit,
      Map<String, String> params,
      double value,
      double bytes) {
    String data =
        IntStream.range(0, forks)
            .mapToObj(fork -> JmhEntry.fork(value * Math.exp(noise * random.nextGaussian())))
            .collect(Collectors.joining(","));
    return JmhEntry.of(benchmark, mode, unit, params, "[" + data + "]", bytes);
  }

  String jmhJson() {
    return "[" + String.join(",\n", entries) + "]\n";
  }

  /** Writes the folder; {@code replay.csv} and {@code peers.json} only if there is something. */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("jmh.json"), jmhJson());
    MadeUpEnvironment.environment().write(folder.resolve("environment.json"));
    if (!replay.isEmpty()) {
      new ReplayTable(replay).write(folder.resolve("replay.csv"));
    }
    if (!peers.isEmpty()) {
      peers.write(folder.resolve("peers.json"));
    }
    return folder;
  }
}
