package dev.rsclab.results;

import static dev.rsclab.results.Cells.interval;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private static Measurement quiet(String kind, int micros, double value) {
    return interval(kind, micros, value * 0.99, value, value * 1.01);
  }

  private static String title(Measurement... cells) throws ResultsException {
    return Findings.throughput(List.of(Cells.study(cells)));
  }

  @Test
  void tellsAGain() throws ResultsException {
    assertThat(
            title(
                quiet("PASS_THROUGH", 0, 1000),
                quiet("HASH_MAP", 100, 3100),
                quiet("HASH_MAP", 300, 3110)))
        .isEqualTo(
            "bulk: at 100 us hash map carries 3.1x the packets of no coalescing;"
                + " longer intervals gain nothing measurable");
  }

  @Test
  void tellsThatTheEndWasNotSeen() throws ResultsException {
    assertThat(
            title(
                quiet("PASS_THROUGH", 0, 1000),
                quiet("HASH_MAP", 100, 3100),
                quiet("HASH_MAP", 300, 14200)))
        .isEqualTo(
            "bulk: at 300 us hash map carries 14x the packets of no coalescing;"
                + " longer intervals were not measured");
  }

  @Test
  void namesTheKindIfItIsTheFastestEverywhere() throws ResultsException {
    List<Measurement> run =
        List.of(
            quiet("PASS_THROUGH", 0, 1000),
            quiet("HASH_MAP", 100, 3100),
            quiet("LINKED_LIST", 100, 2100));
    List<Measurement> alike = new ArrayList<>(run);
    run.forEach(cell -> alike.add(ipv6(cell, cell.params().get("kind"))));
    assertThat(Findings.throughput(IntervalStudy.of(alike, Cells.KINDS)))
        .isEqualTo(
            "bulk: at 100 us hash map carries 3.1x the packets of no coalescing;"
                + " longer intervals were not measured");
    List<Measurement> unlike = new ArrayList<>(run);
    unlike.add(ipv6(run.getFirst(), "PASS_THROUGH"));
    unlike.add(ipv6(quiet("HASH_MAP", 300, 2000), "LINKED_LIST"));
    assertThat(Findings.throughput(IntervalStudy.of(unlike, Cells.KINDS)))
        .isEqualTo(
            "bulk: at 100 us (IPv4) and 300 us (IPv6) the fastest kind carries 3.1x (IPv4) and 2.0x"
                + " (IPv6) the packets of no coalescing; longer intervals were not measured");
  }

  private static Measurement ipv6(Measurement cell, String kind) {
    var params = new TreeMap<>(cell.params());
    params.put("family", "IPV6");
    params.put("kind", kind);
    return new Measurement(
        cell.benchmark(), cell.mode(), cell.unit(), params, cell.forks(), cell.bytesPerOp());
  }

  @Test
  void ratiosNearOneAreNotRoundedToOne() {
    Map<Double, String> texts =
        Map.of(
            0.8, "0.80x", 0.997, "0.997x", 1.0, "1.000x", 1.004, "1.004x", 1.04, "1.04x", 1.994,
            "1.99x", 1.997, "2.0x", 9.94, "9.9x", 9.96, "10x", 14.2, "14x");
    texts.forEach((value, text) ->
        assertThat(Figures.roughly(new Ratio(Math.log(value), 0, 9))).isEqualTo(text));
  }

  /** IPv4 gains; IPv6 gains at the best interval, but is too noisy to choose one. */
  private static List<Measurement> unlike() {
    return List.of(
        quiet("PASS_THROUGH", 0, 1000),
        quiet("OPEN_ADDRESSING", 1000, 2000),
        ipv6(quiet("A", 0, 1000), "PASS_THROUGH"),
        ipv6(interval("A", 10, 877, 1400, 2235), "OPEN_ADDRESSING"),
        ipv6(quiet("A", 100, 1300), "OPEN_ADDRESSING"),
        ipv6(quiet("A", 300, 1300), "OPEN_ADDRESSING"),
        ipv6(quiet("A", 1000, 1850), "OPEN_ADDRESSING"));
  }

  @Test
  void tellsDifferentEffectsOneByOne() throws ResultsException {
    assertThat(Findings.throughput(IntervalStudy.of(unlike(), Cells.KINDS)))
        .isEqualTo(
            "bulk, open addressing against no coalescing: IPv4 2.0x at 1000 us;"
                + " IPv6 1.85x at 1000 us, too noisy to choose an interval");
  }

  @Test
  void longTitlesHaveTwoLines() throws ResultsException {
    Measurement floor = quiet("PASS_THROUGH", 0, 1000);
    List<Measurement> alike = new ArrayList<>(List.of(floor, ipv6(floor, "PASS_THROUGH")));
    for (int micros : new int[] {300, 500, 1000}) {
      alike.add(quiet("OPEN_ADDRESSING", micros, micros < 500 ? 1200 : 1450));
      alike.add(ipv6(quiet("A", micros, 1550), "OPEN_ADDRESSING"));
    }
    String title = Findings.throughput(IntervalStudy.of(alike, Cells.KINDS));
    assertThat(title)
        .isEqualTo(
            "bulk: at 500 us (IPv4) and 300 us (IPv6) open addressing carries 1.45x (IPv4) and"
                + " 1.55x (IPv6) the packets of no coalescing; longer intervals gain nothing"
                + " measurable");
    for (String text :
        List.of(title, Findings.throughput(IntervalStudy.of(unlike(), Cells.KINDS)))) {
      for (int columns : new int[] {1, 2}) {
        ChartStyle style = new ChartStyle(Cells.KINDS, Picture.fontSize(columns));
        Picture picture = new Picture(style, text.replace("bulk", "request-response"), "", columns);
        assertThat(picture.titleLines()).hasSizeLessThan(3);
      }
    }
  }

  @Test
  void tellsALossNoneAndTheUnknown() throws ResultsException {
    assertThat(
            title(
                interval("PASS_THROUGH", 0, 990, 1000, 1010, 1000),
                interval("HASH_MAP", 100, 792, 800, 808, 800)))
        .isEqualTo(
            "bulk: every interval carries fewer packets than no coalescing, at best 0.80x by hash map");
    assertThat(title(quiet("PASS_THROUGH", 0, 1000), quiet("HASH_MAP", 100, 1001)))
        .isEqualTo("bulk: no interval carries measurably more packets than no coalescing");
    assertThat(
            title(
                interval("PASS_THROUGH", 0, 990, 1000, 1010),
                interval("HASH_MAP", 10, 877, 1400, 2235),
                interval("HASH_MAP", 100, 2000, 2000, 2000)))
        .isEqualTo(
            "bulk: at 100 us hash map carries 2.0x the packets of no coalescing;"
                + " the run is too noisy to choose an interval");
    assertThat(title(quiet("HASH_MAP", 100, 1001), quiet("HASH_MAP", 200, 1000)))
        .isEqualTo("bulk: the plateau of hash map begins at 100 us");
    assertThat(title(interval("PASS_THROUGH", 0, 1000), interval("HASH_MAP", 100, 1001)))
        .isEqualTo(
            "bulk: highest reading by hash map at 100 us; one fork a cell, so no difference is shown");
    assertThat(title(quiet("PASS_THROUGH", 0, 1000)))
        .isEqualTo("bulk: only the floor was measured");
  }

  @Test
  void tellsMergeFactorAndDelay() {
    List<ReplayRow> rows =
        List.of(
            ReplayRow.parse("bulk,IPV4,p,chain-timer,50000,1000,100,10.0,1,2,3,49900,5,,,"),
            ReplayRow.parse("bulk,IPV4,p,chain-timer,300000,1000,50,20.0,1,2,3,299000,5,,,"));
    assertThat(ReplayFindings.mergeAndDelay(rows, OptionalLong.of(50_000)))
        .isEqualTo(
            "bulk: at 50 us a delivery carries 10.0 packets on average, and 99 % of them wait no"
                + " longer than 49.9 us");
    List<ReplayRow> families =
        List.of(
            rows.getFirst(),
            ReplayRow.parse("bulk,IPV6,p,chain-timer,50000,1000,90,11.1,1,2,3,49900,5,,,"));
    assertThat(ReplayFindings.mergeAndDelay(families, OptionalLong.of(50_000)))
        .isEqualTo(
            "bulk: at 50 us a delivery carries 10.0 (IPv4) and 11.1 (IPv6) packets on average, and"
                + " 99 % of them wait no longer than 49.9 us");
    assertThat(ReplayFindings.mergeAndDelay(rows, OptionalLong.empty()))
        .startsWith(
            "bulk: at 300 us, the longest interval, a delivery carries 20.0 packets on average");
    assertThat(ReplayFindings.mergeAndDelay(rows, OptionalLong.of(20_000)))
        .startsWith("bulk: at 300 us, the longest interval, ");
  }
}
