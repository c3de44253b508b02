package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void percentilesAreTimesThatDidOccur() {
    Distribution times = Distribution.of(30, 10, 20, 40);
    assertThat(times.percentile(0)).hasValue(10);
    assertThat(times.percentile(50)).hasValue(20);
    assertThat(times.percentile(50.1)).hasValue(30);
    assertThat(times.percentile(99)).hasValue(40);
    assertThat(times.percentile(100)).hasValue(40);
  }

  @Test
  void thereIsNoPercentileOfNothing() {
    assertThat(Distribution.EMPTY.percentile(50)).isEmpty();
  }

  @Test
  void samplesOfSeveralThreadsAreOneDistribution() {
    Samples one = new Samples(2);
    one.add(5);
    one.add(1);
    one.add(9); // beyond its bound
    Samples other = new Samples(4);
    other.add(3);
    assertThat(Distribution.of(List.of(one, other)).percentile(100)).hasValue(5);
    assertThat(Distribution.of(List.of(one, other)).count()).isEqualTo(3);
    one.clear();
    assertThat(Distribution.of(List.of(one)).count()).isZero();
  }
}
