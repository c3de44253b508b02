package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentPointsTest {
  private final AtomicInteger found = new AtomicInteger();
  private final RecentPoints<Integer> squares =
      new RecentPoints<>(n -> {
        found.incrementAndGet();
        return (double) n * n;
      });

  @Test
  void findsAPointOnce() {
    for (int i = 0; i < 100; i++) {
      assertThat(squares.of(7)).isEqualTo(49);
    }
    assertThat(found).hasValue(1);
  }

  @Test
  void isRightForMoreThanItRemembers() {
    for (int round = 0; round < 2; round++) {
      for (int n = 0; n < 10 * RecentPoints.PLACES; n++) {
        assertThat(squares.of(n)).isEqualTo((double) n * n);
      }
    }
    assertThat(found).hasValue(20 * RecentPoints.PLACES);
  }
}
