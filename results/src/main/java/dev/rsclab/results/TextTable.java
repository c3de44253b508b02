package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table in plain text: columns as wide as their longest cell, two spaces between them. */
public final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  public TextTable(List<String> header) {
    rows.add(List.copyOf(header));
  }

  /** A table without rows. */
  public static TextTable of(String... header) {
    return new TextTable(List.of(header));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not as many cells as the header
   */
  public void add(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "a row of %s in a table of %s: %s"
              .formatted(
                  Figures.count(cells.size(), "cell"),
                  Figures.count(rows.getFirst().size(), "column"),
                  cells));
    }
    rows.add(List.copyOf(cells));
  }

  /** Adds a row, each cell as its text. */
  public void row(Object... cells) {
    List<String> texts = new ArrayList<>();
    for (Object cell : cells) {
      texts.add(String.valueOf(cell));
    }
    add(texts);
  }

  /** The header and the rows, a line each, without trailing spaces. */
  public List<String> lines() {
    List<Integer> widths = new ArrayList<>(Collections.nCopies(rows.getFirst().size(), 0));
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      line.append(cells.get(i)).repeat(' ', widths.get(i) - cells.get(i).length() + 2);
    }
    return line.toString().stripTrailing();
  }

  /** The lines, joined. */
  @Override
  public String toString() {
    return String.join("\n", lines());
  }
}
