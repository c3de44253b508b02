package dev.rsclab.bench;

import dev.rsclab.replay.ExitStatus;
import dev.rsclab.replay.FrameSource;
import dev.rsclab.replay.IntervalSweep;
import dev.rsclab.replay.OptionTexts;
import dev.rsclab.replay.PolicyArguments;
import dev.rsclab.replay.ReplayReport;
import dev.rsclab.replay.TrafficArguments;
import dev.rsclab.results.GuestCost;
import dev.rsclab.results.PacketCost;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code recommend} command: which interval for one's own traffic. */
@Command(
    name = "recommend",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Says which rsc_interval suits a capture: merge factor and added delay of each",
      "interval, exact, from one pass over the capture in virtual time, and the",
      "throughput that they let one predict. Nothing is measured."
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      "0:done",
      "1:a file could not be read, has no frames, or memory is too small",
      "2:wrong command line"
    })
final class RecommendCommand implements Callable<Integer> {

  /** Each interval has a coalescer of its own, which may hold as much as its policy allows. */
  private static final int MOST_INTERVALS = 32;

  @Spec private CommandSpec spec;

  @Mixin private TrafficArguments traffic;

  @Mixin private PolicyArguments policy;

  @Option(
      names = "--intervals",
      paramLabel = "TIME",
      split = ",",
      defaultValue = "0us,10us,20us,50us,100us,200us,300us,500us,1000us",
      description =
          "the intervals to choose from, at most " + MOST_INTERVALS + "; default ${DEFAULT-VALUE}",
      converter = OptionTexts.IntervalConverter.class)
  private List<Long> intervals;

  @Option(
      names = "--delay-budget",
      paramLabel = "TIME",
      defaultValue = "none",
      description =
          "the longest delay that 99 %% of the packets may be given, in ns, us or ms;"
              + " default ${DEFAULT-VALUE}",
      converter = OptionValues.Budget.class)
  private OptionalLong delayBudget;

  @Option(
      names = "--guest",
      paramLabel = "COST",
      defaultValue = "HEAVY",
      description =
          "what the guest spends per delivery and byte: ZERO, LIGHT (it polls: 1000ns+0.1ns/B), HEAVY"
              + " (a Linux receiver: 4500ns+0.4ns/B) or a cost such as 1500ns+0.2ns/B;"
              + " default ${DEFAULT-VALUE}",
      converter = OptionValues.Guest.class)
  private GuestCost guest;

  @Option(
      names = "--device-nanos",
      paramLabel = "NS",
      defaultValue = PacketCost.MEASURED_DEVICE_NANOS,
      description = "what the device spends per packet, in ns; default ${DEFAULT-VALUE}",
      converter = OptionValues.Cost.class)
  private double deviceNanos;

  @Option(
      names = "--tolerance",
      paramLabel = "PERCENT",
      defaultValue = "2%",
      description =
          "how far below the best an interval may be predicted to stay; default ${DEFAULT-VALUE}",
      converter = OptionValues.Percent.class)
  private double tolerance;

  @Override
  public Integer call() {
    traffic.check();
    List<Long> ascending = intervals.stream().sorted().distinct().toList();
    if (ascending.size() > MOST_INTERVALS) {
      throw new ParameterException(
          spec.commandLine(),
          "--intervals has " + ascending.size() + " values; allowed: at most " + MOST_INTERVALS);
    }
    return ExitStatus.of(
        spec,
        () -> {
          try (FrameSource source = traffic.open()) {
            print(IntervalSweep.run(source, policy.settings(), ascending), ascending);
          }
        });
  }

  private void print(List<ReplayReport> replays, List<Long> ascending) throws IOException {
    if (replays.getFirst().frames() == 0) {
      throw new IOException(traffic.name() + ": no frames");
    }
    PacketCost cost = new PacketCost(deviceNanos, guest);
    List<Prediction> predictions = new ArrayList<>();
    for (int i = 0; i < replays.size(); i++) {
      predictions.add(Prediction.of(ascending.get(i), replays.get(i), cost));
    }
    PrintWriter out = spec.commandLine().getOut();
    new PredictionText(predictions, cost, delayBudget, tolerance)
        .print(traffic.name(), policy.text(), out);
    if (out.checkError()) {
      throw new IOException("standard output: the recommendation could not be written");
    }
  }

  static int execute(String... args) {
    CommandLine command = new CommandLine(new RecommendCommand());
    // picocli's own writer would not see that System.out is full or closed.
    command.setOut(new PrintWriter(System.out, true, System.out.charset()));
    return command.execute(args);
  }
}
