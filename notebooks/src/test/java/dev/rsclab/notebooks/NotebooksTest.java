package dev.rsclab.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of every notebook runs and shows what it was committed with. */
class NotebooksTest {

  /** Set to {@code write}, the outputs are written instead of compared. */
  private static final boolean WRITE = "write".equals(System.getProperty("rsclab.notebooks"));

  private static final long MOST_BYTES = 2_000_000;

  static List<Path> notebooks() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(""))) {
      return files.filter(file -> file.toString().endsWith(".ipynb")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("notebooks")
  void everyCellShowsWhatWasCommitted(Path file) throws IOException, CellFailure {
    Notebook notebook = Notebook.read(file);
    List<CellOutput> now;
    try (CellRunner runner = new CellRunner()) {
      now = runner.run(notebook);
    }
    if (WRITE) {
      notebook.replaceOutputs(now);
      notebook.write(file);
      return;
    }
    assertThat(Drift.between(notebook.name(), notebook.outputs(), now))
        .as("outputs have drifted; look at them, then see README.md on how to rewrite them")
        .isEmpty();
  }

  @Test
  void theFilesStaySmall() throws IOException {
    assertThat(notebooks()).hasSizeGreaterThanOrEqualTo(4);
    long bytes = 0;
    for (Path file : notebooks()) {
      bytes += Files.size(file);
    }
    assertThat(bytes).isLessThan(MOST_BYTES);
  }
}
