package dev.rsclab.results;

import static dev.rsclab.results.Cells.interval;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
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
            "bulk: 100 us carries 3.1x the packets of no coalescing;"
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
            "bulk: 300 us carries 14x the packets of no coalescing; longer ones were not measured");
  }

  @Test
  void tellsALossNoneAndTheUnknown() throws ResultsException {
    assertThat(title(quiet("PASS_THROUGH", 0, 1000), quiet("HASH_MAP", 100, 800)))
        .isEqualTo("bulk: every interval carries fewer packets than no coalescing, at best 0.80x");
    assertThat(title(quiet("PASS_THROUGH", 0, 1000), quiet("HASH_MAP", 100, 1001)))
        .isEqualTo("bulk: no interval carries measurably more packets than no coalescing");
    assertThat(
            title(
                interval("PASS_THROUGH", 0, 990, 1000, 1010),
                interval("HASH_MAP", 10, 877, 1400, 2235),
                interval("HASH_MAP", 100, 2000, 2000, 2000)))
        .isEqualTo(
            "bulk: 100 us carries 2.0x the packets of no coalescing;"
                + " the run is too noisy to choose an interval");
    assertThat(title(quiet("HASH_MAP", 100, 1001), quiet("HASH_MAP", 200, 1000)))
        .isEqualTo("bulk: the plateau begins at 100 us");
    assertThat(title(interval("PASS_THROUGH", 0, 1000), interval("HASH_MAP", 100, 1001)))
        .isEqualTo("bulk: highest reading at 100 us; one fork a cell, so no difference is shown");
    assertThat(title(quiet("PASS_THROUGH", 0, 1000)))
        .isEqualTo("bulk: only the floor was measured");
  }

  @Test
  void tellsMergeFactorAndDelay() {
    List<ReplayRow> rows =
        List.of(
            ReplayRow.parse("bulk,IPV4,p,50000,1000,100,10.0,1,2,3,49900,5"),
            ReplayRow.parse("bulk,IPV4,p,300000,1000,50,20.0,1,2,3,299000,5"));
    assertThat(Findings.mergeAndDelay(rows, OptionalLong.of(50_000)))
        .isEqualTo(
            "bulk: at 50 us a delivery carries 10.0 packets, and 99 % of them wait no longer than"
                + " 49.9 us");
    List<ReplayRow> families =
        List.of(rows.getFirst(), ReplayRow.parse("bulk,IPV6,p,50000,1000,90,11.1,1,2,3,49900,5"));
    assertThat(Findings.mergeAndDelay(families, OptionalLong.of(50_000)))
        .isEqualTo(
            "bulk: at 50 us a delivery carries 10.0 (IPv4) and 11.1 (IPv6) packets, and 99 % of"
                + " them wait no longer than 49.9 us");
    assertThat(Findings.mergeAndDelay(rows, OptionalLong.empty()))
        .startsWith("bulk: at 300 us a delivery carries 20.0 packets");
  }
}
