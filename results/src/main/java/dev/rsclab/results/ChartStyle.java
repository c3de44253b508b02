package dev.rsclab.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * How every chart looks: one colour and one marker for each kind, white ground, light horizontal
 * grid, fonts of one size.
 *
 * @param kinds the kinds of the run: they decide the colours
 * @param fontSize size of all text but the title, in pixels
 */
public record ChartStyle(Kinds kinds, int fontSize) {
  /** Titles, axes, and the reference's timer. */
  public static final Color TEXT = new Color(0x222222);

  /** Captions, and labels that matter less than the curves. */
  public static final Color FAINT_TEXT = new Color(0x595959);

  /** What the kinds are measured against: no coalescing, bounds, peers. */
  public static final Color REFERENCE = new Color(0x767676);

  /** Behind a part of the plot. */
  public static final Color SHADE = new Color(0xF0F0F0);

  /** Under a label that lines may cross. */
  static final Color VEIL = new Color(255, 255, 255, 190);

  static final Color GRID = new Color(0xE3E3E3);

  /** Okabe and Ito: safe for colour-blind readers. Their yellow is too faint on white. */
  private static final List<Color> COLOURS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9),
          new Color(0x000000));

  /** Tol's muted colours: none of them is a kind's. The first is the reference's timer. */
  private static final List<Color> STRATEGIES =
      List.of(
          TEXT,
          new Color(0x882255),
          new Color(0x332288),
          new Color(0x999933),
          new Color(0x44AA99),
          new Color(0xAA4499));

  /** From light to dark, as the cost of the guest rises. */
  private static final List<Color> COSTS =
      List.of(new Color(0xA58BC4), new Color(0x7B4FA3), new Color(0x4B1F73), new Color(0x240046));

  /** Five and seven have no common factor: 35 kinds before a pair of colour and marker repeats. */
  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_DOWN);

  /** A curve. */
  public static final BasicStroke LINE = stroke(2.2f);

  /** An error bar, or the bound that a goal sets. */
  public static final BasicStroke BAR = stroke(1.4f);

  /** A second curve, or one of something that is no kind. */
  public static final BasicStroke DASHED = stroke(1.8f, 7f, 5f);

  /** What nothing can beat: ideals and lower bounds. */
  public static final BasicStroke IDEAL = stroke(1.4f, 10f, 3f, 2f, 3f);

  /** A third curve, or the plain copy. */
  public static final BasicStroke DOTTED = stroke(1.8f, 2f, 4f);

  static final BasicStroke THIN_DOTTED = stroke(1.1f, 1.2f, 3f);

  /** A vertical line at a value, or the curve of a peer. */
  public static final BasicStroke MARK = stroke(1.3f, 5f, 4f);

  /** In a legend, a marker alone. */
  public static final BasicStroke NO_LINE = stroke(0.01f, 0.01f, 1000f);

  static final BasicStroke HAIR = stroke(1f);

  /**
   * From the most copies of payload to the fewest; then the same for frames in batches, thinner.
   */
  private static final List<BasicStroke> PLACEMENTS =
      List.of(
          LINE,
          stroke(2.2f, 9f, 3f),
          stroke(2.2f, 2.5f, 2.5f),
          stroke(2.2f, 9f, 3f, 2f, 3f),
          stroke(1.2f),
          stroke(1.2f, 9f, 3f),
          stroke(1.2f, 2.5f, 2.5f),
          stroke(1.2f, 9f, 3f, 2f, 3f));

  /** None of them is a kind's. */
  public static final Marker PEER_MARKER = SeriesMarkers.CROSS;

  private static final List<Marker> BOUND_MARKERS =
      List.of(SeriesMarkers.PLUS, SeriesMarkers.OVAL, SeriesMarkers.RECTANGLE);

  private static BasicStroke stroke(float width, float... dash) {
    return new BasicStroke(
        width,
        BasicStroke.CAP_BUTT,
        BasicStroke.JOIN_ROUND,
        10f,
        dash.length == 0 ? null : dash,
        0f);
  }

  Color colour(String kind) {
    return kinds.isFloor(kind) ? REFERENCE : COLOURS.get(kinds.place(kind) % COLOURS.size());
  }

  Marker marker(String kind) {
    return MARKERS.get(kinds.place(kind) % MARKERS.size());
  }

  /** Colour of a flush strategy by its place among those of the run. */
  public static Color strategyColour(int place) {
    return STRATEGIES.get(place % STRATEGIES.size());
  }

  /** A colour of the kinds, by place: what is no flush strategy and stands beside some. */
  public static Color kindColour(int place) {
    return COLOURS.get(place % COLOURS.size());
  }

  /** Stroke of a placement, and of frames one by one or in batches, by its rank. */
  static BasicStroke placementStroke(int rank) {
    return PLACEMENTS.get(Math.min(rank, PLACEMENTS.size() - 1));
  }

  /** Colour of a peer by its place among the run's: those of the strategies, none of them black. */
  static Color peerColour(int place) {
    return STRATEGIES.get(1 + place % (STRATEGIES.size() - 1));
  }

  /** Marker of a bound by its place among the run's. */
  static Marker boundMarker(int place) {
    return BOUND_MARKERS.get(place % BOUND_MARKERS.size());
  }

  /** Colour of a guest by its place among so many of rising cost. */
  static Color costColour(int place, int of) {
    int offset = Math.max(0, (COSTS.size() - of) / 2);
    return COSTS.get((place + offset) % COSTS.size());
  }

  /** A marker by place alone. */
  public static Marker markerAt(int place) {
    return MARKERS.get(place % MARKERS.size());
  }

  /** A kind's name for readers: {@code "open addressing"}. */
  public static String label(String kind) {
    return kind.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  Font font(int style, double scale) {
    return new Font(Font.SANS_SERIF, style, fontSize).deriveFont((float) (fontSize * scale));
  }

  /** Text of this size, for labels in a plot. */
  public Lettering lettering() {
    return new Lettering(font(Font.PLAIN, 1));
  }

  /** An empty panel. */
  public XYChart panel(String title, String xTitle, String yTitle, int width, int height) {
    XYChart chart = new XYChart(width, height);
    chart.setTitle(title);
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    XYStyler styler = chart.getStyler();
    Font font = font(Font.PLAIN, 1);
    styler.setChartTitleFont(font.deriveFont(Font.BOLD));
    styler.setChartTitleVisible(!title.isEmpty());
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(6);
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font);
    styler.setChartFontColor(TEXT);
    styler.setXAxisTitleColor(TEXT);
    styler.setYAxisTitleColor(TEXT);
    styler.setAxisTickLabelsColor(TEXT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(HAIR);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setPlotTicksMarksVisible(false);
    styler.setAxisTicksMarksVisible(false);
    styler.setPlotContentSize(0.96);
    styler.setAxisTickMarksColor(REFERENCE);
    styler.setAxisTickPadding(6);
    styler.setAxisTitlePadding(8);
    styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
    styler.setYAxisTickMarkSpacingHint(fontSize * 3);
    styler.setLegendVisible(false);
    styler.setChartPadding(10);
    styler.setPlotMargin(0);
    styler.setMarkerSize(Math.round(fontSize * 0.56f));
    styler.setLocale(Locale.ROOT);
    styler.setAntiAlias(true);
    styler.setTextAntiAlias(true);
    return chart;
  }
}
