package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Font;
import java.util.List;
import org.junit.jupiter.api.Test;

class LetteringTest {

  @Test
  void aUnitStaysWithItsNumber() {
    Lettering lettering = new Lettering(new Font(Font.SANS_SERIF, Font.PLAIN, 20));
    String text = "99 % of them wait no longer than 199 us; use it";
    double untilTheNumber = lettering.width("99 % of them wait no longer than 199");
    assertThat(lettering.wrap(text, untilTheNumber + 1))
        .isEqualTo(List.of("99 % of them wait no longer than", "199 us; use it"));
  }
}
