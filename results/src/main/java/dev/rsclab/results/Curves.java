package dev.rsclab.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Collection;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Puts curves of estimates into a panel. The bars of the intervals are a series of their own,
 * vertical lines with gaps between them: XChart's error bars are symmetric, these intervals are
 * not.
 *
 * @param chart the panel
 */
public record Curves(XYChart chart) {

  /**
   * A point of a curve.
   *
   * @param x position on the axis
   * @param value in the unit of the measurement
   * @param low lower end of its interval; NaN without one
   * @param high upper end
   */
  public record Point(double x, double value, double low, double high) {
    Point(double x, Estimate estimate) {
      this(x, estimate.value(), estimate.low(), estimate.high());
    }

    Point(double x, Ratio ratio) {
      this(x, ratio.value(), ratio.low(), ratio.high());
    }

    boolean hasInterval() {
      return !Double.isNaN(low);
    }
  }

  /**
   * Adds a curve with its bars.
   *
   * @param name name of the series
   * @param unit what one unit of the axis is in the unit of the measurement
   */
  public void add(
      String name,
      List<Point> points,
      double unit,
      Color colour,
      BasicStroke stroke,
      Marker marker) {
    double[] x = points.stream().mapToDouble(Point::x).toArray();
    if (points.stream().allMatch(Point::hasInterval)) {
      double[] barX = new double[x.length * 3];
      double[] barY = new double[x.length * 3];
      for (int i = 0; i < x.length; i++) {
        barX[3 * i] = barX[3 * i + 1] = barX[3 * i + 2] = x[i];
        barY[3 * i] = points.get(i).low / unit;
        barY[3 * i + 1] = points.get(i).high / unit;
        barY[3 * i + 2] = Double.NaN;
      }
      line(name + " bars", barX, barY, colour, ChartStyle.BAR, SeriesMarkers.NONE);
    }
    double[] y = points.stream().mapToDouble(point -> point.value / unit).toArray();
    line(name, x, y, colour, stroke, marker);
  }

  /** Adds a line without bars. */
  public void line(
      String name, double[] x, double[] y, Color colour, BasicStroke stroke, Marker marker) {
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(colour);
    series.setLineStyle(stroke);
    series.setMarkerColor(colour);
    series.setMarker(marker);
  }

  /** Adds a horizontal bar: a range of x. */
  public void bar(String name, double from, double to, double y, Color colour) {
    double[] x = {from, to};
    line(name, x, new double[] {y, y}, colour, ChartStyle.BAR, SeriesMarkers.NONE);
  }

  /** Adds a vertical bar: a range of y. */
  public void verticalBar(String name, double x, double from, double to, Color colour) {
    double[] y = {from, to};
    line(name, new double[] {x, x}, y, colour, ChartStyle.BAR, SeriesMarkers.NONE);
  }

  /** Adds a dashed vertical line over the whole height; what is added later lies above it. */
  void mark(double x) {
    double[] ends = {chart.getStyler().getYAxisMin(), chart.getStyler().getYAxisMax()};
    line(
        "mark at " + x,
        new double[] {x, x},
        ends,
        ChartStyle.REFERENCE,
        ChartStyle.MARK,
        SeriesMarkers.NONE);
  }

  /** Adds a shaded area between two lines over the same x; no label avoids it. */
  public void shade(String name, double[] x, double[] lower, double[] upper, Color colour) {
    int n = x.length;
    double[] outlineX = new double[2 * n];
    double[] outlineY = new double[2 * n];
    for (int i = 0; i < n; i++) {
      outlineX[i] = outlineX[2 * n - 1 - i] = x[i];
      outlineY[i] = upper[i];
      outlineY[2 * n - 1 - i] = lower[i];
    }
    XYSeries series = chart.addSeries(name, outlineX, outlineY);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(colour);
    series.setLineColor(colour);
    series.setLineStyle(ChartStyle.BAR);
    series.setMarker(SeriesMarkers.NONE);
  }

  /**
   * The highest value that the axis must show. Bars reach into it up to twice the highest value;
   * what is longer is cut at the edge rather than pressing all curves flat.
   */
  static double top(Collection<Estimate> estimates) {
    double value = estimates.stream().mapToDouble(Estimate::value).max().orElse(1);
    double bar = estimates.stream().mapToDouble(Estimate::top).max().orElse(1);
    return Math.min(bar, 2 * value);
  }

  /** The lowest value that a logarithmic axis must show, by the same rule. */
  static double bottom(Collection<Estimate> estimates) {
    double value = estimates.stream().mapToDouble(Estimate::value).min().orElse(1);
    double bar = estimates.stream().mapToDouble(Estimate::bottom).min().orElse(1);
    return Math.max(bar, value / 2);
  }
}
