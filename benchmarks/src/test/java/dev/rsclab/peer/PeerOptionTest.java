package dev.rsclab.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.PeerResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which peers a text means, and what is built of them. */
class PeerOptionTest {

  @TempDir private Path folder;

  private Path executable(String name) throws IOException {
    Path file = Files.createFile(folder.resolve(name));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  /** A folder of peers whose programs are made by a line of shell. */
  private Path sources(String program, String recipe) throws IOException {
    Path peers = folder.resolve("benchmarks").resolve("peers");
    Path sources = Files.createDirectories(peers.resolve(program));
    Files.writeString(sources.resolve("Makefile"), "all:\n\t@" + recipe + "\n");
    return peers;
  }

  @Test
  void nothingAskedForIsNothing() {
    assertThat(PeerOption.parse(" ", folder).build()).isEqualTo(PeerOption.NONE);
  }

  @Test
  void aPathIsAPeerNamedAfterItsFile() throws IOException {
    Path one = executable("my-peer.py");
    Path other = executable("rival");
    PeerOption option = PeerOption.parse(one + ", " + other, folder).build();
    assertThat(option.peers())
        .containsExactly(
            new Peer("my-peer", List.of(one.toString())),
            new Peer("rival", List.of(other.toString())));
    assertThat(option.texts()).containsExactly("my-peer.py", "rival");
  }

  @Test
  void aNameMeansOnePeerOrAllOfAProgram() throws IOException {
    Path peers = sources("bounds", "true");
    sources("dpdk-gro", "true");
    PeerOption option = PeerOption.parse("bounds,dpdk-gro-heavy", peers).build();
    assertThat(option.leftOut()).isEmpty();
    assertThat(option.peers())
        .extracting(Peer::name)
        .containsExactly("header-only", "copy-once", "dpdk-gro-heavy");
    String built = folder.resolve("benchmarks/target/peers").toString();
    assertThat(option.peers().getFirst().command())
        .containsExactly(built + "/bounds", "header-only");
    assertThat(option.peers().getLast().command()).containsExactly(built + "/dpdk-gro", "heavy");
  }

  @Test
  void whatCannotBeBuiltIsLeftOutWithTheReason() throws IOException {
    Path peers = sources("dpdk-gro", "echo no libdpdk here >&2; exit 1");
    sources("bounds", "true");
    PeerOption option = PeerOption.parse("dpdk-gro,copy-once", peers).build();
    assertThat(option.peers()).extracting(Peer::name).containsExactly("copy-once");
    assertThat(option.leftOut())
        .containsExactly(
            new PeerResults.Remark("dpdk-gro-light", "it cannot be built: no libdpdk here"),
            new PeerResults.Remark("dpdk-gro-heavy", "it cannot be built: no libdpdk here"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"dpdk", "bounds,", ",", "a/b", "DPDK-GRO"})
  void aWrongNameIsToldWithTheAllowedOnes(String text) throws IOException {
    Path peers = sources("bounds", "true");
    assertThatThrownBy(() -> PeerOption.parse(text, peers))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("--peers '")
        .hasMessageContaining(
            "no such peer and no such file; allowed: bounds (header-only, copy-once), "
                + "dpdk-gro (dpdk-gro-light, dpdk-gro-heavy), or the path of an executable command");
  }

  @Test
  void twoPeersOfOneNameAreRefused() throws IOException {
    Path one = executable("peer.py");
    Path other = executable("peer.sh");
    assertThatThrownBy(() -> PeerOption.parse(one + "," + other, folder))
        .hasMessageContaining("more than one peer is called peer");
    Path peers = sources("bounds", "true");
    assertThatThrownBy(() -> PeerOption.parse("bounds,copy-once", peers))
        .hasMessageContaining("more than one peer is called copy-once");
  }

  @Test
  void theProjectsOwnAreListedByName() throws IOException {
    // What has a Makefile in benchmarks/peers has a name.
    try (var folders = Files.list(Path.of("peers"))) {
      folders
          .filter(it -> Files.exists(it.resolve("Makefile")))
          .forEach(it -> assertThat(ShippedPeer.named(it.getFileName().toString())).isNotEmpty());
    }
  }
}
