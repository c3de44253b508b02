package dev.rsclab.results;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * Text as outlines, so that PNG and SVG look the same wherever they are opened, and no viewer needs
 * the font.
 *
 * @param font its font
 */
record Lettering(Font font) {
  /** Fractional metrics, no hinting: widths do not depend on the scale of the picture. */
  private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

  /** Distance between the baselines of two lines, in pixels. */
  double lineHeight() {
    return Math.ceil(font.getSize2D() * 1.3);
  }

  double width(String text) {
    return font.getStringBounds(text, METRICS).getWidth();
  }

  /** Draws one line with its baseline at {@code y}. */
  void draw(Graphics2D g, String text, double x, double y) {
    g.fill(
        AffineTransform.getTranslateInstance(x, y)
            .createTransformedShape(font.createGlyphVector(METRICS, text).getOutline()));
  }

  /** As {@link #wrap}, with the lines about equally long. */
  List<String> wrapEvenly(String text, double width) {
    List<String> lines = wrap(text, width);
    for (double narrower = width * 0.96; narrower > width / 2; narrower -= width * 0.04) {
      List<String> even = wrap(text, narrower);
      if (even.size() > lines.size()) {
        return lines;
      }
      lines = even;
    }
    return lines;
  }

  /** Breaks a text between words into lines of at most {@code width} pixels. */
  List<String> wrap(String text, double width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+", -1)) {
      if (!line.isEmpty() && width(line + " " + word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
