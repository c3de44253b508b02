package dev.rsclab.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Counter;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.packet.IpFamily;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every kind, replaying the recorded random traces, delivers what the reference delivered, to the
 * byte and the nanosecond.
 */
class RandomVectorsTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Stream<Arguments> traces() {
    return CoalescerKind.available().stream()
        .filter(CoalescerKind::coalesces)
        .flatMap(kind ->
            IntStream.range(0, 12)
                .mapToObj(i -> String.format(Locale.ROOT, "random-%02d", i))
                .map(name -> Arguments.of(kind, name)));
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(
        RandomVectorsTest.class.getResourceAsStream("/vectors/" + name), name);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("traces")
  void deliversWhatWasRecorded(CoalescerKind kind, String name) throws IOException {
    List<String> lines;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(resource(name + ".expected.jsonl.gz")),
                StandardCharsets.UTF_8))) {
      lines = reader.lines().toList();
    }
    JsonNode head = JSON.readTree(lines.getFirst());
    int vnet = head.get("vnet_header_bytes").asInt();
    RscPolicy policy =
        RscPolicy.qemu()
            .withIntervalNanos(head.get("rsc_interval_ns").asLong())
            .withVnetHeaderBytes(vnet);
    StringWriter json = new StringWriter();
    ReplayReport report;
    try (CaptureReader capture = CaptureReader.open(resource(name + ".pcap.gz"), name)) {
      report = Replay.run(FrameSource.of(capture), kind, policy, new DeliveryJson(json, vnet));
    }
    assertThat(json.toString().lines()).containsExactlyElementsOf(lines.subList(1, lines.size()));
    assertThat(report.deliveries()).isEqualTo(head.get("deliveries").asLong());
    for (IpFamily family : IpFamily.values()) {
      assertThat(report.counters().get(family))
          .isEqualTo(counters(head.get("counters").get(family.name().toLowerCase(Locale.ROOT))));
    }
    assertThat(report.delays().count()).isEqualTo(report.frames());
    assertThat(report.delayPercentile(100)).isLessThanOrEqualTo(policy.intervalNanos());
  }

  private static Map<Counter, Long> counters(JsonNode recorded) {
    Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    if (recorded != null && !recorded.isNull()) {
      recorded
          .properties()
          .forEach(e ->
              counters.put(
                  Counter.valueOf(e.getKey().toUpperCase(Locale.ROOT)), e.getValue().asLong()));
    }
    return counters;
  }
}
