package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH's own command line, as JMH users expect it, with five things mended: it waits for another JMH
 * instead of giving up, its exit status says whether a benchmark failed, {@code -prof async} needs
 * no library path, JDK 25's warnings about Unsafe are off in the forks, and kinds that this JVM
 * cannot make are left out.
 */
final class JmhCommand {

  /** JMH 1.37 uses methods of Unsafe that JDK 24 and later warn about. */
  private static final List<String> FORK_FLAGS =
      List.of("--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED");

  /** What JMH's parser says behind the first letter of an option. */
  private static final String UNKNOWN = " is not a recognized option";

  private JmhCommand() {}

  static int execute(String... args) {
    try {
      String[] completed = Profilers.withLibrary(args);
      CommandLineOptions cli = new CommandLineOptions(completed);
      if (onlyTells(cli)) {
        org.openjdk.jmh.Main.main(completed);
        if (cli.shouldHelp()) {
          System.out.println(
              "Also: run --help (the main job), replay --help (traffic in virtual time),"
                  + " recommend --help (which interval for a capture), live --help (real TCP through the"
                  + " coalescers), report --help (a run's report and charts anew), compare --help"
                  + " (two runs, cell by cell)");
        }
        return 0;
      }
      CommandLineCheck.check(cli, List.of(completed));
      PrintStream err = System.err;
      try (JmhLock _ = JmhLock.acquire(err)) {
        return run(cli);
      }
    } catch (CommandLineOptionException | IllegalArgumentException e) {
      System.err.println(named(e.getMessage(), args));
      System.err.println(
          "-h shows JMH's options; run, replay, recommend, live, report and compare --help show ours.");
      return 2;
    } catch (IOException | RunnerException e) {
      // JMH says what was the matter in the causes: a profiler that is not there, say.
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        System.err.println(cause.getMessage());
        for (Throwable other : cause.getSuppressed()) {
          System.err.println(other.getMessage());
        }
      }
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** JMH's parser names the first letter of an option that it does not know; we name the option. */
  private static String named(String message, String... args) {
    String letter = message.endsWith(UNKNOWN) ? message.substring(0, message.indexOf(UNKNOWN)) : "";
    return letter.isEmpty()
        ? message
        : Arrays.stream(args)
            .filter(arg -> arg.startsWith("-" + letter) || arg.startsWith("--" + letter))
            .findFirst()
            .map(arg -> arg + UNKNOWN)
            .orElse(message);
  }

  private static boolean onlyTells(CommandLineOptions cli) {
    return cli.shouldHelp()
        || cli.shouldList()
        || cli.shouldListWithParams()
        || cli.shouldListProfilers()
        || cli.shouldListResultFormats();
  }

  private static int run(CommandLineOptions cli) throws RunnerException, IOException {
    PrintStream out =
        cli.getOutput().hasValue()
            ? new PrintStream(cli.getOutput().get(), StandardCharsets.UTF_8)
            : System.out;
    OutputFormat text =
        OutputFormatFactory.createFormatInstance(out, cli.verbosity().orElse(VerboseMode.NORMAL));
    CountingOutput counted = new CountingOutput(text);
    Collection<RunResult> results = new ArrayList<>();
    List<Options> parts = parts(cli);
    for (Options part : parts) {
      results.addAll(new Runner(part, counted).run());
    }
    if (parts.size() > 1 && (cli.getResult().hasValue() || cli.getResultFormat().hasValue())) {
      writeTogether(results, cli);
    }
    if (counted.started() > results.size() || counted.failures() > 0) {
      System.err.println(
          Math.max(counted.failures(), counted.started() - results.size())
              + " of "
              + counted.started()
              + " benchmarks failed");
      return 1;
    }
    return 0;
  }

  /**
   * What is run, in as many parts as there are lists of kinds: JMH knows all kinds from when it was
   * compiled, those too that this JVM cannot make.
   */
  static List<Options> parts(CommandLineOptions cli) {
    List<String> flags = new ArrayList<>(forkFlags());
    flags.addAll(cli.getJvmArgsPrepend().orElse(List.of()));
    Supplier<ChainedOptionsBuilder> all =
        () -> new OptionsBuilder().parent(cli).jvmArgsPrepend(flags.toArray(String[]::new));
    if (cli.getParameter("kind").hasValue()
        || CoalescerKind.available().size() == CoalescerKind.values().length) {
      return List.of(all.get().build());
    }
    Map<List<String>, List<String>> byKinds = CommandLineCheck.byKinds(cli);
    List<Options> parts = new ArrayList<>();
    byKinds.forEach((kinds, _) -> {
      ChainedOptionsBuilder part = all.get();
      if (!kinds.isEmpty()) {
        part.param("kind", kinds.toArray(String[]::new));
      }
      byKinds.forEach((others, names) -> {
        if (!others.equals(kinds)) {
          names.forEach(name -> part.exclude("^" + Pattern.quote(name) + "$"));
        }
      });
      parts.add(part.build());
    });
    return parts;
  }

  /** JMH writes a file for each part, over that of the one before. */
  private static void writeTogether(Collection<RunResult> results, CommandLineOptions cli) {
    ResultFormatType format = cli.getResultFormat().orElse(Defaults.RESULT_FORMAT);
    String file =
        cli.getResult()
            .orElse(Defaults.RESULT_FILE_PREFIX + "." + format.name().toLowerCase(Locale.ROOT));
    ResultFormatFactory.getInstance(format, file).writeOut(results);
  }

  /** Flags that every fork gets. */
  static List<String> forkFlags() {
    return Stream.concat(FORK_FLAGS.stream(), CoalescerKind.jvmFlags().stream()).toList();
  }
}
