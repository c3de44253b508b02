package dev.rsclab.replay;

import dev.rsclab.coalesce.FlushStrategy;
import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.coalesce.RscSwitch;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say how a coalescer behaves, its interval excepted. */
public final class PolicyArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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

  /** To be filled by the command line. */
  public PolicyArguments() {}

  /** The policy with all that was asked for, and the default interval. */
  public RscPolicy settings() {
    RscPolicy switched = policy;
    for (RscSwitch on : with) {
      switched = switched.with(on);
    }
    for (RscSwitch off : without) {
      switched = switched.without(off);
    }
    return switched
        .withFlush(flush)
        .withVnetHeaderBytes(vnetHeaderBytes)
        .withMaxHeldSegments((int) maxHeldSegments);
  }

  /** Policy, switches and flush strategy as the command line names them. */
  public String text() {
    String switches =
        Stream.of("--with", "--without")
            .filter(option -> !typed(option).isEmpty())
            .map(option -> " " + option.substring(2) + " " + typed(option))
            .collect(Collectors.joining());
    return "policy " + typed("--policy") + switches + ", flush " + flush;
  }

  private String typed(String name) {
    OptionSpec option = command.findOption(name);
    return option.originalStringValues().isEmpty()
        ? Objects.requireNonNullElse(option.defaultValue(), "")
        : String.join(",", option.originalStringValues());
  }
}
