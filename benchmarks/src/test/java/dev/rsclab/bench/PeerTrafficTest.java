package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.replay.FrameSource;
import dev.rsclab.workload.PacketTrace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers play what our forks play. */
class PeerTrafficTest {

  @TempDir private Path folder;

  private static Grid.Cell cell(String refill) {
    Map<String, String> params = new LinkedHashMap<>();
    params.put("flows", "64");
    params.put("payloadBytes", "64");
    params.put("burst", "16");
    params.put("family", "IPV4");
    params.put("ringFrames", "1024");
    params.put("refill", refill);
    params.put("placement", "GATHERED");
    params.put("repetition", "1");
    params.put("kind", "LINKED_LIST");
    return new Grid.Cell(FlowScalingBenchmark.class, params);
  }

  @Test
  void theCaptureHoldsTheBenchmarksTrace() throws IOException {
    PeerTraffic traffic = PeerTraffic.of(cell("HEADERS")).orElseThrow();
    assertThat(traffic.params())
        .containsOnlyKeys("flows", "payloadBytes", "burst", "family", "ringFrames", "refill");
    PacketTrace trace = traffic.trace();
    PacketTrace measured = FlowScalingBenchmark.trace(64, 64, IpFamily.IPV4, 16);
    assertThat(trace.digest()).isEqualTo(measured.digest());
    Path pcap = folder.resolve("packets.pcap");
    PeerTraffic.write(trace, pcap);
    PacketTrace.Builder read = new PacketTrace.Builder();
    try (FrameSource frames = FrameSource.of(CaptureReader.open(pcap))) {
      while (frames.next()) {
        read.add(
            frames.timestampNanos(), frames.bytes(), 0, frames.capturedLength(), frames.length());
      }
    }
    assertThat(read.build().digest()).isEqualTo(measured.digest());
  }

  @Test
  void whatWritesWholeFramesHasNone() {
    assertThat(PeerTraffic.of(cell("FRAMES"))).isEmpty();
  }
}
