package dev.rsclab.replay;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.capture.ShippedCapture;
import dev.rsclab.workload.WorkloadKind;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which traffic a command looks at: a capture, or a named workload. */
public final class TrafficArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @ArgGroup(multiplicity = "1")
  private Input input;

  private static final class Input {
    @Option(
        names = "--in",
        paramLabel = "FILE",
        description =
            "a capture: pcap or pcapng, plain or gzip; or the name of a shipped one: ${COMPLETION-CANDIDATES}",
        completionCandidates = OptionTexts.ShippedCaptures.class,
        converter = OptionTexts.PathConverter.class)
    private Path capture;

    @Option(
        names = "--workload",
        paramLabel = "NAME",
        description = "synthetic traffic: ${COMPLETION-CANDIDATES}",
        completionCandidates = OptionTexts.Workloads.class,
        converter = OptionTexts.WorkloadConverter.class)
    private WorkloadKind workload;
  }

  @Mixin private WorkloadArguments workload;

  /** To be filled by the command line. */
  public TrafficArguments() {}

  /**
   * Refuses options that describe a workload beside a capture.
   *
   * @throws ParameterException if there is one
   */
  public void check() {
    if (input.capture != null) {
      workload.refuseWithCapture();
    }
  }

  /** The capture, if it is one: a file, or the name of a shipped one. */
  Optional<Path> capture() {
    return Optional.ofNullable(input.capture);
  }

  /** What was asked for, as a report may say it: a file's name without its folder. */
  public String name() {
    return input.workload == null
        ? input.capture.getFileName().toString()
        : "workload " + input.workload;
  }

  /**
   * The frames, from the first on; on a terminal it is shown how far they have been read.
   *
   * @throws IOException if the capture cannot be read
   * @throws ParameterException if the workload does not support its options
   */
  public FrameSource open() throws IOException {
    return withProgress(source());
  }

  private FrameSource source() throws IOException {
    if (input.workload != null) {
      return FrameSource.of(workload.generate(input.workload));
    }
    var shipped = ShippedCapture.of(input.capture.toString());
    return FrameSource.of(
        shipped.isPresent() && !Files.exists(input.capture)
            ? shipped.get().open()
            : CaptureReader.open(input.capture));
  }

  @SuppressWarnings(
      "SystemConsoleNull") // it is null where jdk.internal.le is not resolved, as in Surefire's JVM
  private FrameSource withProgress(FrameSource source) {
    Console console = System.console();
    return console != null && console.isTerminal()
        ? new ProgressFrames(source, command.commandLine().getErr())
        : source;
  }
}
