package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes blocks for a terminal. Charts are left out: a terminal lists their files. */
final class PlainText {
  private static final int WIDTH = 100;

  private PlainText() {}

  static List<String> lines(List<Block> blocks) {
    List<String> lines = new ArrayList<>();
    for (Block block : blocks) {
      List<String> some =
          switch (block) {
            case Block.Heading heading -> List.of(heading(heading));
            case Block.Paragraph paragraph -> wrap(paragraph.text());
            case Block.Table table -> table(table);
            case Block.Chart chart -> List.of();
            case Block.Links links -> links(links);
            case Block.Commands commands -> commands.lines().stream().map("  "::concat).toList();
          };
      if (!some.isEmpty() && !lines.isEmpty()) {
        lines.add("");
      }
      lines.addAll(some);
    }
    return lines;
  }

  private static String heading(Block.Heading heading) {
    return heading.level() <= 2
        ? heading.text().toUpperCase(Locale.ROOT)
        : "-- " + heading.text() + " --";
  }

  static List<String> wrap(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<String> links(Block.Links links) {
    List<String> lines = new ArrayList<>(wrap(links.subject() + ":"));
    links.links().forEach(link -> lines.add("  " + link.path()));
    return lines;
  }

  private static List<String> table(Block.Table table) {
    TextTable text = new TextTable(table.header());
    table.rows().forEach(text::add);
    return text.lines().stream().map("  "::concat).toList();
  }
}
