package dev.rsclab.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Merge factor, and delay added to a packet, against rsc_interval: exact, from the replay. */
final class MergeAndDelayChart {
  private static final double MICRO = 1e3;

  /** Families that differ by less than this everywhere are drawn as one line. */
  private static final double SAME = 0.02;

  /** Greys and black: the colours belong to the kinds, and these curves hold for every kind. */
  private static final List<Color> COLOURS = List.of(new Color(0x222222), new Color(0x8A8A8A));

  private static final List<Marker> MARKERS = List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE);

  private record Line(String name, List<ReplayRow> rows) {
    double[] y(ToDoubleFunction<ReplayRow> value) {
      return rows.stream().mapToDouble(value).toArray();
    }
  }

  private final ChartStyle style;
  private final EvenAxis axis;
  private final List<Line> lines;
  private final OptionalLong recommended;

  private MergeAndDelayChart(List<ReplayRow> rows, Kinds kinds, OptionalLong recommended) {
    this.recommended = recommended;
    style = new ChartStyle(kinds, Picture.fontSize(2));
    List<Long> intervals = rows.stream().map(ReplayRow::intervalNanos).distinct().sorted().toList();
    axis = new EvenAxis(intervals, intervals.stream().map(Nanos::micros).toList());
    lines = lines(rows);
  }

  /**
   * The picture.
   *
   * @param rows of one workload and one policy, not empty
   * @param recommended the interval to mark, in ns
   */
  static Picture of(
      List<ReplayRow> rows, Kinds kinds, OptionalLong recommended, String title, String caption) {
    MergeAndDelayChart chart = new MergeAndDelayChart(rows, kinds, recommended);
    Picture picture = new Picture(chart.style, title, caption, 2);
    chart.addMergePanel(picture);
    chart.addDelayPanel(picture);
    return picture;
  }

  private static List<Line> lines(List<ReplayRow> rows) {
    List<Line> lines =
        rows.stream()
            .map(ReplayRow::family)
            .distinct()
            .sorted()
            .map(family ->
                new Line(
                    Condition.familyName(family),
                    rows.stream()
                        .filter(row -> row.family().equals(family))
                        .sorted((a, b) -> Long.compare(a.intervalNanos(), b.intervalNanos()))
                        .toList()))
            .toList();
    if (lines.size() == 2 && same(lines.get(0).rows, lines.get(1).rows)) {
      return List.of(new Line(lines.get(0).name + " and " + lines.get(1).name, lines.get(0).rows));
    }
    return lines;
  }

  private static boolean same(List<ReplayRow> a, List<ReplayRow> b) {
    if (a.size() != b.size()) {
      return false;
    }
    return IntStream.range(0, a.size())
        .allMatch(i ->
            a.get(i).intervalNanos() == b.get(i).intervalNanos()
                && close(a.get(i).mergeFactor(), b.get(i).mergeFactor())
                && close((double) a.get(i).delayP50Nanos(), (double) b.get(i).delayP50Nanos())
                && close((double) a.get(i).delayP99Nanos(), (double) b.get(i).delayP99Nanos()));
  }

  private static boolean close(double a, double b) {
    return Math.abs(a - b) <= SAME * Math.max(a, b);
  }

  private void addMergePanel(Picture picture) {
    XYChart panel = panel("merge factor", "packets per delivery");
    double top =
        lines.stream()
            .flatMap(line -> line.rows.stream())
            .mapToDouble(ReplayRow::mergeFactor)
            .max()
            .orElse(1);
    panel.getStyler().setYAxisMin(0.0).setYAxisMax(Math.max(1, top) * 1.16);
    Annotations annotations = annotations(new Curves(panel));
    for (Line line : lines) {
      add(picture, panel, line, "merge factor", ChartStyle.LINE, ReplayRow::mergeFactor);
    }
    picture.add(panel, annotations);
  }

  private void addDelayPanel(Picture picture) {
    double[] positive =
        lines.stream()
            .flatMap(line -> line.rows.stream())
            .flatMap(row -> Stream.of((double) row.delayP50Nanos(), (double) row.delayP99Nanos()))
            .mapToDouble(nanos -> nanos / MICRO)
            .filter(micros -> micros > 0)
            .sorted()
            .toArray();
    double top = positive.length == 0 ? 1 : positive[positive.length - 1];
    boolean logarithmic = positive.length > 0 && top > 10 * positive[0];
    XYChart panel = panel("delay added to a packet", logarithmic ? "us (0 is not shown)" : "us");
    if (logarithmic) {
      LogAxis.applyTo(panel, axis, positive[0], top);
    } else {
      panel.getStyler().setYAxisMin(0.0).setYAxisMax(top * 1.16);
    }
    ToDoubleFunction<Long> shown = nanos -> logarithmic && nanos <= 0 ? Double.NaN : nanos / MICRO;
    Annotations annotations = annotations(new Curves(panel));
    for (Line line : lines) {
      add(
          picture,
          panel,
          line,
          "median delay",
          ChartStyle.DASHED,
          row -> shown.applyAsDouble(row.delayP50Nanos()));
      add(
          picture,
          panel,
          line,
          "99th percentile",
          ChartStyle.DOTTED,
          row -> shown.applyAsDouble(row.delayP99Nanos()));
    }
    picture.add(panel, annotations);
  }

  private XYChart panel(String title, String yTitle) {
    int width = Picture.panelWidth(2);
    XYChart panel = style.panel(title, "rsc_interval (us)", yTitle, width, Picture.panelHeight(2));
    axis.applyTo(panel.getStyler(), width - 110);
    return panel;
  }

  private void add(
      Picture picture,
      XYChart panel,
      Line line,
      String what,
      BasicStroke stroke,
      ToDoubleFunction<ReplayRow> value) {
    int index = lines.indexOf(line) % COLOURS.size();
    String name = line.name + ": " + what;
    double[] x =
        line.rows.stream().mapToDouble(row -> axis.position(row.intervalNanos())).toArray();
    double[] y = line.y(value);
    if (Arrays.stream(y).allMatch(Double::isNaN)) {
      return;
    }
    Color colour = COLOURS.get(index);
    new Curves(panel).line(name, x, y, colour, stroke, MARKERS.get(index));
    picture.addLegend(new Picture.LegendEntry(name, colour, stroke, MARKERS.get(index)));
  }

  private Annotations annotations(Curves curves) {
    Annotations annotations = new Annotations(style.lettering());
    recommended.ifPresent(nanos -> {
      if (axis.values().contains(nanos)) {
        curves.mark(axis.position(nanos));
        annotations.mark(axis.position(nanos), "recommended: " + Nanos.format(nanos));
      }
    });
    return annotations;
  }
}
