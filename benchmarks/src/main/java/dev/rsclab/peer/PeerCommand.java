package dev.rsclab.peer;

import dev.rsclab.results.PeerReading;
import dev.rsclab.results.ResultsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a peer is told to do; docs/peers.md defines the arguments.
 *
 * @param pcap the packets
 * @param intervalPackets after so many packets everything that is held is handed over
 * @param intervalNanos the same in the time of the capture
 * @param ringFrames frame buffers that the packets lie in, used again and again
 * @param warmup how long to run before anything is measured
 * @param repetition how long a repetition takes
 * @param repetitions how many there are
 */
public record PeerCommand(
    Path pcap,
    int intervalPackets,
    long intervalNanos,
    int ringFrames,
    Duration warmup,
    Duration repetition,
    int repetitions) {

  /** The exit status of a peer that does not know the traffic it was given. */
  public static final int NOT_THIS_TRAFFIC = 3;

  /** What a peer may take beside its repetitions: reading the capture, and the check. */
  private static final Duration BESIDE = Duration.ofSeconds(20);

  /** How much longer than asked a peer may measure. */
  private static final int PATIENCE = 3;

  /** How long the repetitions and the warm-up take. */
  public Duration planned() {
    return warmup.plus(repetition.multipliedBy(repetitions));
  }

  /** After so long a peer hangs. */
  public Duration longest() {
    return planned().multipliedBy(PATIENCE).plus(BESIDE);
  }

  /** The arguments, each option before its value. */
  List<String> arguments() {
    return List.of(
        "--pcap",
        pcap.toAbsolutePath().toString(),
        "--interval-packets",
        Integer.toString(intervalPackets),
        "--interval-ns",
        Long.toString(intervalNanos),
        "--ring-frames",
        Integer.toString(ringFrames),
        "--warmup-ms",
        Long.toString(warmup.toMillis()),
        "--repetition-ms",
        Long.toString(repetition.toMillis()),
        "--repetitions",
        Integer.toString(repetitions));
  }

  /** Runs a peer once, and no longer than {@link #longest}. */
  public PeerOutcome run(Peer peer) {
    return run(peer, longest());
  }

  PeerOutcome run(Peer peer, Duration longest) {
    List<String> command = new ArrayList<>(peer.command());
    command.addAll(arguments());
    return switch (Execution.of(command, longest)) {
      case Execution.NotStarted it ->
          new PeerOutcome.Failed("it cannot be started: " + it.reason());
      case Execution.TimedOut it ->
          new PeerOutcome.Failed(
              "it did not end within " + longest.toMillis() + " ms" + said(it.errors()));
      case Execution.Ended it when it.status() == NOT_THIS_TRAFFIC ->
          new PeerOutcome.NotThisTraffic(
              it.errors().isBlank() ? "it says that it does not know it" : lastLine(it.errors()));
      case Execution.Ended it when it.status() != 0 ->
          new PeerOutcome.Failed("exit status " + it.status() + said(it.errors()));
      case Execution.Ended it -> reading(it.output());
    };
  }

  /** The last line that is not empty must be the one. */
  private PeerOutcome reading(String output) {
    if (output.isBlank()) {
      return new PeerOutcome.Failed("it printed nothing");
    }
    try {
      PeerReading reading = PeerReading.parse(lastLine(output));
      if (reading.nanosPerPacket().size() != repetitions) {
        return new PeerOutcome.Failed(
            "field 'nanosPerPacket' has %d figures; allowed: %d, one for each repetition"
                .formatted(reading.nanosPerPacket().size(), repetitions));
      }
      return new PeerOutcome.Measured(reading);
    } catch (ResultsException e) {
      return new PeerOutcome.Failed(e.getMessage());
    }
  }

  private static String said(String errors) {
    return errors.isBlank() ? "" : ": " + lastLine(errors);
  }

  private static String lastLine(String text) {
    return text.lines().filter(line -> !line.isBlank()).toList().getLast().strip();
  }
}
