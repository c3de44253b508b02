package dev.rsclab.bench;

import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.peer.Peer;
import dev.rsclab.peer.PeerCommand;
import dev.rsclab.peer.PeerOption;
import dev.rsclab.peer.PeerOutcome;
import dev.rsclab.results.PeerReading;
import dev.rsclab.results.PeerResults;
import dev.rsclab.workload.PacketTrace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Runs peers, one process a round over each trace, and keeps what they print.
 *
 * <p>The packets are written anew for each leg and deleted after it: they have 50 MB, and nothing
 * of them shall still be on its way to a disk when the next fork is measured. A peer that fails is
 * not asked again in this run.
 */
final class PeerRounds {

  private final Settings settings;
  private final Map<Key, List<PeerReading>> readings = new LinkedHashMap<>();
  private final Set<PeerResults.Remark> leftOut;
  private final List<PeerResults.Remark> failed = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();
  private final Set<String> told = new HashSet<>();

  private record Key(String peer, PeerTraffic traffic) {}

  /** Nothing is measured yet. */
  PeerRounds(Settings settings) {
    this.settings = settings;
    leftOut = new LinkedHashSet<>(settings.peers().leftOut());
  }

  /**
   * Runs the peers of a leg and writes what is known so far.
   *
   * @throws IOException if the packets or the file cannot be written
   */
  void run(Leg.Peers leg, Path file, Progress progress) throws IOException {
    PacketTrace trace = leg.traffic().trace();
    Path folder = Files.createTempDirectory("rsclab-peers");
    Path pcap = folder.resolve("packets.pcap");
    try {
      PeerTraffic.write(trace, pcap);
      PeerCommand command = command(leg.traffic(), trace, pcap);
      for (Peer peer : leg.peers()) {
        if (!broken.contains(peer.name())) {
          take(peer, leg.traffic(), command.run(peer), progress);
        }
      }
    } finally {
      Files.deleteIfExists(pcap);
      Files.delete(folder);
    }
    results().write(file);
  }

  private PeerCommand command(PeerTraffic traffic, PacketTrace trace, Path pcap) {
    Settings.Times times = settings.times();
    return new PeerCommand(
        pcap,
        FlowScalingBenchmark.PACKETS_PER_INTERVAL,
        FlowScalingBenchmark.policy(RscPolicy.qemu(), trace).intervalNanos(),
        traffic.ringFrames(),
        times.warmup(),
        times.iteration(),
        times.iterations());
  }

  private void take(Peer peer, PeerTraffic traffic, PeerOutcome outcome, Progress progress) {
    switch (outcome) {
      case PeerOutcome.Measured it when otherPackets(it.reading(), traffic) ->
          fail(
              peer,
              "payloadBytesIn is %d for %d packets, which have %d bytes of payload each"
                  .formatted(
                      it.reading().payloadBytesIn(),
                      it.reading().packets(),
                      traffic.payloadBytes()),
              progress);
      case PeerOutcome.Measured it -> keep(peer, traffic, it.reading(), progress);
      case PeerOutcome.NotThisTraffic it -> {
        String reason = "over " + traffic + ": " + it.reason();
        if (leftOut.add(new PeerResults.Remark(peer.name(), reason))) {
          progress.tell("peer " + peer.name() + " is left out " + reason);
        }
      }
      case PeerOutcome.Failed it -> fail(peer, it.reason(), progress);
    }
  }

  /** All segments of the benchmark's traffic are full. */
  private static boolean otherPackets(PeerReading reading, PeerTraffic traffic) {
    return reading.payloadBytesIn() != reading.packets() * traffic.payloadBytes();
  }

  private void keep(Peer peer, PeerTraffic traffic, PeerReading reading, Progress progress) {
    readings.computeIfAbsent(new Key(peer.name(), traffic), _ -> new ArrayList<>()).add(reading);
    double mean =
        reading.nanosPerPacket().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    progress.tell(
        String.format(Locale.ROOT, "peer %s %s: %.1f ns/packet", peer.name(), traffic, mean));
    if (!reading.keepsPayload() && told.add(peer.name())) {
      progress.tell(
          "peer %s lost or changed payload: %d bytes in, %d out, digests %s and %s; it is not ranked"
              .formatted(
                  peer.name(),
                  reading.payloadBytesIn(),
                  reading.payloadBytesOut(),
                  reading.digestIn(),
                  reading.digestOut()));
    }
  }

  private void fail(Peer peer, String reason, Progress progress) {
    broken.add(peer.name());
    failed.add(new PeerResults.Remark(peer.name(), reason));
    progress.tell("peer " + peer.name() + " failed and is not asked again: " + reason);
  }

  /** Peers that broke down, and how. */
  List<PeerResults.Remark> failed() {
    return failed;
  }

  /** What is known so far. */
  private PeerResults results() {
    List<PeerResults.Cell> cells = new ArrayList<>();
    for (Peer peer : settings.peers().peers()) {
      readings.forEach((key, lines) -> {
        if (key.peer.equals(peer.name())) {
          cells.add(new PeerResults.Cell(key.peer, key.traffic.params(), lines));
        }
      });
    }
    return new PeerResults(cells, List.copyOf(leftOut), failed);
  }

  /**
   * Writes the file of a run that has asked for peers, also if none of them can run.
   *
   * @throws IOException if it cannot be written
   */
  void begin(Path file) throws IOException {
    if (!settings.peers().equals(PeerOption.NONE)) {
      results().write(file);
    }
  }
}
