package dev.rsclab.results;

import java.util.List;

/** A piece of a report, to be written as plain text, as Markdown or as HTML. */
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
   * @param title what it shows: the finding, in a sentence
   * @param subject what is drawn against what
   * @param path relative to the run folder, with forward slashes
   */
  record Chart(String title, String subject, String path) implements Block {}

  /** Commands to type, one a line. */
  record Commands(List<String> lines) implements Block {}
}
