package dev.rsclab.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;

/**
 * Several panels as one picture: a title that states the finding, the panels, one legend for all of
 * them, and a caption that says what was measured where.
 */
public final class Picture {
  private static final int MARGIN = 16;
  private static final int LINE_SAMPLE = 34;

  private final ChartStyle style;
  private final String title;
  private final String caption;
  private final int columns;
  private final List<Panel> panels = new ArrayList<>();
  private final List<LegendEntry> legend = new ArrayList<>();

  /**
   * A line of the legend.
   *
   * @param label what it stands for
   * @param colour colour of line and marker
   * @param stroke stroke of the line
   * @param marker the marker, or {@code SeriesMarkers.NONE}
   */
  public record LegendEntry(String label, Color colour, BasicStroke stroke, Marker marker) {}

  private record Panel(XYChart chart, Annotations annotations) {}

  /**
   * An empty picture.
   *
   * @param style fonts and colours
   * @param title the finding, in a sentence
   * @param caption what was measured where
   * @param columns panels beside each other: 1 or 2
   */
  public Picture(ChartStyle style, String title, String caption, int columns) {
    this.style = style;
    this.title = title;
    this.caption = caption;
    this.columns = columns;
  }

  /** Size of all text for a picture of so many columns: 12 pixels or more at 900 pixels width. */
  public static int fontSize(int columns) {
    return columns == 1 ? 13 : 16;
  }

  /** In pixels, in a picture of so many columns. */
  public static int panelWidth(int columns) {
    return width(columns) / columns;
  }

  /** Likewise. */
  public static int panelHeight(int columns) {
    return columns == 1 ? 400 : 380;
  }

  private static int width(int columns) {
    return columns == 1 ? 900 : 1200;
  }

  /** A further panel; they fill the picture row by row. */
  public void add(XYChart chart, Annotations annotations) {
    panels.add(new Panel(chart, annotations));
  }

  /** A further entry below the panels, unless it is there already. */
  public void addLegend(LegendEntry entry) {
    if (!legend.contains(entry)) {
      legend.add(entry);
    }
  }

  int width() {
    return width(columns);
  }

  int height() {
    int rows = (panels.size() + columns - 1) / columns;
    return (int)
        Math.ceil(
            2.0 * MARGIN
                + titleLines().size() * titleLettering().lineHeight()
                + rows * panelHeight(columns)
                + legendRows().size() * legendRowHeight()
                + captionLines().size() * style.lettering().lineHeight());
  }

  /** Paints the picture with its upper left corner at the origin. */
  void paint(Graphics2D g) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(0, 0, width(), height()));
    double y = paintLines(g, titleLettering(), titleLines(), ChartStyle.TEXT, MARGIN);
    for (int i = 0; i < panels.size(); i++) {
      paint(
          g,
          panels.get(i),
          i % columns * panelWidth(columns),
          y + i / columns * panelHeight(columns));
    }
    y += (panels.size() + columns - 1) / columns * panelHeight(columns);
    y = paintLegend(g, y);
    paintLines(g, style.lettering(), captionLines(), ChartStyle.FAINT_TEXT, y);
  }

  private void paint(Graphics2D g, Panel panel, double x, double y) {
    AffineTransform before = g.getTransform();
    g.translate(x, y);
    int width = panelWidth(columns);
    int height = panelHeight(columns);
    panel.chart.paint(g, width, height);
    panel.annotations.paint(g, panel.chart, plot(panel.chart));
    g.setTransform(before);
  }

  private static Rectangle2D plot(XYChart chart) {
    var styler = chart.getStyler();
    double left = chart.getScreenXFromChart(styler.getXAxisMin());
    double right = chart.getScreenXFromChart(styler.getXAxisMax());
    double bottom = chart.getScreenYFromChart(styler.getYAxisMin());
    double top = chart.getScreenYFromChart(styler.getYAxisMax());
    return new Rectangle2D.Double(left, top, right - left, bottom - top);
  }

  private double paintLines(
      Graphics2D g, Lettering lettering, List<String> lines, Color colour, double top) {
    g.setColor(colour);
    double y = top;
    for (String line : lines) {
      y += lettering.lineHeight();
      lettering.draw(g, line, MARGIN, y - lettering.lineHeight() * 0.25);
    }
    return y;
  }

  private double paintLegend(Graphics2D g, double top) {
    double y = top;
    for (List<LegendEntry> row : legendRows()) {
      double total = row.stream().mapToDouble(this::width).sum();
      double x = Math.max(MARGIN, (width() - total) / 2);
      double middle = y + legendRowHeight() * 0.4;
      for (LegendEntry entry : row) {
        g.setColor(entry.colour);
        g.setStroke(entry.stroke);
        g.draw(new Line2D.Double(x, middle, x + LINE_SAMPLE, middle));
        int size = Math.round(style.fontSize() * 0.56f);
        entry.marker.paint(g, x + LINE_SAMPLE / 2.0, middle, size);
        g.setColor(ChartStyle.TEXT);
        style
            .lettering()
            .draw(g, entry.label, x + LINE_SAMPLE + 8, middle + style.fontSize() * 0.35);
        x += width(entry);
      }
      y += legendRowHeight();
    }
    return y;
  }

  private List<List<LegendEntry>> legendRows() {
    List<List<LegendEntry>> rows = new ArrayList<>();
    double room = 0;
    for (LegendEntry entry : legend) {
      double width = width(entry);
      if (rows.isEmpty() || width > room) {
        rows.add(new ArrayList<>());
        room = width() - 2.0 * MARGIN;
      }
      rows.getLast().add(entry);
      room -= width;
    }
    return rows;
  }

  private double width(LegendEntry entry) {
    return LINE_SAMPLE + 8 + style.lettering().width(entry.label) + 24;
  }

  private double legendRowHeight() {
    return style.lettering().lineHeight() * 1.4;
  }

  private Lettering titleLettering() {
    return new Lettering(style.font(Font.BOLD, 1.25));
  }

  List<String> titleLines() {
    return titleLettering().wrapAtSemicolon(title, width() - 2.0 * MARGIN);
  }

  private List<String> captionLines() {
    return style.lettering().wrap(caption, width() - 2.0 * MARGIN);
  }
}
