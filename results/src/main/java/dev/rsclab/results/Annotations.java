package dev.rsclab.results;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * What is written into a panel after XChart has painted it: labels of vertical lines, in the room
 * left free at the top, and names beside reference lines, if there is a place where they cover no
 * data.
 */
final class Annotations {
  private final Lettering lettering;
  private final List<Mark> marks = new ArrayList<>();
  private final List<Name> names = new ArrayList<>();

  private final List<Spot> spots = new ArrayList<>();

  private record Mark(double x, String label) {}

  private record Name(String text, String series, Color colour) {}

  private record Spot(
      double x, double y, String label, Color colour, boolean ring, boolean above) {}

  Annotations(Lettering lettering) {
    this.lettering = lettering;
  }

  /** A label for a vertical line at {@code x}. */
  void mark(double x, String label) {
    marks.add(new Mark(x, label));
  }

  /** A name for a series, beside its line. */
  void name(String series, String text, Color colour) {
    names.add(new Name(text, series, colour));
  }

  /**
   * A label beside a point, in the chart's coordinates; left out if there is no room for it.
   *
   * @param above rather left above the point than right below it
   */
  void label(double x, double y, String label, Color colour, boolean above) {
    spots.add(new Spot(x, y, label, colour, false, above));
  }

  /** Likewise with a ring around the point. */
  void ring(double x, double y, String label, Color colour) {
    spots.add(new Spot(x, y, label, colour, true, true));
  }

  /** Draws over a chart that has just been painted with the same transform. */
  void paint(Graphics2D g, XYChart chart, Rectangle2D plot) {
    List<Rectangle2D> taken = new ArrayList<>();
    for (Mark mark : marks) {
      taken.add(paint(g, chart, plot, mark));
    }
    for (Spot spot : spots) {
      paint(g, chart, plot, spot, taken);
    }
    List<Line2D> lines = new ArrayList<>();
    for (XYSeries series : chart.getSeriesCollection()) {
      if (!series.getLineColor().equals(ChartStyle.GRID)) {
        lines.addAll(segments(chart, series));
      }
    }
    for (Name name : names) {
      Rectangle2D box = freeBox(chart, plot, name, lines, taken);
      if (lines.stream().noneMatch(line -> line.intersects(box))
          && taken.stream().noneMatch(box::intersects)
          && plot.contains(box)) {
        taken.add(box);
        g.setColor(name.colour);
        lettering.draw(g, name.text, box.getX(), box.getMaxY() - lettering.lineHeight() * 0.28);
      }
    }
  }

  private Rectangle2D paint(Graphics2D g, XYChart chart, Rectangle2D plot, Mark mark) {
    double x = chart.getScreenXFromChart(mark.x);
    double width = lettering.width(mark.label);
    double left = x + 6 + width < plot.getMaxX() ? x + 6 : x - 6 - width;
    g.setColor(ChartStyle.TEXT);
    lettering.draw(g, mark.label, left, plot.getY() + lettering.lineHeight() * 0.8);
    return new Rectangle2D.Double(left, plot.getY(), width, lettering.lineHeight());
  }

  /** At the first corner where there is room. */
  private void paint(
      Graphics2D g, XYChart chart, Rectangle2D plot, Spot spot, List<Rectangle2D> taken) {
    double x = chart.getScreenXFromChart(spot.x);
    double y = chart.getScreenYFromChart(spot.y);
    double radius = lettering.lineHeight() * 0.45;
    g.setColor(spot.colour);
    if (spot.ring) {
      g.setStroke(ChartStyle.LINE);
      g.draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
    double width = lettering.width(spot.label);
    double height = lettering.lineHeight();
    double left = x - radius - width;
    double right = x + radius;
    double above = y - radius * 0.5 - height;
    double below = y + radius * 0.5;
    double[][] corners =
        spot.above
            ? new double[][] {{left, above}, {right, above}, {right, below}, {left, below}}
            : new double[][] {{right, below}, {left, below}, {left, above}, {right, above}};
    for (double[] corner : corners) {
      Rectangle2D box = new Rectangle2D.Double(corner[0], corner[1], width, height);
      if (plot.contains(box) && taken.stream().noneMatch(box::intersects)) {
        taken.add(box);
        lettering.draw(g, spot.label, box.getX(), box.getMaxY() - height * 0.28);
        return;
      }
    }
  }

  /** Along the series, above or below it: the box that the fewest lines cross, right ones first. */
  private Rectangle2D freeBox(
      XYChart chart, Rectangle2D plot, Name name, List<Line2D> lines, List<Rectangle2D> taken) {
    double width = lettering.width(name.text);
    double height = lettering.lineHeight();
    List<Line2D> own = segments(chart, chart.getSeries(name.series));
    Rectangle2D best = new Rectangle2D.Double(plot.getX(), plot.getY(), width, height);
    double fewest = Double.POSITIVE_INFINITY;
    for (double x = plot.getMaxX() - width - 4; x >= plot.getX() + 4; x -= 12) {
      double[] range = range(own, x, x + width);
      for (double y : new double[] {range[1] + 2, range[0] - height - 2}) {
        Rectangle2D box = new Rectangle2D.Double(x, y, width, height);
        double crossed =
            lines.stream().filter(line -> line.intersects(box)).count()
                + 10.0 * taken.stream().filter(box::intersects).count()
                + (plot.contains(box) ? 0 : 100);
        if (crossed < fewest) {
          fewest = crossed;
          best = box;
        }
      }
    }
    return best;
  }

  /** Lowest and highest y, in pixels, that a line has between two x. */
  private static double[] range(List<Line2D> lines, double from, double to) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Line2D line : lines) {
      double left = Math.max(from, line.getX1());
      double right = Math.min(to, line.getX2());
      if (left <= right) {
        double slope =
            line.getX2() == line.getX1()
                ? 0
                : (line.getY2() - line.getY1()) / (line.getX2() - line.getX1());
        double a = line.getY1() + slope * (left - line.getX1());
        double b = line.getY1() + slope * (right - line.getX1());
        min = Math.min(min, Math.min(a, b));
        max = Math.max(max, Math.max(a, b));
      }
    }
    return new double[] {min, max};
  }

  /** The lines of a series in pixels; a lone point is a line of no length. */
  private static List<Line2D> segments(XYChart chart, XYSeries series) {
    double[] x = series.getXData();
    double[] y = series.getYData();
    List<Line2D> lines = new ArrayList<>();
    boolean area =
        series.getXYSeriesRenderStyle().orElse(null) == XYSeries.XYSeriesRenderStyle.PolygonArea;
    for (int i = 0; i < x.length && !area; i++) {
      int next = i + 1 < x.length && !Double.isNaN(y[i + 1]) ? i + 1 : i;
      if (!Double.isNaN(y[i])) {
        lines.add(
            new Line2D.Double(
                chart.getScreenXFromChart(x[i]),
                chart.getScreenYFromChart(y[i]),
                chart.getScreenXFromChart(x[next]),
                chart.getScreenYFromChart(y[next])));
      }
    }
    return lines;
  }
}
