package dev.rsclab.results;

import java.util.List;

/** A piece of a report, to be written as plain text, as Markdown or as HTML. */
public sealed interface Block {

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

  /**
   * Files that lie beside the report.
   *
   * @param subject what they are about
   * @param links the files
   */
  record Links(String subject, List<Link> links) implements Block {}

  /**
   * A file that lies beside the report.
   *
   * @param text what the reader sees
   * @param path relative to the run folder, with forward slashes
   */
  record Link(String text, String path) {}

  /** Commands to type, one a line. */
  record Commands(List<String> lines) implements Block {}
}
