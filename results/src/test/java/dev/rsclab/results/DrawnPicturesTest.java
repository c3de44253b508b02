package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawnPicturesTest {

  @TempDir Path folder;

  @Test
  void missingFontsAreExplained() {
    assertThat(
            List.of(
                DrawnPictures.cause(
                    "x", new RuntimeException("Fontconfig head is null, check your fonts")),
                DrawnPictures.cause(
                    "x", new Error("Probable fatal error: No physical fonts found.")),
                DrawnPictures.cause("x", new UnsatisfiedLinkError("libfreetype.so.6"))))
        .allMatch(problem -> problem.contains("fontconfig fonts-dejavu-core"));
    assertThat(DrawnPictures.cause("x", new IllegalStateException("other")))
        .isEqualTo("The chart x could not be drawn: java.lang.IllegalStateException: other");
  }

  @Test
  void onlyMissingFontsStopTheOtherCharts() throws IOException {
    DrawnPictures charts = DrawnPictures.ofRun(folder);
    charts.write("a", "", "", () -> failing(new IllegalStateException("odd data")));
    charts.write(
        "b", "", "", () -> failing(new Error("Probable fatal error: No physical fonts found.")));
    charts.write("c", "", "", () -> failing(new IllegalStateException("never tried")));
    assertThat(charts.problems()).hasSize(2);
    assertThat(charts.problems().getFirst()).contains("chart a", "odd data");
    assertThat(charts.problems().getLast()).contains("no fonts");
  }

  private static Picture failing(RuntimeException failure) {
    throw failure;
  }

  private static Picture failing(Error failure) {
    throw failure;
  }
}
