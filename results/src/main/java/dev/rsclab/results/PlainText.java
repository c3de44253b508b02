package dev.rsclab.results;

import java.util.ArrayList;
import java.util.Collections;
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

  private static List<String> table(Block.Table table) {
    List<List<String>> all = new ArrayList<>();
    all.add(table.header());
    all.addAll(table.rows());
    List<Integer> widths = new ArrayList<>(Collections.nCopies(table.header().size(), 0));
    for (List<String> row : all) {
      for (int i = 0; i < row.size(); i++) {
        widths.set(i, Math.max(widths.get(i), row.get(i).length()));
      }
    }
    return all.stream().map(row -> row(row, widths)).toList();
  }

  private static String row(List<String> cells, List<Integer> widths) {
    StringBuilder line = new StringBuilder(" ");
    for (int i = 0; i < cells.size(); i++) {
      line.append(' ').append(cells.get(i));
      line.repeat(' ', widths.get(i) - cells.get(i).length() + 1);
    }
    return line.toString().stripTrailing();
  }
}
