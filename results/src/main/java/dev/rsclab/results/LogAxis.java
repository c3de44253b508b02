package dev.rsclab.results;

import java.math.BigDecimal;
import java.math.MathContext;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A logarithmic axis that is labelled at 1, 2 and 5 times each power of ten. */
public final class LogAxis {
  private static final double HEADROOM = 0.14;

  /** Beyond so many decades only the powers of ten are labelled. */
  private static final double MANY_DECADES = 3;

  private LogAxis() {}

  /**
   * Sets range, labels and grid, with some room above the highest value. To be called before any
   * series is added.
   *
   * @param chart the panel
   * @param xAxis its x axis
   * @param lowest lowest value to show, positive
   * @param highest highest value to show
   */
  public static void applyTo(XYChart chart, EvenAxis xAxis, double lowest, double highest) {
    applyToY(chart, xAxis.min(), xAxis.max(), lowest, highest);
  }

  /**
   * Likewise over an x axis that is no {@link EvenAxis}.
   *
   * @param left where the x axis begins
   * @param right where it ends
   */
  public static void applyToY(
      XYChart chart, double left, double right, double lowest, double highest) {
    double decades = decades(lowest, highest);
    double top = highest * Math.pow(10, decades * HEADROOM);
    XYStyler styler = chart.getStyler();
    styler.setYAxisLogarithmic(true);
    styler.setYAxisLogarithmicDecadeOnly(false);
    styler.setYAxisMin(bottom(lowest, highest));
    styler.setYAxisMax(top);
    boolean wide = decades > MANY_DECADES;
    styler.setYAxisTickLabelsFormattingFunction(value -> label(value, wide));
    styler.setPlotGridLinesVisible(false);
    grid(chart, new double[] {left, right}, top, wide);
  }

  /**
   * Sets range and labels of the x axis, with some room at both ends. To be called after the range
   * of the y axis is set and before any series is added.
   *
   * @param lowest lowest value to show, positive
   * @param highest highest value to show
   */
  public static void applyToX(XYChart chart, double lowest, double highest) {
    double decades = decades(lowest, highest);
    XYStyler styler = chart.getStyler();
    styler.setXAxisLogarithmic(true);
    styler.setXAxisLogarithmicDecadeOnly(false);
    styler.setXAxisMin(lowest / Math.pow(10, decades * HEADROOM));
    styler.setXAxisMax(highest * Math.pow(10, decades * HEADROOM));
    boolean wide = decades > MANY_DECADES;
    styler.setXAxisTickLabelsFormattingFunction(value -> label(value, wide));
  }

  /** XChart's own grid has a line at every digit, which is too much. */
  private static void grid(XYChart chart, double[] ends, double top, boolean powersOnly) {
    double bottom = chart.getStyler().getYAxisMin();
    for (int power = (int) Math.floor(Math.log10(bottom)); Math.pow(10, power) < top; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        double y = digit * Math.pow(10, power);
        if (y >= bottom && y <= top && !label(y, powersOnly).isEmpty()) {
          new Curves(chart)
              .line(
                  "grid at " + y,
                  ends,
                  new double[] {y, y},
                  ChartStyle.GRID,
                  ChartStyle.HAIR,
                  SeriesMarkers.NONE);
        }
      }
    }
  }

  private static double decades(double lowest, double highest) {
    return Math.max(0.3, Math.log10(highest / lowest));
  }

  /** The lower end of the axis for a lowest value. */
  static double bottom(double lowest, double highest) {
    return lowest / Math.pow(10, decades(lowest, highest) * 0.06);
  }

  private static String label(double value, boolean powersOnly) {
    BigDecimal rounded = new BigDecimal(value, new MathContext(3)).stripTrailingZeros();
    int digits = rounded.unscaledValue().intValue();
    boolean labelled = digits == 1 || (!powersOnly && (digits == 2 || digits == 5));
    return labelled ? rounded.toPlainString() : "";
  }
}
