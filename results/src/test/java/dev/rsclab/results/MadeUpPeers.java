package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What peers measured beside a made-up run. */
final class MadeUpPeers {
  private final List<PeerResults.Cell> cells = new ArrayList<>();
  private final int forks;
  private final double noise;
  private final Random random;

  MadeUpPeers(int forks, double noise, Random random) {
    this.forks = forks;
    this.noise = noise;
    this.random = random;
  }

  /** Two bounds, a peer, and one that loses payload from 512 flows on. */
  PeerResults results() throws ResultsException {
    for (String burst : List.of("1", "16")) {
      for (int flows : burst.equals("1") ? new int[] {1, 8, 64, 512, 4096} : new int[] {64, 4096}) {
        addPeer("gro", flows, burst, "d", 31 + 9 * Math.log(flows));
        addPeer("leaky", flows, burst, flows < 512 ? "d" : "other", 70);
        addPeer("header-only", flows, burst, "d", 10);
        addPeer("copy-once", flows, burst, "d", 45 + Math.log(flows));
      }
    }
    return new PeerResults(
        cells,
        List.of(new PeerResults.Remark("absent", "it cannot be built: no compiler")),
        List.of());
  }

  private void addPeer(String name, int flows, String burst, String digestOut, double nanos)
      throws ResultsException {
    List<PeerReading> readings = new ArrayList<>();
    for (int fork = 0; fork < forks; fork++) {
      double value = nanos * Math.exp(noise * random.nextGaussian());
      readings.add(PeerReading.parse(line(name, digestOut, value)));
    }
    Map<String, String> params =
        Map.of(
            "flows",
            Integer.toString(flows),
            "payloadBytes",
            "1448",
            "family",
            "IPV4",
            "burst",
            burst,
            "ringFrames",
            "1024",
            "refill",
            "HEADERS");
    cells.add(new PeerResults.Cell(name, new TreeMap<>(params), readings));
  }

  /** What a peer prints; the two bounds say that they are some. */
  static String line(String name, String digestOut, double nanos) {
    boolean bound = name.equals("header-only") || name.equals("copy-once");
    return String.format(
        Locale.ROOT,
        "{\"name\":\"%s\",\"version\":\"1.2\",\"role\":\"%s\",\"packets\":1000,\"deliveries\":50,"
            + "\"payloadBytesIn\":1448000,\"payloadBytesOut\":1448000,\"digestIn\":\"d\","
            + "\"digestOut\":\"%s\",\"nanosPerPacket\":[%.3f,%.3f]}",
        name,
        bound ? "bound" : "peer",
        digestOut,
        nanos * 0.999,
        nanos * 1.001);
  }
}
