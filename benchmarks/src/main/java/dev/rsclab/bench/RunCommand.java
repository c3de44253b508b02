package dev.rsclab.bench;

import dev.rsclab.capture.CaptureReader;
import dev.rsclab.packet.IpFamily;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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

  @Spec private CommandSpec spec;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      defaultValue = "quick",
      description = "smoke (under 2 minutes), quick (under 8) or record; default ${DEFAULT-VALUE}")
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
      return new MainJob(settings, labelOrProfile(settings.profile()), runs, System.out).run();
    } catch (IOException | RunnerException e) {
      System.err.println(e.getMessage());
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
      CommandLineOptions cli =
          new CommandLineOptions(Profilers.withLibrary(jmhArgs.toArray(String[]::new)));
      CommandLineCheck.check(cli, jmhArgs);
      List<String> workloads =
          new ArrayList<>(cli.getParameter("workload").orElse(chosen.workloads()));
      if (capture.isBlank()) {
        return new Settings(chosen, cli, jmhArgs, workloads, families(cli), "");
      }
      System.setProperty(Traces.CAPTURE_PROPERTY, capture);
      if (!workloads.contains(Traces.CAPTURE)) {
        workloads.add(Traces.CAPTURE);
      }
      return new Settings(chosen, cli, jmhArgs, workloads, families(cli), readable(capture));
    } catch (IllegalArgumentException | CommandLineOptionException | IOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static List<IpFamily> families(CommandLineOptions cli) {
    return cli.getParameter("family").hasValue()
        ? cli.getParameter("family").get().stream().map(IpFamily::valueOf).toList()
        : List.of(IpFamily.values());
  }

  /** Looks at the capture before anything is measured. */
  private static String readable(String file) throws IOException {
    try (CaptureReader reader = CaptureReader.open(Path.of(file))) {
      if (!reader.next()) {
        throw new IOException(file + ": no frames");
      }
    }
    return file;
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
