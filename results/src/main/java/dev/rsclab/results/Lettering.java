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
public record Lettering(Font font) {
  /** White space, but not between a number and its unit. */
  private static final String BREAK = "\\s+(?!(?:ns|us|%)(?:\\W|$))";

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

  /** As {@link #wrap}, but two lines part at a semicolon if there is one where both fit. */
  List<String> wrapAtSemicolon(String text, double width) {
    List<String> lines = wrap(text, width);
    for (int at = text.indexOf("; ");
        at >= 0 && lines.size() == 2;
        at = text.indexOf("; ", at + 1)) {
      List<String> parts = List.of(text.substring(0, at + 1), text.substring(at + 2));
      if (parts.stream().allMatch(part -> width(part) <= width)) {
        return parts;
      }
    }
    return lines;
  }

  /** Breaks a text between words into lines of at most {@code width} pixels. */
  List<String> wrap(String text, double width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split(BREAK, -1)) {
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
