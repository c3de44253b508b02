package dev.rsclab.replay;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.capture.ShippedCapture;
import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.coalesce.RscSwitch;
import dev.rsclab.workload.WorkloadKind;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code replay} command: a capture or a named workload through one kind of coalescer, in
 * virtual time.
 */
@Command(
    name = "replay",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Plays a capture or a named workload through one kind of coalescer in virtual time,",
      "and shows what it does to the traffic: deliveries, counters, merge factor, added delay."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done",
      "1:a file could not be read or written, or memory is too small",
      "2:wrong command line"
    })
public final class ReplayCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

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

  @Option(
      names = "--coalescer",
      paramLabel = "KIND",
      defaultValue = "OPEN_ADDRESSING",
      description = "one of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}",
      completionCandidates = OptionTexts.Kinds.class,
      converter = OptionTexts.KindConverter.class)
  private CoalescerKind kind;

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      defaultValue = "hardened",
      description =
          "one of qemu (bit-exact with QEMU 7.2), hardened (its defects mended), windows (the rules"
              + " that Windows states for RSC); default ${DEFAULT-VALUE}",
      converter = OptionTexts.PolicyConverter.class)
  private RscPolicy policy;

  @Option(
      names = "--with",
      paramLabel = "SWITCH",
      split = ",",
      description = "switches to turn on, see docs/policies.md: ${COMPLETION-CANDIDATES}",
      completionCandidates = OptionTexts.Switches.class,
      converter = OptionTexts.SwitchConverter.class)
  private List<RscSwitch> with = List.of();

  @Option(
      names = "--without",
      paramLabel = "SWITCH",
      split = ",",
      description = "switches to turn off",
      completionCandidates = OptionTexts.Switches.class,
      converter = OptionTexts.SwitchConverter.class)
  private List<RscSwitch> without = List.of();

  @Option(
      names = "--rsc-interval",
      paramLabel = "TIME",
      defaultValue = "300us",
      description =
          "the longest that a segment is held, in ns, us or ms, 0 to "
              + RscPolicy.MAX_INTERVAL_NANOS
              + "ns; default ${DEFAULT-VALUE}",
      converter = OptionTexts.IntervalConverter.class)
  private long intervalNanos;

  @Option(
      names = "--flush",
      paramLabel = "NAME",
      defaultValue = "chain-timer",
      description =
          "when what is held is handed over, see docs/policies.md: ${COMPLETION-CANDIDATES};"
              + " default ${DEFAULT-VALUE}",
      completionCandidates = OptionTexts.Strategies.class,
      converter = OptionTexts.StrategyConverter.class)
  private FlushStrategy flush;

  @Option(
      names = "--vnet-header-bytes",
      paramLabel = "N",
      defaultValue = "12",
      description = "bytes of the virtio-net header: 10, 12 or 20; default ${DEFAULT-VALUE}",
      converter = OptionTexts.VnetHeaderConverter.class)
  private int vnetHeaderBytes;

  @Option(
      names = "--max-held-segments",
      paramLabel = "N",
      defaultValue = "4096",
      description =
          "bound on the segments held per IP version, ${COMPLETION-CANDIDATES};"
              + " default ${DEFAULT-VALUE}",
      completionCandidates = WholeNumbers.HeldSegments.class,
      converter = WholeNumbers.HeldSegments.class)
  private long maxHeldSegments;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "write the deliveries as a capture",
      converter = OptionTexts.PathConverter.class)
  private Path out;

  @Option(
      names = "--deliveries",
      paramLabel = "FILE",
      description = "write the deliveries as JSON lines",
      converter = OptionTexts.PathConverter.class)
  private Path deliveries;

  @Option(
      names = "--write-trace",
      paramLabel = "FILE",
      description = "write the frames that are offered as a capture",
      converter = OptionTexts.PathConverter.class)
  private Path trace;

  @Mixin private WorkloadArguments workload;

  @Override
  public Integer call() {
    RscPolicy settings = settings();
    if (input.capture != null) {
      workload.refuseWithCapture();
    }
    try {
      refuseSameFiles();
      print(replay(settings), settings);
      return 0;
    } catch (IOException e) {
      return failed(Objects.requireNonNullElse(e.getMessage(), e.toString()));
    } catch (OutOfMemoryError e) {
      return failed(
          "out of memory before the end: give Java more than %d MB, for instance with java -Xmx4g"
              .formatted(Runtime.getRuntime().maxMemory() >> 20));
    }
  }

  private int failed(String message) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(message);
    err.flush();
    return 1;
  }

  private void print(ReplayReport report, RscPolicy settings) throws IOException {
    PrintWriter text = spec.commandLine().getOut();
    ReplayText.print(report, kind, settings, text);
    if (text.checkError()) {
      throw new IOException("standard output: the report could not be written");
    }
  }

  private RscPolicy settings() {
    RscPolicy switched = policy;
    for (RscSwitch on : with) {
      switched = switched.with(on);
    }
    for (RscSwitch off : without) {
      switched = switched.without(off);
    }
    return switched
        .withIntervalNanos(intervalNanos)
        .withFlush(flush)
        .withVnetHeaderBytes(vnetHeaderBytes)
        .withMaxHeldSegments((int) maxHeldSegments);
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
        ? new ProgressFrames(source, spec.commandLine().getErr())
        : source;
  }

  private ReplayReport replay(RscPolicy settings) throws IOException {
    try (FrameSource source = withProgress(source());
        ReplayOutputs outputs =
            new ReplayOutputs(
                named("--out", out),
                named("--deliveries", deliveries),
                named("--write-trace", trace))) {
      return outputs.replay(source, kind, settings);
    }
  }

  /** The same file twice would destroy the input, or give one output made of two. */
  private void refuseSameFiles() throws IOException {
    List<NamedFile> files =
        Stream.of(
                named("--in", input.capture),
                named("--out", out),
                named("--deliveries", deliveries),
                named("--write-trace", trace))
            .flatMap(Optional::stream)
            .toList();
    for (NamedFile file : files) {
      for (NamedFile other : files.subList(0, files.indexOf(file))) {
        if (file.isSameAs(other)) {
          throw new ParameterException(
              spec.commandLine(), other + " and " + file + " are the same file");
        }
      }
    }
  }

  private static Optional<NamedFile> named(String option, Path path) {
    return Optional.ofNullable(path).map(file -> new NamedFile(option, file));
  }

  /** The command line {@code replay ...}, without the word itself; returns the exit status. */
  public static int execute(String... args) {
    CommandLine command = commandLine();
    // picocli's own writer would not see that System.out is full or closed.
    command.setOut(new PrintWriter(System.out, true, System.out.charset()));
    return command.execute(args);
  }

  /** The parser of the command, for tests and for programs with several commands. */
  public static CommandLine commandLine() {
    return new CommandLine(new ReplayCommand());
  }
}
