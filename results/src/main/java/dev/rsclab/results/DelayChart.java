package dev.rsclab.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How the added delay is distributed, against rsc_interval: percentiles over all packets, and where
 * the traffic has messages that of their last segments. Exact, from the replay. One panel for each
 * IP family.
 */
final class DelayChart {
  private static final double MICRO = 1e3;
  private static final String INTERVAL = "rsc_interval";
  private static final Color GREY = new Color(0x8A8A8A);
  private static final Color MESSAGE = new Color(0x882255);

  private record Quantile(
      String name,
      ToLongFunction<ReplayRow> nanos,
      Color colour,
      BasicStroke stroke,
      Marker marker) {

    /** In us; NaN, which is not drawn, where it is 0 or there are no messages. */
    double micros(ReplayRow row) {
      long value = nanos.applyAsLong(row);
      return value > 0 ? value / MICRO : Double.NaN;
    }
  }

  private static final List<Quantile> QUANTILES =
      List.of(
          new Quantile(
              "maximum",
              ReplayRow::delayMaxNanos,
              GREY,
              ChartStyle.LINE,
              SeriesMarkers.TRIANGLE_UP),
          new Quantile(
              "p99",
              ReplayRow::delayP99Nanos,
              ChartStyle.TEXT,
              ChartStyle.LINE,
              SeriesMarkers.SQUARE),
          new Quantile(
              "p90",
              ReplayRow::delayP90Nanos,
              ChartStyle.TEXT,
              ChartStyle.DOTTED,
              SeriesMarkers.DIAMOND),
          new Quantile(
              "median",
              ReplayRow::delayP50Nanos,
              ChartStyle.TEXT,
              ChartStyle.DASHED,
              SeriesMarkers.CIRCLE),
          new Quantile(
              "end of a message, p99",
              ReplayRow::messageP99Nanos,
              MESSAGE,
              ChartStyle.LINE,
              SeriesMarkers.TRIANGLE_DOWN));

  private final List<ReplayRow> rows;
  private final ChartStyle style;
  private final EvenAxis axis;
  private final OptionalLong recommended;
  private final int columns;

  private DelayChart(List<ReplayRow> rows, Kinds kinds, OptionalLong recommended) {
    this.recommended = recommended;
    this.rows = rows;
    columns = (int) Math.min(2, rows.stream().map(ReplayRow::family).distinct().count());
    style = new ChartStyle(kinds, Picture.fontSize(columns));
    List<Long> intervals = rows.stream().map(ReplayRow::intervalNanos).distinct().sorted().toList();
    axis = new EvenAxis(intervals, intervals.stream().map(Nanos::micros).toList());
  }

  /** Whether any packet is delayed at all: if not, there is nothing to draw. */
  static boolean delays(List<ReplayRow> rows) {
    return rows.stream().anyMatch(row -> row.delayMaxNanos() > 0);
  }

  /**
   * The picture.
   *
   * @param rows of one workload and one policy, some of them {@link #delays}
   * @param recommended the interval to mark, in ns
   */
  static Picture of(
      List<ReplayRow> rows, Kinds kinds, OptionalLong recommended, String title, String caption) {
    DelayChart chart = new DelayChart(rows, kinds, recommended);
    Picture picture = new Picture(chart.style, title, caption, chart.columns);
    rows.stream()
        .map(ReplayRow::family)
        .distinct()
        .sorted()
        .forEach(family -> chart.addPanel(picture, family));
    picture.addLegend(
        new Picture.LegendEntry(
            "as long as " + INTERVAL, ChartStyle.REFERENCE, ChartStyle.DASHED, SeriesMarkers.NONE));
    return picture;
  }

  private void addPanel(Picture picture, String family) {
    int width = Picture.panelWidth(columns);
    XYChart panel =
        style.panel(
            Condition.familyName(family),
            "rsc_interval (us)",
            "added delay (us; 0 is not shown)",
            width,
            Picture.panelHeight(columns));
    double[] shown =
        rows.stream()
            .flatMap(row -> QUANTILES.stream().map(quantile -> quantile.micros(row)))
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    LogAxis.applyTo(panel, axis, shown[0], shown[shown.length - 1]);
    axis.applyTo(panel.getStyler(), width - 110);
    Curves curves = new Curves(panel);
    List<ReplayRow> own =
        rows.stream()
            .filter(row -> row.family().equals(family))
            .sorted(Comparator.comparingLong(ReplayRow::intervalNanos))
            .toList();
    double[] x = own.stream().mapToDouble(row -> axis.position(row.intervalNanos())).toArray();
    Annotations annotations =
        Annotations.recommending(style.lettering(), curves, axis, recommended);
    addInterval(curves, panel, own);
    for (Quantile quantile : QUANTILES) {
      double[] y = own.stream().mapToDouble(quantile::micros).toArray();
      if (Arrays.stream(y).anyMatch(Double::isFinite)) {
        curves.line(quantile.name, x, y, quantile.colour, quantile.stroke, quantile.marker);
        picture.addLegend(
            new Picture.LegendEntry(
                quantile.name, quantile.colour, quantile.stroke, quantile.marker));
      }
    }
    picture.add(panel, annotations);
  }

  /** The delay of a packet that waits for the whole interval. */
  private void addInterval(Curves curves, XYChart panel, List<ReplayRow> own) {
    double min = panel.getStyler().getYAxisMin();
    List<Long> intervals =
        own.stream()
            .map(ReplayRow::intervalNanos)
            .filter(
                nanos -> nanos / MICRO >= min && nanos / MICRO <= panel.getStyler().getYAxisMax())
            .toList();
    if (intervals.size() > 1) {
      curves.line(
          INTERVAL,
          intervals.stream().mapToDouble(axis::position).toArray(),
          intervals.stream().mapToDouble(nanos -> nanos / MICRO).toArray(),
          ChartStyle.REFERENCE,
          ChartStyle.DASHED,
          SeriesMarkers.NONE);
    }
  }
}
