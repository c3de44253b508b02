package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.Precision;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {

  private static final Precision GOOD = new Precision(0.019, 100);
  private static final Precision BAD = new Precision(0.021, 100);
  private static final Precision UNKNOWN = new Precision(Double.POSITIVE_INFINITY, 100);

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void aRunIsLongEnoughWhenItIsPrecise() {
    Limits limits = Limits.of("2%", "");
    assertThat(limits.reasonToStop(1, minutes(1), minutes(1), GOOD)).isEmpty();
    assertThat(limits.reasonToStop(2, minutes(2), minutes(1), BAD)).isEmpty();
    assertThat(limits.reasonToStop(2, minutes(2), minutes(1), UNKNOWN)).isEmpty();
    assertThat(limits.reasonToStop(3, minutes(3), minutes(1), GOOD).orElseThrow())
        .contains("3 rounds", "1.9 %", "2 % was asked for");
  }

  @Test
  void noRoundIsBegunThatWouldEndAfterTheBudget() {
    Limits limits = Limits.of("", "10m");
    assertThat(limits.reasonToStop(1, minutes(20), minutes(20), BAD)).isEmpty();
    assertThat(limits.reasonToStop(4, minutes(8), minutes(2), GOOD)).isEmpty();
    assertThat(limits.reasonToStop(4, minutes(8), minutes(3), BAD).orElseThrow())
        .contains("4 rounds and 8m", "up to 3m", "budget of 10m");
  }

  @Test
  void theFirstOfTwoLimitsEndsARun() {
    Limits limits = Limits.of("2", "10m");
    assertThat(limits.reasonToStop(2, minutes(2), minutes(1), GOOD)).isPresent();
    assertThat(limits.reasonToStop(9, minutes(9), minutes(2), BAD)).isPresent();
    assertThat(limits.reasonToStop(5, minutes(5), minutes(1), BAD)).isEmpty();
    assertThat(Limits.NONE.reasonToStop(9, minutes(99), minutes(9), GOOD)).isEmpty();
  }

  @Test
  void aBudgetThatIsTooShortIsTold() {
    assertThat(Limits.of("", "90s").tooShort(minutes(2)).orElseThrow()).contains("1m30s", "2m");
    assertThat(Limits.of("", "1h30m").tooShort(minutes(90))).isEmpty();
    assertThat(Limits.of("2%", "").tooShort(minutes(90))).isEmpty();
  }

  @Test
  void profilesHaveTheirPartOfTheBudget() {
    Limits limits = Limits.of("", "10m").keeping(minutes(2));
    assertThat(limits.reasonToStop(4, minutes(6), minutes(2), BAD)).isEmpty();
    assertThat(limits.reasonToStop(4, minutes(7), minutes(2), BAD).orElseThrow())
        .contains("up to 2m, and the profiles, of about 2m, would not end within");
    assertThat(limits.tooShort(minutes(8))).isEmpty();
    assertThat(limits.tooShort(minutes(9)).orElseThrow())
        .contains("two rounds and the profiles", "about 11m");
  }

  @Test
  void whatWasAskedForIsWrittenDown() {
    assertThat(Limits.of("2%", "1h30m").options()).containsExactly("precision=2%", "budget=1h30m");
    assertThat(Limits.of("0.5", "").options()).containsExactly("precision=0.5%");
    assertThat(Limits.NONE.options()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0%, '', --precision '0%', 2%",
    "two, '', --precision 'two', 2%",
    "-1%, '', --precision '-1%', 2%",
    "'', 30, --budget '30', 1h30m",
    "'', 0m, --budget '0m', 1h30m",
    "'', -5m, --budget '-5m', 1h30m",
  })
  void otherFormsAreRefused(String precision, String budget, String value, String allowed) {
    assertThatThrownBy(() -> Limits.of(precision, budget))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(value)
        .hasMessageContaining(allowed);
  }
}
