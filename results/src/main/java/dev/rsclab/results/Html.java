package dev.rsclab.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Writes blocks as one HTML page that needs nothing else: style and pictures are in it, nothing is
 * loaded, no script runs. On a narrow screen tables and pictures scroll sideways, and the finding
 * of a picture, which is its title too, stands below it in letters of reading size. The part before
 * the second section comes before the table of contents: it is the answer.
 */
final class Html {
  /** Cells that say that there is no number. */
  private static final Set<String> NO_NUMBER = Set.of("", "-", "not measured", "unknown");

  private final UnaryOperator<String> pictures;
  private final StringBuilder page = new StringBuilder();
  private final Set<String> ids = new HashSet<>();

  private record Section(String id, String title) {}

  private Html(UnaryOperator<String> pictures) {
    this.pictures = pictures;
  }

  /**
   * The page.
   *
   * @param title for the browser's tab
   * @param pictures path of a chart to what the page shows in its place: a {@code data:} address
   */
  static String page(String title, List<Block> blocks, UnaryOperator<String> pictures) {
    return new Html(pictures).write(title, blocks);
  }

  private String write(String title, List<Block> blocks) {
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <main>
        """
            .formatted(escape(title), style()));
    List<Section> sections = new ArrayList<>();
    int contents = -1;
    for (Block block : blocks) {
      if (block instanceof Block.Heading heading && heading.level() == 2) {
        if (sections.size() == 1) {
          contents = page.length();
        }
        Section section = new Section(id(heading.text()), heading.text());
        sections.add(section);
        page.append("<h2 id=\"%s\">%s</h2>\n".formatted(section.id, escape(heading.text())));
      } else {
        page.append(text(block)).append('\n');
      }
    }
    if (contents >= 0) {
      page.insert(contents, contents(sections.subList(1, sections.size())));
    }
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static String contents(List<Section> sections) {
    return sections.stream()
        .map(section ->
            "<li><a href=\"#%s\">%s</a></li>\n".formatted(section.id, escape(section.title)))
        .collect(
            Collectors.joining("", "<nav aria-label=\"Contents\">\n<ul>\n", "</ul>\n</nav>\n"));
  }

  private String id(String text) {
    String words = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String id = words;
    for (int i = 2; !ids.add(id); i++) {
      id = words + "-" + i;
    }
    return id;
  }

  private String text(Block block) {
    return switch (block) {
      case Block.Heading heading ->
          "<h%1$s>%2$s</h%1$s>".formatted(heading.level(), escape(heading.text()));
      case Block.Paragraph paragraph -> paragraph(paragraph.text());
      case Block.Table table -> table(table);
      case Block.Chart chart ->
          """
          <figure>
          <div class="scroll"><img src="%s" alt="%s"></div>
          <figcaption><span class="finding">%s.</span> %s.</figcaption>
          </figure>\
          """
              .formatted(
                  escape(pictures.apply(chart.path())),
                  escape("Chart: " + chart.subject() + ". " + chart.title()),
                  escape(chart.title()),
                  escape(sentence(chart.subject())));
      case Block.Links links -> links(links);
      case Block.Commands commands ->
          "<pre><code>" + escape(String.join("\n", commands.lines())) + "</code></pre>";
    };
  }

  private static String links(Block.Links links) {
    return links.links().stream()
        .map(link -> "<a href=\"%s\">%s</a>".formatted(escape(link.path()), escape(link.text())))
        .collect(Collectors.joining(", ", "<p>" + escape(links.subject()) + ": ", ".</p>"));
  }

  /** Warnings begin with "Care: " in all reports. */
  private static String paragraph(String text) {
    return (text.startsWith("Care: ") ? "<p class=\"care\">" : "<p>") + escape(text) + "</p>";
  }

  private static String sentence(String phrase) {
    return phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
  }

  private static String table(Block.Table table) {
    StringBuilder text = new StringBuilder("<div class=\"scroll\">\n<table>\n<thead>\n<tr>");
    List<Boolean> numeric = new ArrayList<>();
    for (int column = 0; column < table.header().size(); column++) {
      numeric.add(column > 0 && isNumeric(table, column));
      text.append("<th scope=\"col\"")
          .append(numeric.getLast() ? " class=\"n\">" : ">")
          .append(escape(table.header().get(column)))
          .append("</th>");
    }
    text.append("</tr>\n</thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      text.append("<tr><th scope=\"row\">").append(escape(row.getFirst())).append("</th>");
      for (int column = 1; column < row.size(); column++) {
        String cell = row.get(column);
        String style = numeric.get(column) ? cell.contains(", ") ? "n long" : "n" : "";
        text.append(style.isEmpty() ? "<td>" : "<td class=\"" + style + "\">")
            .append(escape(cell))
            .append("</td>");
      }
      text.append("</tr>\n");
    }
    return text.append("</tbody>\n</table>\n</div>").toString();
  }

  private static boolean isNumeric(Block.Table table, int column) {
    List<String> cells =
        table.rows().stream()
            .map(row -> row.get(column))
            .filter(cell -> !NO_NUMBER.contains(cell))
            .toList();
    return !cells.isEmpty() && cells.stream().allMatch(cell -> cell.matches("[-+]?\\d.*"));
  }

  /** Names and labels come from outside: they must not turn into markup. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String style() {
    try (InputStream in = Objects.requireNonNull(Html.class.getResourceAsStream("report.css"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
