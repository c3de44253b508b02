package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The captures under {@code golden/}, each under every named policy: all kinds do what the model
 * does. Frames arrive when the capture says; timers fire in between, and at the end.
 */
class GoldenCapturesTest {

  private static final List<String> POLICIES = List.of("qemu", "hardened", "windows");

  private static List<Path> captures() throws IOException, URISyntaxException {
    var golden = Objects.requireNonNull(GoldenCapturesTest.class.getResource("/golden/"));
    try (Stream<Path> files = Files.list(Path.of(golden.toURI()))) {
      return files.filter(file -> file.toString().endsWith(".pcap")).sorted().toList();
    }
  }

  static Stream<Arguments> capturesAndPolicies() throws IOException, URISyntaxException {
    return captures().stream()
        .flatMap(file -> POLICIES.stream().map(policy -> Arguments.of(file, policy)));
  }

  @Test
  void someAreThere() throws IOException, URISyntaxException {
    assertThat(captures()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("capturesAndPolicies")
  void everyKindDoesWhatTheModelDoes(Path file, String policy) throws IOException {
    List<Event> events = new ArrayList<>();
    long now = 0;
    for (CapturedFrame frame : PcapFile.read(file)) {
      now = frame.nanos();
      events.add(new Event.Advance(now));
      events.add(new Event.Offer(0, frame.bytes(), CapturedFrame.VNET_BYTES, now));
    }
    events.add(new Event.Advance(now + RscPolicy.MAX_INTERVAL_NANOS));
    String name = file.getFileName() + " " + policy;
    new Comparison(name, RscPolicy.named(policy), events).run();
  }

  @Test
  void whatIsWrittenIsRead(@TempDir Path directory) throws IOException {
    byte[] plain = TcpFrame.ipv4().build();
    byte[] partial = TcpFrame.ipv6().vnetFlags(1).build();
    Path file = directory.resolve("both.pcap");
    for (List<byte[]> frames : List.of(List.of(plain), List.of(plain, partial))) {
      PcapFile.write(
          file,
          frames.stream().map(f -> CapturedFrame.of(5_000_000_007L, f, f.length, 12)).toList());
      assertThat(PcapFile.read(file))
          .allMatch(f -> f.nanos() == 5_000_000_007L)
          .extracting(CapturedFrame::bytes)
          .containsExactlyElementsOf(frames);
    }
  }
}
