package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NanosTest {
  @ParameterizedTest
  @CsvSource({
    "0us, 0",
    "10us, 10000",
    "50000ns, 50000",
    "1ms, 1000000",
    "2 s, 2000000000",
    "0.5us, 500"
  })
  void readsTimesInAnyUnit(String text, long nanos) {
    assertThat(Nanos.parse(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "us", "-1us", "0.0001ns", "1e3us", "10 minutes", "99999999999999us"})
  void refusesEverythingElse(String text) {
    assertThatThrownBy(() -> Nanos.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'");
  }

  @Test
  void writesMicrosecondsExactly() {
    assertThat(Nanos.format(0)).isEqualTo("0 us");
    assertThat(Nanos.format(1_000_000)).isEqualTo("1000 us");
    assertThat(Nanos.format(1_500)).isEqualTo("1.5 us");
  }
}
