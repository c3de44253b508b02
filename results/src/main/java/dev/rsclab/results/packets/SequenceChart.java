package dev.rsclab.results.packets;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A time-sequence diagram of one flow (after Stevens, TCP/IP Illustrated): each frame is a vertical
 * bar over the bytes that it carries, at the moment at which it arrives or is delivered; a pure ACK
 * is a mark at its sequence number.
 */
public final class SequenceChart {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 460;
  private static final Color ARRIVES = new Color(0x8C8C8C);
  private static final Color DELIVERED = new Color(0x0072B2);
  private static final Color TEXT = new Color(0x222222);
  private static final Color GRID = new Color(0xE3E3E3);

  private final XYChart chart = new XYChart(WIDTH, HEIGHT);
  private final int base;
  private final long start;

  private SequenceChart(String title, Recording arrived) {
    base = seq(arrived.deliveries().getFirst());
    start = arrived.deliveries().getFirst().nanos();
    chart.setTitle(title);
    chart.setXAxisTitle("us since the flow's first packet");
    chart.setYAxisTitle("bytes since the flow's first");
    style(chart.getStyler());
  }

  /**
   * Draws what arrived of one flow and what was delivered of it.
   *
   * @param title what is seen
   * @throws IllegalArgumentException if nothing arrived, or a frame holds no TCP
   */
  public static BufferedImage of(String title, Recording arrived, Recording delivered) {
    if (arrived.deliveries().isEmpty()) {
      throw new IllegalArgumentException("nothing arrived: there is no flow to draw");
    }
    SequenceChart it = new SequenceChart(title, arrived);
    it.data("arrives", arrived, ARRIVES, 3f);
    it.acks("pure ACK arrives", arrived, ARRIVES, SeriesMarkers.CROSS);
    it.data("delivered", delivered, DELIVERED, 2f);
    it.acks("pure ACK delivered", delivered, DELIVERED, SeriesMarkers.DIAMOND);
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    it.chart.paint(g, WIDTH, HEIGHT);
    g.dispose();
    return image;
  }

  private static TcpSegment tcp(RecordedDelivery delivery) {
    return delivery
        .tcp()
        .orElseThrow(() -> new IllegalArgumentException("not a TCP segment: " + delivery));
  }

  private static int seq(RecordedDelivery delivery) {
    return tcp(delivery).seq();
  }

  private double micros(RecordedDelivery delivery) {
    return (delivery.nanos() - start) / 1e3;
  }

  /** Bars: lines that are interrupted by a missing value. */
  private void data(String name, Recording recording, Color colour, float width) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (RecordedDelivery delivery : recording.deliveries()) {
      TcpSegment tcp = tcp(delivery);
      if (!tcp.pureAck()) {
        double from = tcp.seq() - base;
        for (double at : new double[] {from, from + tcp.payload().length, Double.NaN}) {
          x.add(micros(delivery));
          y.add(at);
        }
      }
    }
    if (!x.isEmpty()) {
      XYSeries series = chart.addSeries(name, x, y);
      series.setLineColor(colour);
      series.setLineStyle(new BasicStroke(width));
      series.setMarker(SeriesMarkers.NONE);
    }
  }

  private void acks(String name, Recording recording, Color colour, Marker marker) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (RecordedDelivery delivery : recording.deliveries()) {
      if (tcp(delivery).pureAck()) {
        x.add(micros(delivery));
        y.add((double) (seq(delivery) - base));
      }
    }
    if (!x.isEmpty()) {
      XYSeries series = chart.addSeries(name, x, y);
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      series.setMarker(marker);
      series.setMarkerColor(colour);
    }
  }

  private static void style(XYStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    styler.setChartTitleFont(font.deriveFont(Font.BOLD));
    styler.setChartTitleBoxVisible(false);
    styler.setAxisTitleFont(font);
    styler.setAxisTickLabelsFont(font);
    styler.setLegendFont(font);
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setLegendPadding(14);
    styler.setChartFontColor(TEXT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setMarkerSize(9);
    styler.setLocale(Locale.ROOT);
    styler.setAntiAlias(true);
  }
}
