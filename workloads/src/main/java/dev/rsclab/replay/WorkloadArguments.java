package dev.rsclab.replay;

import dev.rsclab.workload.FamilyMix;
import dev.rsclab.workload.LineRate;
import dev.rsclab.workload.OptionRefusedException;
import dev.rsclab.workload.PacketTrace;
import dev.rsclab.workload.WorkloadKind;
import dev.rsclab.workload.WorkloadOptions;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The options that shape a workload; what is not given is as the workload's defaults say. */
final class WorkloadArguments {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Spec(Spec.Target.SELF)
  private CommandSpec own;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "seed of the workload, ${COMPLETION-CANDIDATES}",
      completionCandidates = WholeNumbers.Seeds.class,
      converter = WholeNumbers.Seeds.class)
  private Long seed;

  @Option(
      names = "--packets",
      paramLabel = "N",
      description = "frames of the workload, ${COMPLETION-CANDIDATES}",
      completionCandidates = WholeNumbers.Packets.class,
      converter = WholeNumbers.Packets.class)
  private Long packets;

  @Option(
      names = "--flows",
      paramLabel = "N",
      description = "flows of the workload, ${COMPLETION-CANDIDATES}",
      completionCandidates = WholeNumbers.Flows.class,
      converter = WholeNumbers.Flows.class)
  private Long flows;

  @Option(
      names = "--family",
      paramLabel = "MIX",
      description = "IP versions of the workload: ${COMPLETION-CANDIDATES}",
      completionCandidates = OptionTexts.Families.class,
      converter = OptionTexts.FamilyConverter.class)
  private FamilyMix family;

  @Option(
      names = "--line-rate",
      paramLabel = "GBIT",
      description = "line rate of the workload in Gbit/s, ${COMPLETION-CANDIDATES}",
      completionCandidates = WholeNumbers.Gigabits.class,
      converter = WholeNumbers.Gigabits.class)
  private Long lineRate;

  @Option(
      names = "--payload-bytes",
      paramLabel = "N",
      description =
          "payload of the workload's full segments, ${COMPLETION-CANDIDATES};"
              + " 0: what an MTU of 1500 leaves",
      completionCandidates = WholeNumbers.PayloadBytes.class,
      converter = WholeNumbers.PayloadBytes.class)
  private Long payloadBytes;

  @Option(
      names = "--burst-segments",
      paramLabel = "N",
      description =
          "segments of one flow that follow each other, ${COMPLETION-CANDIDATES};"
              + " 0: as the workload does",
      completionCandidates = WholeNumbers.BurstSegments.class,
      converter = WholeNumbers.BurstSegments.class)
  private Long burstSegments;

  /**
   * Generates the workload.
   *
   * @throws ParameterException if it does not support the options
   */
  PacketTrace generate(WorkloadKind kind) {
    try {
      return kind.generate(options(kind.defaults()));
    } catch (OptionRefusedException e) {
      throw new ParameterException(command.commandLine(), message(e), e);
    }
  }

  private WorkloadOptions options(WorkloadOptions defaults) {
    return new WorkloadOptions(
        seed == null ? defaults.seed() : seed,
        packets == null ? defaults.packets() : packets.intValue(),
        family == null ? defaults.family() : family,
        flows == null ? defaults.flows() : flows.intValue(),
        lineRate == null ? defaults.lineRate() : LineRate.ofGigabits(lineRate.intValue()),
        payloadBytes == null ? defaults.payloadBytes() : payloadBytes.intValue(),
        burstSegments == null ? defaults.burstSegments() : burstSegments.intValue());
  }

  /** Names the option as users type it, and the others if it was not given. */
  private String message(OptionRefusedException refused) {
    String name = "--" + refused.option().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    OptionSpec given = command.commandLine().getParseResult().matchedOption(name);
    String value = given == null ? refused.value() + " by default" : "'" + typed(given) + "'";
    String others =
        given().map(o -> o.longestName() + " " + typed(o)).collect(Collectors.joining(" "));
    return ("Invalid value for option '" + name + "': " + value)
        + ("; allowed: " + refused.allowed())
        + (given == null ? "; given: " + others : "");
  }

  private static String typed(OptionSpec option) {
    return option.originalStringValues().getFirst();
  }

  /** An option that a capture would silently ignore is a mistake of the user's. */
  void refuseWithCapture() {
    Optional<OptionSpec> option = given().findFirst();
    if (option.isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          option.get().longestName() + " describes a workload; it has no meaning with --in");
    }
  }

  private Stream<OptionSpec> given() {
    ParseResult parsed = command.commandLine().getParseResult();
    return own.options().stream().filter(option -> parsed.hasMatchedOption(option.longestName()));
  }
}
