package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReplayCommandTest extends ReplayCommandCase {

  @ParameterizedTest
  @MethodSource("dev.rsclab.coalesce.CoalescerKind#available")
  void everyKindReplaysAShippedCapture(CoalescerKind kind) {
    assertThat(
            replay(
                "--in",
                "tap-v4-4flows-smooth",
                "--coalescer",
                kind.name(),
                "--rsc-interval",
                "100us"))
        .isZero();
    assertThat(out.toString())
        .contains(kind.name(), "rsc_interval 100us", "merge factor", "added delay", "p99");
  }

  @ParameterizedTest
  @EnumSource(FlushStrategy.class)
  void theFlushStrategyIsSaidAndChangesTheReplay(FlushStrategy strategy) {
    String[] mixed = {"--workload", "mixed", "--packets", "3000", "--flush", strategy.toString()};
    assertThat(replay(mixed)).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("flush " + strategy)
        .contains("of frames that end a message (PSH): mean");
  }

  @Test
  void deliveriesHaveExactlyTheNamedFieldsInOrder() throws IOException {
    Path json = folder.resolve("d.jsonl");
    Path pcap = folder.resolve("d.pcap");
    assertThat(
            replay(
                "--workload",
                "bulk",
                "--seed",
                "4",
                "--packets",
                "500",
                "--policy",
                "qemu",
                "--deliveries",
                json.toString(),
                "--out",
                pcap.toString()))
        .as(err.toString())
        .isZero();
    List<String> lines = Files.readAllLines(json);
    long last = 0;
    for (String line : lines) {
      JsonNode node = JsonMapper.builder().build().readTree(line);
      assertThat(node.propertyNames())
          .containsExactly(
              "t_ns",
              "flags",
              "gso_type",
              "hdr_len",
              "gso_size",
              "csum_start",
              "csum_offset",
              "frame");
      assertThat(node.get("t_ns").asLong()).isGreaterThanOrEqualTo(last);
      last = node.get("t_ns").asLong();
    }
    int frames = 0;
    try (CaptureReader reader = CaptureReader.open(pcap)) {
      while (reader.next()) {
        JsonNode node = JsonMapper.builder().build().readTree(lines.get(frames++));
        assertThat(reader.timestampNanos()).isEqualTo(node.get("t_ns").asLong());
        assertThat(reader.length() * 2).isEqualTo(node.get("frame").asString().length());
      }
    }
    assertThat(frames).isEqualTo(lines.size());
  }

  @Test
  void aWrittenTraceReplaysAsTheWorkloadDid() throws IOException {
    Path trace = folder.resolve("trace.pcap");
    assertThat(
            replay("--workload", "incast", "--packets", "2000", "--write-trace", trace.toString()))
        .isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    assertThat(replay("--in", trace.toString())).isZero();
    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void aCutFrameKeepsItsLengthAndReadsAsZero() throws IOException {
    Path json = folder.resolve("cut.jsonl");
    replay("--in", "tap-v4-8flows", "--coalescer", "pass-through", "--deliveries", json.toString());
    JsonNode longest = null;
    for (String line : Files.readAllLines(json)) {
      JsonNode node = JsonMapper.builder().build().readTree(line);
      longest =
          longest == null
                  || node.get("frame").asString().length()
                      > longest.get("frame").asString().length()
              ? node
              : longest;
    }
    String frame = longest.get("frame").asString();
    assertThat(frame.length() / 2).isGreaterThan(1000);
    assertThat(frame).endsWith("00".repeat(900));
  }

  @Test
  void allKindsGiveTheSameReport() throws IOException {
    List<String> reports = new ArrayList<>();
    for (CoalescerKind kind : CoalescerKind.available()) {
      if (kind.coalesces()) {
        out.getBuffer().setLength(0);
        replay("--in", "web-mixed", "--coalescer", kind.name());
        reports.add(out.toString().replace(kind.name(), "KIND"));
      }
    }
    assertThat(reports).allMatch(reports.getFirst()::equals);
  }

  @Test
  void timeStampsTooFarApartAreRefusedWithFileAndPlace() throws IOException {
    Path file =
        StampedCapture.write(
            folder.resolve("far-apart.pcapng"),
            -8_000_000_000_000_000_000L,
            8_000_000_000_000_000_000L);
    assertThat(replay("--in", file.toString())).isEqualTo(1);
    assertThat(err.toString())
        .contains("far-apart.pcapng: frame 2: time stamp 8000000000000000000 ns", "at byte ")
        .hasLineCount(1);
  }

  @Test
  void aFileThatIsNoCaptureIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("not.pcap"), "this is no capture");
    assertThat(replay("--in", file.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("not.pcap").contains("byte");
    assertThat(replay("--in", folder.resolve("absent").toString())).isEqualTo(1);
    assertThat(err.toString()).contains("absent");
  }
}
