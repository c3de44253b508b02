package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartsTest {
  private static Condition guest(String parameter, String value) {
    return new Condition(new TreeMap<>(Map.of(parameter, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "guestNanos, 4500, 4500ns",
    "guestNanos, 0, 0ns",
    "guest, ZERO, 0ns",
    "guest, LIGHT, 1000ns+0.1ns/B",
    "guest, HEAVY, 4500ns+0.4ns/B",
    "guest, 1500ns+0.2ns/B, 1500ns+0.2ns/B",
    "guest, 1500.0ns+0.20ns/B, 1500ns+0.2ns/B",
    "guest, 4500ns, 4500ns"
  })
  void aCostOfTheGuestIsRead(String parameter, String value, String text) {
    assertThat(GuestCost.of(guest(parameter, value)).orElseThrow().text()).isEqualTo(text);
  }

  @Test
  void aCostThatIsNotOneIsNotGuessed() {
    assertThat(GuestCost.of(guest("guest", "MEDIUM"))).isEmpty();
    assertThat(GuestCost.of(guest("guest", "-1ns"))).isEmpty();
    assertThat(GuestCost.of(guest("workload", "bulk"))).isEmpty();
  }

  @Test
  void theIdealIsTheCostOfTheGuestAlone() throws ResultsException {
    IntervalStudy study = Cells.study(Cells.interval("HASH_MAP", 50, 9e5, 9.1e5));
    // 10 packets in 2 deliveries of 1000 ns
    String row = "bulk,IPV4,qemu,chain-timer,50000,10,2,5.0,0.0,0,0,0,0,,";
    assertThat(ThroughputChart.ideal(study, table(row + ",14000")))
        .containsExactly(Map.entry(50_000L, 1e9 * 10 / 2000));
    assertThat(ThroughputChart.ideal(study, table(row + ","))).isEmpty();
    assertThat(ThroughputChart.ideal(study, Optional.empty())).isEmpty();
  }

  private static Optional<ReplayTable> table(String row) {
    return Optional.of(new ReplayTable(List.of(ReplayRow.parse(row))));
  }
}
