package dev.rsclab.bench;

import dev.rsclab.packet.IpFamily;
import dev.rsclab.peer.PeerOption;
import dev.rsclab.profile.ProfilerName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The {@code run} command: the main job. */
@Command(
    name = "run",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Measures every kind of coalescer over rsc_interval, draws the charts and says which interval to",
      "choose, and why. mvn -pl benchmarks jmh starts it."
    })
final class RunCommand implements Callable<Integer> {

  private static final Set<String> NOT_FOR_THE_MAIN_JOB =
      Set.of("-bm", "-rf", "-rff", "-o", "-tu", "-opi", "-t", "-h", "-l", "-lp", "-lprof", "-lrf");

  /** Where the project's own peers lie, from the repository's root. */
  private static final Path PEERS = Path.of("benchmarks", "peers");

  @Spec private CommandSpec spec;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "quick",
      description =
          "smoke (under 2 minutes), quick (under 8) or record (half an hour); default ${DEFAULT-VALUE}")
  private String profile;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "the run's folder is <date>-<label>; default: the profile's name")
  private String label;

  @Option(
      names = "--capture",
      paramLabel = "FILE",
      defaultValue = "",
      description = "a capture of your own, measured beside the profile's workloads")
  private String capture;

  @Option(
      names = "--delay-budget",
      paramLabel = "TIME",
      defaultValue = "none",
      description =
          "recommend only intervals that delay 99 %% of the packets no longer than this, in ns, us"
              + " or ms; default ${DEFAULT-VALUE}",
      converter = OptionValues.Budget.class)
  private OptionalLong delayBudget;

  @Option(
      names = "--precision",
      paramLabel = "PERCENT",
      defaultValue = "",
      description = {
        "measure until the 95 %% intervals of 95 %% of the cells are known to +-PERCENT, such as 2%%;",
        "at least two rounds, at most the -f of JMH's options or 20"
      })
  private String precision;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      defaultValue = "",
      description = {
        "make no round that would end after TIME, such as 30m or 1h30m; the first two are always made,",
        "then as many as fit, at most the -f of JMH's options or 20"
      })
  private String budget;

  @Option(
      names = "--peers",
      paramLabel = "NAMES",
      defaultValue = "",
      description = {
        "other programs that play the same packets, interleaved with the forks, separated by commas:",
        "dpdk-gro (dpdk-gro-light, dpdk-gro-heavy), bounds (header-only, copy-once), or the path of a",
        "command; docs/peers.md says how to write one"
      })
  private String peers;

  @Option(
      names = "--profilers",
      paramLabel = "NAMES",
      defaultValue = "",
      description = {
        "look at every kind in further forks after the measured ones, separated by commas: gc",
        "(allocation), jfr (hot methods, pauses, CPU load), async (flame graphs), perfnorm (hardware",
        "counters), inlining (what was compiled as one piece); docs/profilers.md says how to read them"
      })
  private String profilers;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "results/runs",
      description = "where run folders are made; default ${DEFAULT-VALUE}")
  private Path runs;

  @Parameters(
      paramLabel = "JMH",
      description = "after --: JMH's own options, in place of the profile's",
      arity = "0..*")
  private List<String> jmhArgs = new ArrayList<>();

  @Override
  public Integer call() {
    Settings settings = settings();
    try {
      return new MainJob(
              settings, labelOrProfile(settings.profile()), delayBudget, runs, System.out)
          .run();
    } catch (IOException | RunnerException e) {
      System.err.println(e.getMessage() == null ? e.toString() : e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  private Settings settings() {
    try {
      if (!labelText().matches("[A-Za-z0-9._-]*")) {
        throw new IllegalArgumentException(
            "--label '" + label + "'; allowed: letters, digits, dot, dash and underscore");
      }
      Profile chosen = Profile.named(profile);
      Limits limits = Limits.of(precision, budget);
      List<ProfilerName> wantedProfilers = ProfilerName.parse(profilers);
      PeerOption.Unbuilt unbuilt = PeerOption.parse(peers, PEERS);
      refuseWhatTheReportNeeds();
      List<String> args = List.of(Profilers.withLibrary(jmhArgs.toArray(String[]::new)));
      CommandLineOptions cli = parse(args);
      System.setProperty(Traces.CAPTURE_PROPERTY, capture);
      CommandLineCheck.check(cli, jmhArgs);
      Set<String> workloads =
          new LinkedHashSet<>(cli.getParameter("workload").orElse(chosen.values("workload")));
      if (!capture.isBlank()) {
        workloads.add(Traces.CAPTURE);
      }
      Settings settings =
          new Settings(
              chosen,
              cli,
              withoutIncludes(args),
              jmhArgs,
              withFamilies(workloads, cli),
              capture,
              limits,
              unbuilt.build(),
              wantedProfilers);
      if (settings.forksOfARound() == 0) {
        throw new IllegalArgumentException("nothing of what the options choose can be measured");
      }
      return settings;
    } catch (IllegalArgumentException | CommandLineOptionException | IOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static CommandLineOptions parse(List<String> args) throws CommandLineOptionException {
    return new CommandLineOptions(args.toArray(String[]::new));
  }

  /** What is left of a command line when everything that is not an option's has been taken out. */
  private static CommandLineOptions withoutIncludes(List<String> args)
      throws CommandLineOptionException {
    List<String> left = new ArrayList<>(args);
    for (int i = left.size() - 1; i >= 0; i--) {
      List<String> without = new ArrayList<>(left);
      without.remove(i);
      if (isOneLess(without, left)) {
        left = without;
      }
    }
    return parse(left);
  }

  /** Whether a command line chooses benchmarks by one regular expression less than another. */
  private static boolean isOneLess(List<String> without, List<String> args)
      throws CommandLineOptionException {
    try {
      return parse(without).getIncludes().size() < parse(args).getIncludes().size();
    } catch (CommandLineOptionException e) {
      return false; // what was taken out was an option's value
    }
  }

  /** The report is made from what these options would change or send elsewhere. */
  private void refuseWhatTheReportNeeds() {
    for (String arg : jmhArgs) {
      if (NOT_FOR_THE_MAIN_JOB.contains(arg)) {
        throw new IllegalArgumentException(
            arg
                + ": not an option of the main job, whose report needs JMH's own file and modes;"
                + " start java -jar benchmarks/target/benchmarks.jar for it");
      }
    }
  }

  /** Each workload with the IP versions that were asked for and that it has frames of. */
  private static SequencedMap<String, List<IpFamily>> withFamilies(
      Set<String> workloads, CommandLineOptions cli) throws IOException {
    Collection<String> names =
        cli.getParameter("family").orElse(Stream.of(IpFamily.values()).map(Enum::name).toList());
    List<IpFamily> wanted = names.stream().map(IpFamily::valueOf).toList();
    SequencedMap<String, List<IpFamily>> result = new LinkedHashMap<>();
    for (String workload : workloads) {
      List<IpFamily> has = Traces.families(workload);
      List<IpFamily> both = wanted.stream().filter(has::contains).toList();
      if (both.isEmpty()) {
        throw new IOException("workload " + workload + ": no untagged frames of " + wanted);
      }
      if (both.size() < wanted.size()) {
        System.out.println("Workload " + workload + " is measured over " + both + " only.");
      }
      result.put(workload, both);
    }
    return result;
  }

  private String labelText() {
    return label == null ? "" : label.strip();
  }

  private String labelOrProfile(Profile chosen) {
    return labelText().isEmpty() ? chosen.toString() : labelText();
  }

  static int execute(String... args) {
    return new CommandLine(new RunCommand()).execute(args);
  }
}
