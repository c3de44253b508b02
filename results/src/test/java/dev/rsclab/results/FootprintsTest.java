package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintsTest {
  @TempDir private Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("footprint.csv"), String.join("\n", lines) + "\n");
  }

  @Test
  void theLargestTableOfEachKindIsShownWithTheCacheThatHoldsIt() throws IOException {
    Footprints it =
        Footprints.read(file("kind,flows,table_bytes", "A,1,1000", "A,64,8192", "B,64,99999"));
    assertThat(it.rows()).hasSize(3);
    assertThat(it.table(MadeUpEnvironment.environment()).lines())
        .containsExactly(
            "kind  flows  KiB  bytes a flow  smallest cache for it",
            "A     64     8    128           L1 (32 KiB)",
            "B     64     97   1562          none known");
  }

  @Test
  void aWrongLineIsNamed() throws IOException {
    assertThatThrownBy(() -> Footprints.read(file("kind,flows,table_bytes", "A,0,1")))
        .isInstanceOf(ResultsException.class)
        .hasMessage("footprint.csv: line 2 is not a kind and two numbers: A,0,1");
    assertThatThrownBy(() -> Footprints.read(file("kind,flows")))
        .hasMessageContaining("line 1 is not");
    assertThatThrownBy(() -> Footprints.read(folder.resolve("none.csv")))
        .hasMessageContaining("cannot be read");
  }
}
