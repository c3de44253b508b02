package dev.rsclab.results;

import java.util.List;
import java.util.stream.Collectors;

/** Writes blocks as Markdown, with the charts in their places. */
final class Markdown {
  private Markdown() {}

  static String text(List<Block> blocks) {
    return blocks.stream().map(Markdown::text).collect(Collectors.joining("\n\n", "", "\n"));
  }

  private static String text(Block block) {
    return switch (block) {
      case Block.Heading heading -> "#".repeat(heading.level()) + " " + escape(heading.text());
      case Block.Paragraph paragraph -> escape(paragraph.text());
      case Block.Table table -> table(table);
      case Block.Chart chart -> "![" + alternative(chart.title()) + "](" + chart.path() + ")";
      case Block.Links links -> links(links);
      case Block.Commands commands ->
          commands.lines().stream().map("    "::concat).collect(Collectors.joining("\n"));
    };
  }

  private static String links(Block.Links links) {
    return links.links().stream()
        .map(link -> "[" + alternative(link.text()) + "](" + link.path() + ")")
        .collect(Collectors.joining(", ", escape(links.subject()) + ": ", "."));
  }

  private static String table(Block.Table table) {
    StringBuilder text = new StringBuilder(row(table.header())).append('\n');
    text.append("|").append("---|".repeat(table.header().size()));
    table.rows().forEach(row -> text.append('\n').append(row(row)));
    return text.toString();
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> escape(cell).replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** Names and labels come from outside: they must not turn into markup. */
  private static String escape(String text) {
    return text.replace("\\", "\\\\")
        .replace("`", "\\`")
        .replace("*", "\\*")
        .replace("<", "&lt;")
        .replace("[", "\\[");
  }

  private static String alternative(String title) {
    return title.replace("[", "(").replace("]", ")");
  }
}
