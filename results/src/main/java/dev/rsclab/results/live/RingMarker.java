package dev.rsclab.results.live;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import org.knowm.xchart.style.markers.Marker;

/** A ring with room for another marker in it. */
final class RingMarker extends Marker {
  private static final BasicStroke STROKE = new BasicStroke(1.4f);

  @Override
  public void paint(Graphics2D g, double x, double y, int size) {
    g.setStroke(STROKE);
    g.draw(new Ellipse2D.Double(x - size, y - size, 2.0 * size, 2.0 * size));
  }
}
