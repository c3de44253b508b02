package dev.rsclab.replay;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.Placement;
import dev.rsclab.coalesce.RscPolicy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
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

  @Mixin private TrafficArguments traffic;

  @Option(
      names = "--coalescer",
      paramLabel = "KIND",
      defaultValue = "OPEN_ADDRESSING",
      description = "one of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}",
      completionCandidates = OptionTexts.Kinds.class,
      converter = OptionTexts.KindConverter.class)
  private CoalescerKind kind;

  @Mixin private PolicyArguments policy;

  @Option(
      names = "--placement",
      paramLabel = "NAME",
      defaultValue = "staged",
      description =
          "where the payload of what is held lies, see docs/placements.md: ${COMPLETION-CANDIDATES};"
              + " changes no delivery; default ${DEFAULT-VALUE}",
      completionCandidates = OptionTexts.Placements.class,
      converter = OptionTexts.PlacementConverter.class)
  private Placement placement;

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

  @Override
  public Integer call() {
    RscPolicy settings =
        policy.settings().withIntervalNanos(intervalNanos).withPlacement(placement);
    traffic.check();
    return ExitStatus.of(
        spec,
        () -> {
          refuseSameFiles();
          print(replay(settings), settings);
        });
  }

  private void print(ReplayReport report, RscPolicy settings) throws IOException {
    PrintWriter text = spec.commandLine().getOut();
    ReplayText.print(report, kind, settings, text);
    if (text.checkError()) {
      throw new IOException("standard output: the report could not be written");
    }
  }

  private ReplayReport replay(RscPolicy settings) throws IOException {
    try (FrameSource source = traffic.open();
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
                traffic.capture().map(file -> new NamedFile("--in", file)),
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
