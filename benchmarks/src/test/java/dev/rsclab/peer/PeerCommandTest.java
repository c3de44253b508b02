package dev.rsclab.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of peers that behave, and of those that do not. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class PeerCommandTest {

  private static final String GOOD =
      "{\"name\":\"p\",\"version\":\"1\",\"packets\":9,\"deliveries\":3,\"payloadBytesIn\":9,"
          + "\"payloadBytesOut\":9,\"digestIn\":\"d\",\"digestOut\":\"d\",\"nanosPerPacket\":[2,3]}";

  @TempDir private Path folder;

  private Peer peer(String script) throws IOException {
    Path file = Files.writeString(folder.resolve("peer"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new Peer("mine", List.of(file.toString(), "mode"));
  }

  private PeerCommand command() {
    return new PeerCommand(
        folder.resolve("a.pcap"),
        300,
        372_480,
        1024,
        Duration.ofMillis(50),
        Duration.ofMillis(20),
        2);
  }

  @Test
  void aPeerIsToldEverythingAndItsLastLineCounts() throws IOException {
    Path told = folder.resolve("told");
    Peer peer = peer("echo \"$@\" > '" + told + "'; echo starting; echo '" + GOOD + "'; echo");
    assertThat(command().run(peer))
        .isInstanceOfSatisfying(
            PeerOutcome.Measured.class,
            it -> assertThat(it.reading().nanosPerPacket()).containsExactly(2.0, 3.0));
    assertThat(Files.readString(told).strip())
        .isEqualTo(
            "mode --pcap %s --interval-packets 300 --interval-ns 372480 --ring-frames 1024"
                    .formatted(folder.resolve("a.pcap"))
                + " --warmup-ms 50 --repetition-ms 20 --repetitions 2");
    assertThat(command().longest()).isGreaterThan(command().planned());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "exit 5 | exit status 5",
        "echo out of memory >&2; exit 1 | exit status 1: out of memory",
        "kill -SEGV $$ | exit status 139",
        "true | it printed nothing",
        "echo 42 ns | not a line of JSON: '42 ns'",
        "echo {} | no field 'name'"
      })
  void aPeerThatFailsIsToldInALine(String script, String said) throws IOException {
    assertThat(command().run(peer(script)))
        .isInstanceOfSatisfying(
            PeerOutcome.Failed.class, it -> assertThat(it.reason()).startsWith(said));
  }

  @Test
  void everyRepetitionMustHaveAFigure() throws IOException {
    assertThat(command().run(peer("echo '" + GOOD.replace("[2,3]", "[2]") + "'")))
        .isEqualTo(
            new PeerOutcome.Failed(
                "field 'nanosPerPacket' has 1 figures; allowed: 2, one for each repetition"));
  }

  @Test
  void aPeerThatHangsIsEndedWithAllThatItStarted() throws IOException {
    Path id = folder.resolve("id");
    Peer peer = peer("sleep 600 & echo $! > '" + id + "'; echo waiting >&2; wait");
    assertThat(command().run(peer, Duration.ofSeconds(1)))
        .isEqualTo(new PeerOutcome.Failed("it did not end within 1000 ms: waiting"));
    long child = Long.parseLong(Files.readString(id).strip());
    ProcessHandle.of(child)
        .ifPresent(handle -> assertThat(handle.onExit().join().isAlive()).isFalse());
  }

  @Test
  void trafficThatAPeerDoesNotKnowIsNoFailure() throws IOException {
    assertThat(command().run(peer("echo IPv4 only >&2; exit 3")))
        .isEqualTo(new PeerOutcome.NotThisTraffic("IPv4 only"));
    assertThat(command().run(peer("exit 3"))).isInstanceOf(PeerOutcome.NotThisTraffic.class);
  }

  @Test
  void aCommandThatIsGoneFails() {
    assertThat(command().run(new Peer("gone", List.of(folder.resolve("gone").toString()))))
        .isInstanceOfSatisfying(
            PeerOutcome.Failed.class,
            it -> assertThat(it.reason()).startsWith("it cannot be started: "));
  }
}
