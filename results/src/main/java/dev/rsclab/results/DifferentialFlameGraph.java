package dev.rsclab.results;

import dev.rsclab.results.profiles.FoldedStacks;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A page that shows how the time of one kind differs from that of another: two flame graphs, the
 * callers above what they call, and a table. The page needs nothing else; no script runs.
 *
 * <p>A frame is as wide as its share of the samples, in the first graph after, in the second
 * before, because what only one of them calls has no width in the other. Its colour is the change
 * of its share: orange more, blue less, a pair that is told apart with any colour vision.
 */
final class DifferentialFlameGraph {
  private static final int WIDTH = 1200;
  private static final int ROW = 19;
  private static final double LETTER = 6.65;
  private static final int MOST_ROWS = 12;

  /** Frames that nobody could see are left out. */
  private static final double LEAST_SHARE = 0.002;

  /** The darkest colour stands for at least this change. */
  private static final double LEAST_SCALE = 0.05;

  /**
   * One of the two.
   *
   * @param kind its name
   * @param stacks its samples, without what is around the measured method
   * @param nanosPerPacket what a packet takes
   */
  record Side(String kind, FoldedStacks stacks, double nanosPerPacket) {}

  private final Side before;
  private final Side after;
  private final String condition;
  private final String costSource;
  private final StackDifference difference;
  private final double scale;

  /**
   * Compares two kinds.
   *
   * @param condition under which both were sampled: {@code "4096 flows"}
   * @param costSource where the times per packet come from, as the end of a sentence
   */
  DifferentialFlameGraph(Side before, Side after, String condition, String costSource) {
    this.before = before;
    this.after = after;
    this.condition = condition;
    this.costSource = costSource;
    difference = new StackDifference(before.stacks, after.stacks);
    scale = Math.max(LEAST_SCALE, difference.root().largestChange());
  }

  /** The finding, in a sentence without its full stop. */
  String title() {
    StackDifference.SelfShare most = selfShares().getFirst();
    return "%s to %s at %s: %s to %s ns a packet, %s %s to %s ns"
        .formatted(
            before.kind,
            after.kind,
            condition,
            nanos(before.nanosPerPacket),
            nanos(after.nanosPerPacket),
            FoldedStacks.shortName(most.name()),
            nanos(most.before() * before.nanosPerPacket),
            nanos(most.after() * after.nanosPerPacket));
  }

  /** The page. */
  String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'">
        <title>%1$s</title>
        <style>
        body { margin: 1rem auto; max-width: 76rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif;
          color: #1b1b1b; background: #ffffff; }
        h1 { font-size: 1.4rem; line-height: 1.25; }
        h2 { font-size: 1.1rem; margin: 1.5rem 0 0.25rem; }
        p { max-width: 48rem; }
        .scroll { overflow-x: auto; }
        svg { display: block; width: 100%%; min-width: 46rem; height: auto; }
        svg text { font: 11px monospace; fill: #000000; pointer-events: none; }
        svg rect { stroke: #ffffff; stroke-width: 0.7; }
        svg rect:hover { stroke: #000000; }
        .key svg { width: 30rem; min-width: 0; max-width: 100%%; }
        table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
        th, td { padding: 0.3rem 0.75rem 0.3rem 0; text-align: right; border-bottom: 1px solid #d6d6d6; }
        th:first-child, td:first-child { text-align: left; }
        </style>
        </head>
        <body>
        <h1>%1$s.</h1>
        """
            .formatted(Html.escape(title())));
    page.append("<p>").append(Html.escape(explanation())).append("</p>\n");
    page.append(key());
    graph(page, after, StackDifference.Frame::after);
    graph(page, before, StackDifference.Frame::before);
    page.append(table());
    return page.append("</body>\n</html>\n").toString();
  }

  private String explanation() {
    return ("Callers stand above what they call; a frame is as wide as its share of the time, in the"
            + " first graph that of %s, in the second that of %s. Its colour is how that share"
            + " differs between the two. A share is one of a whole that differs, too: the figures in"
            + " ns are the share times what a packet takes, %s. With so few samples a share may be off"
            + " by up to %s by chance. Point at a frame for its figures.")
        .formatted(after.kind, before.kind, costSource, Figures.percent(chance()));
  }

  /** Five boxes: what the colours mean. */
  private String key() {
    StringBuilder svg =
        new StringBuilder(
                "<div class=\"key\"><svg viewBox=\"0 0 480 22\" role=\"img\" aria-label=\"")
            .append("Key of the colours: blue less, orange more\">\n");
    for (int i = 0; i < 5; i++) {
      double change = scale * (i - 2) / 2;
      svg.append(
          String.format(
              Locale.ROOT,
              "<rect x=\"%d\" y=\"1\" width=\"95\" height=\"20\" fill=\"%s\"/>"
                  + "<text x=\"%d\" y=\"15\" text-anchor=\"middle\">%s</text>\n",
              i * 96,
              colour(change),
              i * 96 + 48,
              points(change)));
    }
    return svg.append("</svg></div>\n").toString();
  }

  private void graph(StringBuilder page, Side side, ToDoubleFunction<StackDifference.Frame> width) {
    StackDifference.Frame root = difference.root();
    String heading =
        "%s: %s ns a packet, %d samples"
            .formatted(side.kind, nanos(side.nanosPerPacket), side.stacks.total());
    page.append("<h2>").append(Html.escape(heading)).append("</h2>\n");
    StringBuilder frames = new StringBuilder();
    int rows = callees(frames, root, 0, 0, width);
    page.append(
            "<div class=\"scroll\"><svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Flame graph of %s\">\n"
                .formatted(WIDTH, Math.max(1, rows) * ROW, Html.escape(side.kind)))
        .append(frames)
        .append("</svg></div>\n");
  }

  /** Draws what a frame calls from {@code x} on; returns the rows that this takes. */
  private int callees(
      StringBuilder svg,
      StackDifference.Frame frame,
      double x,
      int row,
      ToDoubleFunction<StackDifference.Frame> width) {
    int rows = row;
    double at = x;
    for (StackDifference.Frame callee : frame.callees()) {
      double share = width.applyAsDouble(callee);
      if (share >= LEAST_SHARE) {
        box(svg, callee, at, row, share * WIDTH);
        rows = Math.max(rows, callees(svg, callee, at, row + 1, width));
        rows = Math.max(rows, row + 1);
      }
      at += share * WIDTH;
    }
    return rows;
  }

  private void box(
      StringBuilder svg, StackDifference.Frame frame, double x, int row, double width) {
    String name = FoldedStacks.shortName(frame.name());
    svg.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s</title><rect x=\"%.2f\" y=\"%d\" width=\"%.2f\" height=\"%d\" fill=\"%s\"/>",
            Html.escape(figures(frame)),
            x,
            row * ROW,
            width,
            ROW,
            colour(frame.change())));
    int letters = (int) ((width - 6) / LETTER);
    if (letters >= 3) {
      String shown = name.length() <= letters ? name : name.substring(0, letters - 1) + "\u2026";
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.2f\" y=\"%d\">%s</text>",
              x + 3,
              row * ROW + 13,
              Html.escape(shown)));
    }
    svg.append("</g>\n");
  }

  private String figures(StackDifference.Frame frame) {
    return "%s: %s to %s of the time, %s to %s ns a packet"
        .formatted(
            frame.name(),
            Figures.percent(frame.before()),
            Figures.percent(frame.after()),
            nanos(frame.before() * before.nanosPerPacket),
            nanos(frame.after() * after.nanosPerPacket));
  }

  private List<StackDifference.SelfShare> selfShares() {
    return difference.selfShares(before.nanosPerPacket, after.nanosPerPacket);
  }

  private String table() {
    StringBuilder text =
        new StringBuilder("<h2>Where the difference comes from</h2>\n")
            .append("<p>The methods themselves, without what they call, the largest difference in ")
            .append("ns first.</p>\n<div class=\"scroll\"><table>\n<thead><tr><th>method</th>");
    for (String column :
        List.of(before.kind, after.kind, before.kind + ", ns", after.kind + ", ns", "difference")) {
      text.append("<th>").append(Html.escape(column)).append("</th>");
    }
    text.append("</tr></thead>\n<tbody>\n");
    selfShares().stream()
        .limit(MOST_ROWS)
        .forEach(it -> {
          double nanosBefore = it.before() * before.nanosPerPacket;
          double nanosAfter = it.after() * after.nanosPerPacket;
          text.append(
              String.format(
                  Locale.ROOT,
                  "<tr><td>%s</td><td>%s</td><td>%s</td><td>%.1f</td><td>%.1f</td><td>%+.1f ns</td></tr>\n",
                  Html.escape(FoldedStacks.shortName(it.name())),
                  Figures.percent(it.before()),
                  Figures.percent(it.after()),
                  nanosBefore,
                  nanosAfter,
                  nanosAfter - nanosBefore));
        });
    return text.append("</tbody>\n</table></div>\n").toString();
  }

  private static String nanos(double value) {
    return value < 0.05 ? "0" : Figures.number(value);
  }

  /** How far off a share of a half may be by chance, at 95 %; the other shares less. */
  private double chance() {
    long samples = Math.min(before.stacks.total(), after.stacks.total());
    return 1.96 * Math.sqrt(0.25 / samples);
  }

  private static String points(double change) {
    return change == 0 ? "same share" : String.format(Locale.ROOT, "%+.0f points", change * 100);
  }

  /** From blue over light grey to orange; all light enough for black letters. */
  private String colour(double change) {
    double strength = Math.min(1, Math.abs(change) / scale);
    int[] full = change > 0 ? new int[] {0xF2, 0x8E, 0x1C} : new int[] {0x4F, 0x9B, 0xD9};
    int grey = 0xEC;
    return String.format(
        Locale.ROOT,
        "#%02x%02x%02x",
        Math.round(grey + (full[0] - grey) * strength),
        Math.round(grey + (full[1] - grey) * strength),
        Math.round(grey + (full[2] - grey) * strength));
  }
}
