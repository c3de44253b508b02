package dev.rsclab.results;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/**
 * What is written into a panel after XChart has painted it: labels of vertical lines, in the room
 * left free at the top, and names beside reference lines, if there is a place where they cover no
 * data.
 */
public final class Annotations {
  private final Lettering lettering;
  private final List<Mark> marks = new ArrayList<>();
  private final List<Name> names = new ArrayList<>();

  private final List<Spot> spots = new ArrayList<>();

  private record Mark(double x, String label) {}

  private record Name(String text, String series, Color colour) {}

  /** Where the label of a point stands. */
  public enum Place {
    /** Rather left above the point. */
    ABOVE,
    /** Likewise, but nowhere if every corner is crossed by a line. */
    ABOVE_IF_FREE,
    /** Rather right below the point. */
    BELOW
  }

  private record Spot(double x, double y, String label, Color colour, boolean ring, Place place) {}

  /** None so far. */
  public Annotations(Lettering lettering) {
    this.lettering = lettering;
  }

  /**
   * With a vertical line at the recommended interval, if there is one and the axis has it.
   *
   * @param axis of intervals in ns
   */
  static Annotations recommending(
      Lettering lettering, Curves curves, EvenAxis axis, OptionalLong recommended) {
    Annotations annotations = new Annotations(lettering);
    recommended.ifPresent(nanos -> {
      if (axis.values().contains(nanos)) {
        curves.mark(axis.position(nanos));
        annotations.mark(axis.position(nanos), "recommended: " + Nanos.format(nanos));
      }
    });
    return annotations;
  }

  /** A label for a vertical line at {@code x}. */
  void mark(double x, String label) {
    marks.add(new Mark(x, label));
  }

  /** A name for a series, beside its line. */
  public void name(String series, String text, Color colour) {
    names.add(new Name(text, series, colour));
  }

  /** A label beside a point, in the chart's coordinates; left out if there is no room for it. */
  public void label(double x, double y, String label, Color colour, Place place) {
    spots.add(new Spot(x, y, label, colour, false, place));
  }

  /** Likewise with a ring around the point. */
  void ring(double x, double y, String label, Color colour) {
    spots.add(new Spot(x, y, label, colour, true, Place.ABOVE));
  }

  /** Draws over a chart that has just been painted with the same transform. */
  void paint(Graphics2D g, XYChart chart, Rectangle2D plot) {
    List<Rectangle2D> taken = new ArrayList<>();
    for (Mark mark : marks) {
      taken.add(paint(g, chart, plot, mark));
    }
    List<Line2D> lines = new ArrayList<>();
    for (XYSeries series : chart.getSeriesCollection()) {
      if (!series.getLineColor().equals(ChartStyle.GRID)) {
        lines.addAll(segments(chart, series));
      }
    }
    for (Spot spot : spots) {
      paint(g, chart, plot, spot, lines, taken);
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

  /** At the corner, of those where there is room, that the fewest lines cross. */
  private void paint(
      Graphics2D g,
      XYChart chart,
      Rectangle2D plot,
      Spot spot,
      List<Line2D> lines,
      List<Rectangle2D> taken) {
    double x = chart.getScreenXFromChart(spot.x);
    double y = chart.getScreenYFromChart(spot.y);
    double radius = lettering.lineHeight() * 0.45;
    g.setColor(spot.colour);
    if (spot.ring) {
      g.setStroke(ChartStyle.LINE);
      g.draw(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
    corners(spot, x, y, radius).stream()
        .filter(box -> plot.contains(box) && taken.stream().noneMatch(box::intersects))
        .filter(box -> spot.place != Place.ABOVE_IF_FREE || crossings(box, lines) == 0)
        .min(Comparator.comparingLong(box -> crossings(box, lines)))
        .ifPresent(box -> {
          taken.add(box);
          g.setColor(ChartStyle.VEIL);
          g.fill(box);
          g.setColor(spot.colour);
          lettering.draw(g, spot.label, box.getX(), box.getMaxY() - box.getHeight() * 0.28);
        });
  }

  private static long crossings(Rectangle2D box, List<Line2D> lines) {
    return lines.stream().filter(line -> line.intersects(box)).count();
  }

  /** The four places of a label, the preferred one first. */
  private List<Rectangle2D> corners(Spot spot, double x, double y, double radius) {
    double width = lettering.width(spot.label);
    double height = lettering.lineHeight();
    double left = x - radius - width;
    double right = x + radius;
    double above = y - radius * 0.5 - height;
    double below = y + radius * 0.5;
    Rectangle2D leftAbove = new Rectangle2D.Double(left, above, width, height);
    Rectangle2D rightAbove = new Rectangle2D.Double(right, above, width, height);
    Rectangle2D rightBelow = new Rectangle2D.Double(right, below, width, height);
    Rectangle2D leftBelow = new Rectangle2D.Double(left, below, width, height);
    return spot.place == Place.BELOW
        ? List.of(rightBelow, leftBelow, leftAbove, rightAbove)
        : List.of(leftAbove, rightAbove, rightBelow, leftBelow);
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
