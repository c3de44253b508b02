package dev.rsclab.results;

import java.util.List;

/** A piece of a report, to be written as plain text or as Markdown. */
sealed interface Block {

  /**
   * A heading.
   *
   * @param level 1 is the title
   */
  record Heading(int level, String text) implements Block {}

  /** A paragraph of sentences. */
  record Paragraph(String text) implements Block {}

  /** A table. */
  record Table(List<String> header, List<List<String>> rows) implements Block {}

  /**
   * A chart.
   *
   * @param title what it shows
   * @param path relative to the run folder, with forward slashes
   */
  record Chart(String title, String path) implements Block {}
}
