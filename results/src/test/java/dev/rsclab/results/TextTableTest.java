package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columnsAreAsWideAsTheirLongestCell() {
    TextTable table = TextTable.of("a", "long header", "c");
    table.row("longer", 1, "");
    table.add(List.of("x", "", "end"));
    assertThat(table.lines())
        .containsExactly("a       long header  c", "longer  1", "x                    end");
    assertThat(table).hasToString(String.join("\n", table.lines()));
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> TextTable.of("a", "b").row(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row of 1 cell in a table of 2 columns: [1]");
  }
}
