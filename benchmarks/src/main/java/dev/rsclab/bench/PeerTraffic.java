package dev.rsclab.bench;

import dev.rsclab.capture.PcapWriter;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.workload.PacketTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The packets of some cells of {@link FlowScalingBenchmark}, for programs that are not ours: what
 * peers play.
 *
 * @param params the parameters of those cells that decide about packets and ring
 */
record PeerTraffic(SortedMap<String, String> params) {

  private static final List<String> DECIDE =
      List.of("flows", "payloadBytes", "family", "burst", "ringFrames", "refill");

  /** The packets of a cell, if peers play them: those whose headers alone are rewritten. */
  static Optional<PeerTraffic> of(Grid.Cell cell) {
    if (cell.benchmark() != FlowScalingBenchmark.class
        || !Refill.HEADERS.name().equals(cell.params().get("refill"))) {
      return Optional.empty();
    }
    SortedMap<String, String> params = new TreeMap<>();
    for (Map.Entry<String, String> param : cell.params().entrySet()) {
      if (DECIDE.contains(param.getKey())) {
        params.put(param.getKey(), param.getValue());
      }
    }
    return Optional.of(new PeerTraffic(params));
  }

  private int number(String name) {
    return Integer.parseInt(params.get(name));
  }

  int payloadBytes() {
    return number("payloadBytes");
  }

  int ringFrames() {
    return number("ringFrames");
  }

  /** The very trace that the benchmark plays. */
  PacketTrace trace() {
    return FlowScalingBenchmark.trace(
        number("flows"), payloadBytes(), IpFamily.valueOf(params.get("family")), number("burst"));
  }

  /**
   * Writes one pass of a trace.
   *
   * @throws IOException if the file cannot be written
   */
  static void write(PacketTrace trace, Path pcap) throws IOException {
    byte[] frame = new byte[trace.longestFrame()];
    try (PcapWriter writer = PcapWriter.create(pcap)) {
      for (int packet = 0; packet < trace.packets(); packet++) {
        int length = trace.copyFrame(packet, 0, frame, 0);
        writer.write(trace.arrivalNanos(packet), frame, 0, length);
      }
    }
  }

  /** As lines of progress name it: the values, as for a fork. */
  @Override
  public String toString() {
    return String.join(" ", params.values());
  }
}
