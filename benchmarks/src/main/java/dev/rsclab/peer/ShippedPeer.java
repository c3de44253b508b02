package dev.rsclab.peer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The peers whose sources lie in the project: the single list that options and messages read. */
enum ShippedPeer {
  /** The bound of a coalescer that touches headers only. */
  HEADER_ONLY("header-only", "bounds", "header-only"),
  /** The bound of a coalescer that copies each payload once. */
  COPY_ONCE("copy-once", "bounds", "copy-once"),
  /** DPDK's receive offload within a burst. */
  DPDK_GRO_LIGHT("dpdk-gro-light", "dpdk-gro", "light"),
  /** DPDK's receive offload across bursts, flushed at the interval. */
  DPDK_GRO_HEAVY("dpdk-gro-heavy", "dpdk-gro", "heavy");

  private final String text;
  private final String program;
  private final String mode;

  ShippedPeer(String text, String program, String mode) {
    this.text = text;
    this.program = program;
    this.mode = mode;
  }

  /** The peers that a name means: itself, or all of a program's; empty if there is none. */
  static List<ShippedPeer> named(String name) {
    return Arrays.stream(values())
        .filter(peer -> peer.text.equals(name) || peer.program.equals(name))
        .toList();
  }

  /** All names, for messages: {@code "bounds (header-only, copy-once), ..."}. */
  static String names() {
    return Arrays.stream(values())
        .map(peer -> peer.program)
        .distinct()
        .map(program ->
            named(program).stream()
                .map(ShippedPeer::toString)
                .collect(Collectors.joining(", ", program + " (", ")")))
        .collect(Collectors.joining(", "));
  }

  /** Where its sources and its Makefile lie, below the folder of all peers. */
  Path sources(Path peers) {
    return peers.resolve(program);
  }

  /** The command, once it is built. */
  Peer command(Path built) {
    return new Peer(text, List.of(built.resolve(program).toAbsolutePath().toString(), mode));
  }

  /** The name as users type it. */
  @Override
  public String toString() {
    return text;
  }
}
