package dev.rsclab.results;

import java.util.List;
import org.knowm.xchart.style.XYStyler;

/**
 * An x axis that gives every measured value the same room and its own label, as suits values that
 * grow by about the same factor from one to the next and may begin with zero.
 *
 * @param values the values, ascending
 * @param labels their labels
 */
public record EvenAxis(List<Long> values, List<String> labels) {
  private static final double MARGIN = 0.45;

  /** XChart loses its way if it is asked for a spacing that is wider than the plot is high. */
  private static final int WIDEST_SPACING = 90;

  /** Where a value stands: 0, 1, 2 ... */
  public double position(long value) {
    return values.indexOf(value);
  }

  /** Where the axis begins: a margin before the first position. */
  public double min() {
    return -MARGIN;
  }

  /** Where it ends: a margin behind the last one. */
  public double max() {
    return values.size() - 1 + MARGIN;
  }

  /**
   * Sets range and labels. XChart chooses steps of 1, or of a half or a fifth, if the spacing it is
   * asked for is at most one position wide, and needs different texts at both ends to draw any
   * label at all.
   *
   * @param plotWidth about how wide the plot is, in pixels
   */
  public void applyTo(XYStyler styler, int plotWidth) {
    styler.setXAxisMin(min());
    styler.setXAxisMax(max());
    styler.setXAxisTickMarkSpacingHint(
        (int) Math.min(WIDEST_SPACING, plotWidth * 0.96 / (max() - min())));
    styler.setXAxisTickLabelsFormattingFunction(this::label);
  }

  private String label(double position) {
    int index = (int) Math.rint(position);
    if (index == position && index >= 0 && index < labels.size()) {
      return labels.get(index);
    }
    return position < 0 ? " " : "  ";
  }
}
