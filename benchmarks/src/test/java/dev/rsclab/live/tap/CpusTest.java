package dev.rsclab.live.tap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CpusTest {

  @Test
  void theLastProcessorIsTheForwarders() {
    assertThat(Cpus.of(0b11)).isEqualTo(new Cpus(0b10, 0b01));
    assertThat(Cpus.of(0b1101)).isEqualTo(new Cpus(0b1000, 0b0101));
    assertThat(Cpus.of(-1)).isEqualTo(new Cpus(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  @Test
  void asingleProcessorIsEverybodys() {
    assertThat(Cpus.of(0b100)).isEqualTo(new Cpus(0, 0));
    assertThat(Cpus.of(0)).isEqualTo(new Cpus(0, 0));
  }
}
