package dev.rsclab.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Merge factor, and delay added to a packet, against rsc_interval: exact, from the replay. */
final class MergeAndDelayChart {
  private static final double MICRO = 1e3;

  /** Beyond this ratio of highest to lowest value the axis of the delay is logarithmic. */
  private static final double LINEAR_SPREAD = 10;

  /** Families that differ by less than this everywhere are drawn as one line. */
  private static final double SAME = 0.02;

  /** Greys and black: the colours belong to the kinds, and these curves hold for every kind. */
  private static final List<Color> COLOURS = List.of(new Color(0x222222), new Color(0x8A8A8A));

  private static final List<Marker> MARKERS = List.of(SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE);

  private record Line(String name, List<ReplayRow> rows) {}

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
    return lines;
  }

  /** The lines as they are, or as one if both families have the same values. */
  private List<Line> joined(ToDoubleFunction<ReplayRow> value) {
    if (lines.size() != 2) {
      return lines;
    }
    List<ReplayRow> a = lines.get(0).rows;
    List<ReplayRow> b = lines.get(1).rows;
    boolean same =
        a.size() == b.size()
            && IntStream.range(0, a.size())
                .allMatch(i ->
                    a.get(i).intervalNanos() == b.get(i).intervalNanos()
                        && close(value.applyAsDouble(a.get(i)), value.applyAsDouble(b.get(i))));
    return same ? List.of(new Line(lines.get(0).name + " and " + lines.get(1).name, a)) : lines;
  }

  private static boolean close(double a, double b) {
    return Double.isNaN(a) ? Double.isNaN(b) : Math.abs(a - b) <= SAME * Math.max(a, b);
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
    Annotations annotations =
        Annotations.recommending(style.lettering(), new Curves(panel), axis, recommended);
    add(picture, panel, "merge factor", ChartStyle.LINE, ReplayRow::mergeFactor);
    picture.add(panel, annotations);
  }

  private void addDelayPanel(Picture picture) {
    double[] shown =
        lines.stream()
            .flatMap(line -> line.rows.stream())
            .flatMap(row -> Stream.of(row.delayP50Nanos(), row.delayP99Nanos()))
            .mapToDouble(nanos -> nanos / MICRO)
            .sorted()
            .toArray();
    double top = shown[shown.length - 1];
    double lowest = Arrays.stream(shown).filter(micros -> micros > 0).findFirst().orElse(top);
    boolean logarithmic = top > LINEAR_SPREAD * lowest;
    boolean zeros = logarithmic && shown[0] == 0;
    XYChart panel = panel("delay added to a packet", zeros ? "us (0 is not shown)" : "us");
    if (logarithmic) {
      LogAxis.applyTo(panel, axis, lowest, top);
    } else {
      panel.getStyler().setYAxisMin(0.0).setYAxisMax(top == 0 ? 1 : top * 1.16);
    }
    Annotations annotations =
        Annotations.recommending(style.lettering(), new Curves(panel), axis, recommended);
    double least = logarithmic ? lowest : 0;
    add(picture, panel, "median delay", ChartStyle.DASHED, micros(ReplayRow::delayP50Nanos, least));
    add(
        picture,
        panel,
        "99th percentile",
        ChartStyle.DOTTED,
        micros(ReplayRow::delayP99Nanos, least));
    picture.add(panel, annotations);
  }

  /** In us, or NaN, which is not drawn, below the least value that the axis can show. */
  private static ToDoubleFunction<ReplayRow> micros(ToLongFunction<ReplayRow> nanos, double least) {
    return row -> {
      double micros = nanos.applyAsLong(row) / MICRO;
      return micros < least ? Double.NaN : micros;
    };
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
      String what,
      BasicStroke stroke,
      ToDoubleFunction<ReplayRow> value) {
    List<Line> shown = joined(value);
    for (int i = 0; i < shown.size(); i++) {
      Line line = shown.get(i);
      String name = line.name + ": " + what;
      double[] x =
          line.rows.stream().mapToDouble(row -> axis.position(row.intervalNanos())).toArray();
      double[] y = line.rows.stream().mapToDouble(value).toArray();
      if (Arrays.stream(y).allMatch(Double::isNaN)) {
        continue;
      }
      Color colour = COLOURS.get(i % COLOURS.size());
      Marker marker = MARKERS.get(i % MARKERS.size());
      new Curves(panel).line(name, x, y, colour, stroke, marker);
      picture.addLegend(new Picture.LegendEntry(name, colour, stroke, marker));
    }
  }
}
