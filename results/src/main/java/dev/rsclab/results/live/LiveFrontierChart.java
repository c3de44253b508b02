package dev.rsclab.results.live;

import dev.rsclab.results.Annotations;
import dev.rsclab.results.ChartStyle;
import dev.rsclab.results.Curves;
import dev.rsclab.results.LogAxis;
import dev.rsclab.results.Nanos;
import dev.rsclab.results.Picture;
import java.awt.Color;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;

/**
 * What bulk transfer gains against what requests pay: a point for each flush strategy and interval,
 * lines along the intervals of a strategy. One panel for goodput, one for CPU time.
 */
final class LiveFrontierChart {
  private static final double HEADROOM = 1.12;

  private final LiveResults results;
  private final LiveFrontier frontier;
  private final LiveStyle look;
  private final ChartStyle style = LiveCharts.style(2);

  private LiveFrontierChart(LiveResults results, LiveFrontier frontier) {
    this.results = results;
    this.frontier = frontier;
    look = new LiveStyle(results.series());
  }

  /** The picture. */
  static Picture of(LiveResults results, LiveFrontier frontier, String title, String caption) {
    LiveFrontierChart chart = new LiveFrontierChart(results, frontier);
    Picture picture = new Picture(chart.style, title, caption, 2);
    chart.addPanel(picture, Metric.GOODPUT, "up and left is better");
    chart.addPanel(picture, Metric.CPU, "down and left is better");
    chart.look.series().stream()
        .filter(series -> frontier.devices().stream().anyMatch(it -> it.series().equals(series)))
        .forEach(series -> picture.addLegend(chart.look.legend(series)));
    if (frontier.devices().stream().anyMatch(LiveDevice::isKernel)) {
      picture.addLegend(
          new Picture.LegendEntry(
              "kernel GRO", LiveStyle.KERNEL, ChartStyle.DASHED, ChartStyle.PEER_MARKER));
    }
    return picture;
  }

  private void addPanel(Picture picture, Metric metric, String better) {
    XYChart chart =
        style.panel(
            better,
            "%s of %s".formatted(Metric.RESPONSE_P99.axis(), frontier.requests().name()),
            metric.axis() + " of " + frontier.bulk().name(),
            Picture.panelWidth(2),
            Picture.panelHeight(2));
    scale(chart, metric);
    Annotations annotations = new Annotations(style.lettering());
    Curves curves = new Curves(chart);
    frontier.devices().stream()
        .filter(LiveDevice::isBaseline)
        .forEach(it ->
            annotations.label(
                x(it).median(),
                y(it, metric).median(),
                it.inWords(),
                ChartStyle.FAINT_TEXT,
                Annotations.Place.BELOW));
    look.series()
        .forEach(series ->
            add(
                curves,
                annotations,
                metric,
                frontier.devices().stream().filter(it -> it.series().equals(series)).toList(),
                look.label(series),
                look.legend(series)));
    add(
        curves,
        annotations,
        metric,
        frontier.devices().stream().filter(LiveDevice::isKernel).toList(),
        "kernel GRO",
        new Picture.LegendEntry("", LiveStyle.KERNEL, ChartStyle.DASHED, ChartStyle.PEER_MARKER));
    add(
        curves,
        annotations,
        metric,
        frontier.devices().stream().filter(LiveDevice::isBaseline).toList(),
        "no coalescing",
        new Picture.LegendEntry("", ChartStyle.REFERENCE, ChartStyle.LINE, ChartStyle.markerAt(0)));
    picture.add(chart, annotations);
  }

  private void scale(XYChart chart, Metric metric) {
    List<Spread> values = frontier.devices().stream().map(it -> y(it, metric)).toList();
    List<Spread> times = frontier.devices().stream().map(this::x).toList();
    chart
        .getStyler()
        .setYAxisMin(0.0)
        .setYAxisMax(values.stream().mapToDouble(Spread::high).max().orElse(1) * HEADROOM);
    LogAxis.applyToX(
        chart,
        times.stream().mapToDouble(Spread::low).min().orElse(1),
        times.stream().mapToDouble(Spread::high).max().orElse(1));
  }

  private void add(
      Curves curves,
      Annotations annotations,
      Metric metric,
      List<LiveDevice> devices,
      String name,
      Picture.LegendEntry look) {
    if (devices.isEmpty()) {
      return;
    }
    Color colour = look.colour();
    Marker marker = look.marker();
    curves.add(
        name,
        devices.stream()
            .map(it -> {
              Spread value = y(it, metric);
              return new Curves.Point(x(it).median(), value.median(), value.low(), value.high());
            })
            .toList(),
        1,
        colour,
        look.stroke(),
        marker);
    for (LiveDevice device : devices) {
      Spread time = x(device);
      double y = y(device, metric).median();
      if (time.count() > 1) {
        curves.bar(name + " times " + device.intervalNanos(), time.low(), time.high(), y, colour);
      }
      if (!device.isBaseline()) {
        annotations.label(
            time.median(),
            y,
            Nanos.micros(device.intervalNanos()),
            colour,
            Annotations.Place.ABOVE_IF_FREE);
      }
    }
  }

  private Spread x(LiveDevice device) {
    return present(results.spread(frontier.requests(), device, Metric.RESPONSE_P99));
  }

  private Spread y(LiveDevice device, Metric metric) {
    return present(results.spread(frontier.bulk(), device, metric));
  }

  private static Spread present(Optional<Spread> spread) {
    return spread.orElseThrow(() -> new IllegalStateException("a device without both readings"));
  }
}
