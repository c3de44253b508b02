package dev.rsclab.live;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.packet.IpFamily;
import dev.rsclab.replay.OptionTexts;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code live} command: real TCP through the coalescers. */
@Command(
    name = "live",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Sends real TCP of the Linux kernel through the coalescers, between two network",
      "namespaces that are gone when it ends, and measures goodput, response time and",
      "CPU time against rsc_interval. docs/live.md explains it. Needs root, Linux,",
      "/dev/net/tun and iproute2."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done",
      "1:something is missing, a measurement failed, or a digest differs",
      "2:wrong command line"
    })
public final class LiveCommand implements Callable<Integer> {

  private static final List<Long> INTERVALS = List.of(50_000L, 100_000L, 300_000L);

  private static final String RUNS = "--runs";

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = "two workloads, six devices, two rounds: under a minute, to see that it works")
  private boolean quick;

  @Option(
      names = "--workloads",
      paramLabel = "NAME[:FLOWS]",
      split = ",",
      description =
          "bulk, rate-limited (1 Gbit/s), evenly-paced (500 Mbit/s, segment by segment),"
              + " window-limited (32 KB), short-transfers (64 KiB each), request-response; with a"
              + " number of flows: bulk:8",
      converter = LiveOptions.Load.class)
  private List<LiveWorkload.Load> workloads;

  @Option(
      names = "--families",
      paramLabel = "NAME",
      split = ",",
      description = "ipv4, ipv6; with --workloads ipv4 if not given",
      converter = LiveOptions.Family.class)
  private List<IpFamily> families;

  @Option(
      names = "--kinds",
      paramLabel = "NAME",
      split = ",",
      description = "coalescers; one fast one and, at 300us, the linked list if not given",
      converter = LiveOptions.Kind.class)
  private List<CoalescerKind> kinds;

  @Option(
      names = "--policies",
      paramLabel = "NAME",
      split = ",",
      description =
          "qemu, hardened, windows, with switches behind plus signs; hardened if not given",
      converter = LiveOptions.Policy.class)
  private List<String> policies;

  @Option(
      names = "--flush",
      paramLabel = "NAME",
      split = ",",
      description = "flush strategies, see docs/policies.md",
      converter = OptionTexts.StrategyConverter.class)
  private List<FlushStrategy> flush;

  @Option(
      names = "--intervals",
      paramLabel = "TIME",
      split = ",",
      description =
          "rsc_interval, in ns, us or ms; 50us,100us,300us if one of --kinds, --policies, --flush is"
              + " given and this is not",
      converter = OptionTexts.IntervalConverter.class)
  private List<Long> intervals;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "each measures everything once, every other one backwards; 3, or 2 with --quick",
      converter = LiveOptions.Rounds.class)
  private Long rounds;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "150ms",
      description = "how long traffic runs before it is measured; default ${DEFAULT-VALUE}",
      converter = LiveOptions.Time.class)
  private Duration warmUp;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "500ms",
      description = "how long each repetition is measured; default ${DEFAULT-VALUE}",
      converter = LiveOptions.Time.class)
  private Duration duration;

  @Option(
      names = "--label",
      paramLabel = "TEXT",
      defaultValue = "live",
      description = "the run's folder is <date>-<label>; default ${DEFAULT-VALUE}")
  private String label;

  @Option(
      names = RUNS,
      paramLabel = "DIR",
      defaultValue = "results/runs",
      description = "where run folders are made; default ${DEFAULT-VALUE}")
  private Path runs;

  @Mixin private DigestArguments digest;

  private final Turn turn;

  /** The command's arguments, as typed. */
  private final String typed;

  private LiveCommand(Turn turn, String typed) {
    this.turn = turn;
    this.typed = typed;
  }

  /** What a measurement waits for, so that no two measure each other. */
  @FunctionalInterface
  public interface Turn {

    /** Waits; the turn ends when what is returned is closed. */
    Closeable take() throws IOException, InterruptedException;
  }

  @Override
  public Integer call() {
    check();
    Optional<String> missing = Requirements.ofMachine().missing();
    if (missing.isPresent()) {
      System.err.println(missing.get());
      return 1;
    }
    try {
      return digest.isWanted() ? digest() : experiment();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (IOException e) {
      System.err.println(Objects.requireNonNullElse(e.getMessage(), e.toString()));
      return 1;
    }
  }

  private int digest() throws IOException {
    List<Device> devices =
        Grid.devices(
                kinds == null ? coalescing() : kinds,
                policies == null ? List.of("qemu", "hardened", "windows") : policies,
                flush == null ? List.of(FlushStrategy.CHAIN_TIMER) : flush,
                intervals == null ? List.of(50_000L, 300_000L) : intervals)
            .stream()
            .filter(device -> !device.isKernel())
            .toList();
    DigestCheck check =
        new DigestCheck(
            devices,
            families == null ? List.of(IpFamily.values()) : families,
            digest.size(),
            digest.faults());
    int different = check.run(System.out);
    if (different > 0) {
      System.err.println("FAILED: " + different + " transfers did not arrive as they were sent");
    }
    return different == 0 ? 0 : 1;
  }

  private int experiment() throws IOException, InterruptedException {
    Experiment experiment =
        new Experiment(
            Grid.of(workloads(), devices()),
            rounds == null ? quick ? 2 : 3 : Math.toIntExact(rounds),
            warmUp,
            duration,
            label,
            "java -jar benchmarks/target/benchmarks.jar live" + typed);
    try (Closeable _ = turn.take()) {
      experiment.run(runs, System.out);
      return 0;
    }
  }

  private List<LiveWorkload> workloads() {
    if (workloads != null) {
      return Grid.workloads(workloads, families == null ? List.of(IpFamily.IPV4) : families);
    }
    List<LiveWorkload> usual = quick ? Grid.quickWorkloads() : Grid.usualWorkloads();
    if (families == null) {
      return usual;
    }
    return Grid.workloads(
        usual.stream().map(it -> new LiveWorkload.Load(it.shape(), it.flows())).distinct().toList(),
        families);
  }

  private List<Device> devices() {
    if (kinds == null && policies == null && flush == null && intervals == null) {
      return quick ? Grid.quickDevices() : Grid.usualDevices();
    }
    return Grid.devices(
        kinds == null ? List.of(CoalescerKind.OPEN_ADDRESSING) : kinds,
        policies == null ? List.of("hardened") : policies,
        flush == null ? List.of(FlushStrategy.CHAIN_TIMER) : flush,
        intervals == null ? INTERVALS : intervals);
  }

  private static List<CoalescerKind> coalescing() {
    return CoalescerKind.available().stream().filter(CoalescerKind::coalesces).toList();
  }

  private void check() {
    if (!label.matches("[A-Za-z0-9._-]+")) {
      throw refused("--label '" + label + "'; allowed: letters, digits, dot, dash and underscore");
    }
    if (!digest.isWanted() && digest.isDetailed()) {
      throw refused(
          "--size, --loss, --reorder, --duplicate and --seed are allowed with --digest only");
    }
    if (digest.isWanted() && (workloads != null || quick || rounds != null)) {
      throw refused("--workloads, --quick and --rounds are not allowed with --digest");
    }
  }

  private ParameterException refused(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * Runs the command and returns its exit status.
   *
   * @param turn taken before anything is measured, not before the command line has been looked at
   */
  public static int execute(Turn turn, String... args) {
    return new CommandLine(new LiveCommand(turn, repeatable(args))).execute(args);
  }

  /** The arguments without the place of the run's folder, which another machine has elsewhere. */
  private static String repeatable(String... args) {
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < args.length; i++) {
      if (args[i].equals(RUNS)) {
        i++;
      } else if (!args[i].startsWith(RUNS + "=")) {
        typed.append(' ').append(args[i]);
      }
    }
    return typed.toString();
  }
}
