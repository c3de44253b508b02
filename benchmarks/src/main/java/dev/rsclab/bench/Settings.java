package dev.rsclab.bench;

import dev.rsclab.packet.IpFamily;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a run measures: the profile, and in its place whatever JMH options the user gave.
 *
 * @param profile the profile
 * @param cli the user's JMH options
 * @param jmhArgs the same as the user wrote them
 * @param workloads the workloads of the interval benchmark
 * @param families the IP versions that those have
 * @param capture the user's capture, or an empty string
 */
record Settings(
    Profile profile,
    CommandLineOptions cli,
    List<String> jmhArgs,
    List<String> workloads,
    List<IpFamily> families,
    String capture) {

  /** Everything but what only JMH users ask for by name. */
  private static final List<Class<?>> MAIN_JOB =
      List.of(BaselineBenchmark.class, FlowScalingBenchmark.class, IntervalBenchmark.class);

  /** Forks of each cell: the user's {@code -f}, or the profile's. */
  int rounds() {
    return Math.max(1, cli.getForkCount().orElse(profile.rounds()));
  }

  /** The intervals of the interval benchmark. */
  List<String> intervals() {
    return List.copyOf(cli.getParameter("interval").orElse(profile.intervals()));
  }

  /** JMH's options for one round. */
  Options ofRound() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .parent(cli)
            .forks(1)
            .shouldFailOnError(false)
            .verbosity(VerboseMode.NORMAL)
            .addProfiler(GCProfiler.class)
            .jvmArgsPrepend(forkFlags());
    if (cli.getIncludes().isEmpty()) {
      MAIN_JOB.forEach(type -> options.include(Pattern.quote(type.getName() + ".")));
    }
    iterations(options);
    param(options, "interval", profile.intervals());
    param(options, "workload", workloads);
    param(options, "guestNanos", List.of(Profile.GUEST_NANOS));
    param(options, "flows", profile.flows());
    param(options, "payloadBytes", profile.payloads());
    return options.build();
  }

  private void iterations(ChainedOptionsBuilder options) {
    if (!cli.getWarmupIterations().hasValue()) {
      options.warmupIterations(profile.warmup().count());
    }
    if (!cli.getWarmupTime().hasValue()) {
      options.warmupTime(profile.warmup().time());
    }
    if (!cli.getMeasurementIterations().hasValue()) {
      options.measurementIterations(profile.measurement().count());
    }
    if (!cli.getMeasurementTime().hasValue()) {
      options.measurementTime(profile.measurement().time());
    }
  }

  private void param(ChainedOptionsBuilder options, String name, List<String> values) {
    if (!cli.getParameter(name).hasValue()) {
      options.param(name, values.toArray(String[]::new));
    }
  }

  private String[] forkFlags() {
    String[] flags = JmhCommand.FORK_FLAGS;
    if (capture.isEmpty()) {
      return flags;
    }
    String[] more = Arrays.copyOf(flags, flags.length + 1);
    more[flags.length] = "-D" + Traces.CAPTURE_PROPERTY + "=" + capture;
    return more;
  }
}
