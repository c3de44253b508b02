package dev.rsclab.results.live;

import dev.rsclab.results.Block;
import dev.rsclab.results.Figures;
import dev.rsclab.results.GuestCost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What a delivery and a segment cost, and whom: fitted for each workload, and compared with the
 * guest of the model.
 *
 * @param results the readings
 */
record LiveCosts(LiveResults results) {

  /** Who pays. */
  private enum Party {
    MACHINE("whole machine", it -> it.counts().cpuBusyNanos()),
    RECEIVER("receiver: its threads, and the writes to its tap", it -> it.parties().receiving()),
    WRITES("of it the writes", it -> it.parties().write()),
    SENDER("sender: its threads, and the way back", it -> it.parties().sending()),
    FORWARDER("forwarder without its writes", it -> it.parties().forwarding());

    private final String words;
    private final ToDoubleFunction<LiveReading> nanos;

    Party(String words, ToDoubleFunction<LiveReading> nanos) {
      this.words = words;
      this.nanos = nanos;
    }
  }

  private Optional<LiveFit> fit(LiveWorkload workload, Party party) {
    List<LiveReading> readings =
        results.readings().stream().filter(it -> it.workload().equals(workload)).toList();
    return LiveFit.of(readings, party.nanos);
  }

  /** What the whole machine spends on a workload. */
  static Optional<LiveFit> machine(LiveResults results, LiveWorkload workload) {
    return new LiveCosts(results).fit(workload, Party.MACHINE);
  }

  /** Empty if no workload was merged in different measure. */
  List<Block> blocks() {
    List<List<String>> rows = new ArrayList<>();
    for (LiveWorkload workload : results.workloads()) {
      for (Party party : Party.values()) {
        fit(workload, party)
            .ifPresent(it ->
                rows.add(
                    List.of(
                        workload.inWords(),
                        party.words,
                        it.delivery(),
                        it.segment(),
                        Integer.toString(it.count()),
                        String.format(Locale.ROOT, "%.2f", it.rSquared()))));
      }
    }
    return rows.isEmpty()
        ? List.of()
        : List.of(
            new Block.Heading(2, "What a delivery and a segment cost"),
            new Block.Paragraph(
                "CPU time per segment is a line over deliveries per segment: its slope is what a"
                    + " delivery costs, its value at 0 what a segment costs beside that. Least"
                    + " squares over the repetitions, without the kernel's own offload and those that"
                    + " other load disturbed; +- is the half width of a 95 % interval, in us. A write"
                    + " to the receiver's tap runs the receiver's stack, and is timed by the clock."
                    + " Processes that are not the experiment's count for the whole machine."),
            new Block.Table(
                List.of("sent", "CPU time of", "per delivery", "per segment", "repetitions", "R2"),
                rows),
            new Block.Paragraph(guest()));
  }

  /** The receiver of bulk transfer against the guest of the model. */
  private String guest() {
    for (LiveWorkload workload : results.workloads()) {
      Optional<LiveFit> receiver = fit(workload, Party.RECEIVER);
      if (workload.isBulk() && receiver.isPresent()) {
        return guest(workload, receiver.get());
      }
    }
    return "The parties were not timed apart in this run: what of it the receiver alone spends is"
        + " not known, and the guest HEAVY can be neither confirmed nor corrected.";
  }

  private String guest(LiveWorkload workload, LiveFit it) {
    GuestCost heavy = LiveGain.MODEL.guest();
    double off = heavy.perDelivery().doubleValue() - it.perDelivery();
    double payload =
        Spread.of(
                results.readings().stream()
                    .filter(reading -> reading.workload().equals(workload))
                    .mapToDouble(LiveReading::payloadPerSegment))
            .orElseThrow()
            .median();
    double perByte = it.perSegment() / payload;
    String verdict =
        Math.abs(off) <= it.perDeliveryError()
            ? "4500 ns lie within its interval: HEAVY is confirmed."
            : "4500 ns lie %s its interval: this receiver is %s for a delivery than HEAVY."
                .formatted(off > 0 ? "above" : "below", off > 0 ? "cheaper" : "dearer");
    return "The guest of the model is the receiver alone. In %s it spends %s us on a delivery, and %s us on a segment, %s ns a byte; HEAVY is %s. %s As a guest it is -p guest=%.0fns+%.2fns/B."
        .formatted(
            workload.inWords(),
            it.delivery(),
            it.segment(),
            Figures.number(perByte),
            heavy.text(),
            verdict.replace("4500", heavy.perDelivery().toPlainString()),
            it.perDelivery(),
            perByte);
  }
}
