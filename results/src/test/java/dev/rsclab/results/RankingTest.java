package dev.rsclab.results;

import static dev.rsclab.results.Cells.interval;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static List<String> ranks(Measurement... cells) throws ResultsException {
    return Ranking.at(Cells.study(cells), 50_000).places().stream()
        .map(place -> place.rank() + " " + place.kind())
        .toList();
  }

  @Test
  void neighboursThatCannotBeToldApartShareARank() throws ResultsException {
    assertThat(
            ranks(
                interval("PASS_THROUGH", 50, 9000, 9100),
                interval("A", 50, 3000, 3040),
                interval("B", 50, 1000, 1010),
                interval("C", 50, 3010, 3020),
                interval("D", 50, 1005, 1012)))
        .containsExactly("1= A", "1= C", "3= D", "3= B");
  }

  @Test
  void kindsWithoutThisIntervalAreLeftOut() throws ResultsException {
    assertThat(ranks(interval("A", 50, 3000, 3030), interval("B", 100, 9000, 9010)))
        .containsExactly("1 A");
  }

  @Test
  void oneForkGivesNoRanks() throws ResultsException {
    assertThat(ranks(interval("A", 50, 1000), interval("B", 50, 3000)))
        .containsExactly("- B", "- A");
  }
}
