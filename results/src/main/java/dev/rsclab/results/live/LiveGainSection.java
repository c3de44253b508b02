package dev.rsclab.results.live;

import dev.rsclab.results.Block;
import dev.rsclab.results.Figures;
import dev.rsclab.results.PacketCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the study's model of cost says that coalescing gains, and what was seen, for each cell;
 * where they differ, and why.
 *
 * @param results the readings
 */
record LiveGainSection(LiveResults results) {
  private static final String NOTHING = "-";

  /** Empty if nothing was predicted. */
  List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    for (LiveWorkload workload : results.workloads()) {
      List<LiveGain> gains = LiveGain.of(results, workload);
      if (!gains.isEmpty()) {
        blocks.add(new Block.Heading(3, workload.inWords()));
        blocks.add(new Block.Paragraph(sentences(workload, gains)));
        blocks.add(table(gains));
      }
    }
    if (!blocks.isEmpty()) {
      blocks.add(0, new Block.Heading(2, "Gain, predicted and seen"));
      blocks.add(1, new Block.Paragraph(rule()));
    }
    return blocks;
  }

  private static String rule() {
    return "Gains are over no coalescing, each round by itself: how many times the goodput, and how"
        + " many times less CPU time of the whole machine for a gigabyte. The model predicts one"
        + " gain for both, since it has one processor do all: "
        + PacketCost.IN_WORDS
        + ", device "
        + PacketCost.MEASURED_DEVICE_NANOS
        + " ns, guest HEAVY ("
        + LiveGain.MODEL.guest().text()
        + "). Packets per delivery are those of a replay of the same arrivals, or of the arrivals"
        + " without coalescing. Seen differs from predicted if it does in every round, of two or"
        + " more, in the same direction, and by more than %.0f %% in the median. %s has the same figures."
            .formatted(LivePrediction.SLIGHT * 100, LiveGainFile.NAME);
  }

  private String sentences(LiveWorkload workload, List<LiveGain> gains) {
    return List.of(
            workload.isPaced()
                ? "The sender is paced: only CPU time can be gained."
                : compared("Goodput", gains, LiveGain::goodput),
            compared("CPU time", gains, LiveGain::cpu),
            cost(workload, gains),
            slowed(workload, gains))
        .stream()
        .filter(it -> !it.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String compared(
      String what, List<LiveGain> gains, Function<LiveGain, Optional<LiveGain.Seen>> which) {
    List<LiveGain> both = gains.stream().filter(it -> which.apply(it).isPresent()).toList();
    List<LiveGain.Seen> seen = both.stream().map(it -> which.apply(it).orElseThrow()).toList();
    if (seen.isEmpty()) {
      return "";
    }
    String text =
        "%s: predicted are %s no coalescing, seen were %s; seen over predicted has a median of %s over the settings."
            .formatted(
                what,
                range(Spread.of(both.stream().mapToDouble(it -> it.predicted().median()))),
                range(Spread.of(seen.stream().mapToDouble(it -> it.gain().median()))),
                Spread.of(seen.stream().mapToDouble(it -> it.factor().median()))
                    .orElseThrow()
                    .inWords("x"));
    return text
        + (seen.stream().allMatch(it -> it.factor().count() < 2)
            ? " One round tells nothing about the noise."
            : " By more than the rounds differ it is less than predicted in %d of %d settings, and more in %d."
                .formatted(
                    seen.stream().filter(LiveGain.Seen::less).count(),
                    seen.size(),
                    seen.stream().filter(LiveGain.Seen::more).count()));
  }

  private static String range(Optional<Spread> medians) {
    Spread it = medians.orElseThrow();
    return it.low() == it.high()
        ? Figures.number(it.low()) + "x"
        : "%sx to %sx".formatted(Figures.number(it.low()), Figures.number(it.high()));
  }

  /** What the machine spends on a delivery and on a segment, against the model. */
  private String cost(LiveWorkload workload, List<LiveGain> gains) {
    LiveReading any = results.cell(workload, gains.getFirst().device()).getFirst();
    return LiveCosts.machine(results, workload)
        .map(it ->
            ("Why: a delivery costs the whole machine %s us, and a segment %s us beside that, which"
                    + " no merging saves (least squares); the model has %s us and %s us. So at most %sx"
                    + " can be gained, where the model's limit is %sx: sender, forwarder and receiver"
                    + " share the processors, and what sending a segment costs stays.")
                .formatted(
                    it.delivery(),
                    it.segment(),
                    Figures.number(LiveGain.MODEL.guest().perDelivery().doubleValue() / 1e3),
                    Figures.number(LiveGain.unmergedNanos(any) / 1e3),
                    Figures.number(it.limit()),
                    Figures.number(LiveGain.gain(any, Double.POSITIVE_INFINITY))))
        .orElse("");
  }

  /** Where less was carried than without coalescing, though it took less CPU time. */
  private String slowed(LiveWorkload workload, List<LiveGain> gains) {
    String settings =
        gains.stream()
            .filter(LiveGainSection::isSlowed)
            .map(it ->
                "%s (%s)"
                    .formatted(
                        new LiveStyle(results.series()).name(it.device()),
                        it.goodput().orElseThrow().gain().inWords("x")))
            .collect(Collectors.joining(", "));
    if (settings.isEmpty()) {
      return "";
    }
    String why =
        results.hasRoundTrips(workload)
            ? "the next request waits for the response, and this one for the interval"
            : "the sender waits for acknowledgements, and they for what is held: its window limits it";
    return "Less is carried than without coalescing, though a gigabyte does not take more CPU time, through %s: not the processor is the limit there, but the delay (%s), which the model does not know."
        .formatted(settings, why);
  }

  private static boolean isSlowed(LiveGain it) {
    return it.goodput().filter(seen -> seen.gain().high() < 1).isPresent()
        && it.cpu().filter(seen -> seen.gain().median() > 1).isPresent();
  }

  private static Block table(List<LiveGain> gains) {
    return new Block.Table(
        List.of(
            "through",
            "predicted gain",
            "from plain arrivals",
            "goodput gain",
            "over predicted",
            "CPU time gain",
            "over predicted"),
        gains.stream()
            .map(it ->
                List.of(
                    it.device().inWords(),
                    it.predicted().inWords("x"),
                    it.fromPlain().map(spread -> spread.inWords("x")).orElse(NOTHING),
                    text(it.goodput(), LiveGain.Seen::gain),
                    text(it.goodput(), LiveGain.Seen::factor),
                    text(it.cpu(), LiveGain.Seen::gain),
                    text(it.cpu(), LiveGain.Seen::factor)))
            .toList());
  }

  private static String text(Optional<LiveGain.Seen> seen, Function<LiveGain.Seen, Spread> which) {
    return seen.map(it -> which.apply(it).inWords("x")).orElse(NOTHING);
  }
}
