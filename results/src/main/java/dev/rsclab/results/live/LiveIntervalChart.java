package dev.rsclab.results.live;

import dev.rsclab.results.Annotations;
import dev.rsclab.results.ChartStyle;
import dev.rsclab.results.Curves;
import dev.rsclab.results.EvenAxis;
import dev.rsclab.results.LogAxis;
import dev.rsclab.results.Nanos;
import dev.rsclab.results.Picture;
import dev.rsclab.results.live.LiveDevice.Series;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Something measured against rsc_interval: one line for each flush strategy, no coalescing as a
 * horizontal line with its range, and the kernel's offload at its timeouts. One panel for each
 * workload, or for each workload and metric.
 */
final class LiveIntervalChart {
  private static final String BASELINE = "no coalescing";
  private static final String KERNEL = "kernel GRO (its gro_flush_timeout)";
  private static final String DISTURBED = "disturbed repetition";

  /** Around a reading that the range has, too. */
  private static final Marker RING = new RingMarker();

  /** How far neighbouring lines stand apart, in positions of the axis. */
  private static final double DODGE = 0.055;

  private static final double HEADROOM = 1.12;

  private final LiveResults results;
  private final LiveStyle look;
  private final List<Panel> panels;
  private final EvenAxis axis;
  private final ChartStyle style;
  private final int columns;

  /**
   * A panel.
   *
   * @param workload what was sent
   * @param metric what is shown
   */
  record Panel(LiveWorkload workload, Metric metric) {}

  private LiveIntervalChart(LiveResults results, List<Panel> panels) {
    this.results = results;
    this.panels = panels;
    look = new LiveStyle(results.series());
    columns = Math.min(2, panels.size());
    style = LiveCharts.style(columns);
    List<Long> intervals =
        panels.stream()
            .flatMap(panel -> results.devices(panel.workload).stream())
            .filter(device -> !device.isBaseline())
            .map(LiveDevice::intervalNanos)
            .distinct()
            .sorted()
            .toList();
    axis = new EvenAxis(intervals, intervals.stream().map(Nanos::micros).toList());
  }

  /**
   * The picture. O(panels x readings).
   *
   * @param panels in reading order, at least one; some device of theirs has an interval
   */
  static Picture of(LiveResults results, List<Panel> panels, String title, String caption) {
    LiveIntervalChart chart = new LiveIntervalChart(results, panels);
    Picture picture = new Picture(chart.style, title, caption, chart.columns);
    panels.forEach(panel -> chart.addPanel(picture, panel));
    chart.addLegend(picture);
    return picture;
  }

  private void addLegend(Picture picture) {
    List<LiveDevice> devices =
        panels.stream().flatMap(panel -> results.devices(panel.workload).stream()).toList();
    look.series().stream()
        .filter(series -> devices.stream().anyMatch(it -> it.series().equals(series)))
        .forEach(series -> picture.addLegend(look.legend(series)));
    if (devices.stream().anyMatch(LiveDevice::isKernel)) {
      picture.addLegend(
          new Picture.LegendEntry(
              KERNEL, LiveStyle.KERNEL, ChartStyle.DASHED, ChartStyle.PEER_MARKER));
    }
    if (devices.stream().anyMatch(LiveDevice::isBaseline)) {
      picture.addLegend(
          new Picture.LegendEntry(
              BASELINE, ChartStyle.REFERENCE, ChartStyle.DASHED, SeriesMarkers.NONE));
    }
    if (panels.stream()
        .anyMatch(panel -> !disturbed(panel, results.devices(panel.workload)).isEmpty())) {
      picture.addLegend(
          new Picture.LegendEntry(
              DISTURBED + " (in the range, too)", ChartStyle.FAINT_TEXT, ChartStyle.NO_LINE, RING));
    }
  }

  private void addPanel(Picture picture, Panel panel) {
    int width = Picture.panelWidth(columns);
    XYChart chart =
        style.panel(
            panel.workload.inWords(),
            "rsc_interval (us)",
            panel.metric.axis(),
            width,
            Picture.panelHeight(columns));
    axis.applyTo(chart.getStyler(), width - 110);
    scale(chart, panel);
    Curves curves = new Curves(chart);
    Annotations annotations = new Annotations(style.lettering());
    addBaseline(curves, annotations, panel);
    List<Series> series = look.series();
    for (Series it : series) {
      double dodge = (series.indexOf(it) - (series.size() - 1) / 2.0) * DODGE;
      List<LiveDevice> devices =
          results.devices(panel.workload).stream()
              .filter(device -> device.series().equals(it))
              .toList();
      addPoints(curves, panel, devices, dodge, look.label(it), look.colour(it), look.legend(it));
    }
    addKernel(curves, annotations, panel, (series.size() + 1) / 2.0 * DODGE);
    picture.add(chart, annotations);
  }

  private void scale(XYChart chart, Panel panel) {
    List<Spread> spreads =
        panels.stream()
            .filter(it -> it.metric == panel.metric && sharesScale(it, panel))
            .flatMap(it ->
                results.devices(it.workload).stream()
                    .flatMap(device -> results.spread(it.workload, device, it.metric).stream()))
            .toList();
    double top = spreads.stream().mapToDouble(Spread::high).max().orElse(1);
    double bottom = spreads.stream().mapToDouble(Spread::low).min().orElse(0);
    if (isLog(panel) && bottom > 0) {
      LogAxis.applyTo(chart, axis, bottom, top);
    } else {
      chart.getStyler().setYAxisMin(0.0).setYAxisMax(top > 0 ? top * HEADROOM : 1);
    }
  }

  /** Response times differ by orders of magnitude. */
  private static boolean isLog(Panel panel) {
    return panel.metric == Metric.RESPONSE_P50 || panel.metric == Metric.RESPONSE_P99;
  }

  /** Panels of one traffic can be compared by eye. */
  private static boolean sharesScale(Panel one, Panel other) {
    return one.workload.name().equals(other.workload.name());
  }

  private void addBaseline(Curves curves, Annotations annotations, Panel panel) {
    Optional<Spread> spread =
        results
            .baseline(panel.workload)
            .flatMap(device -> results.spread(panel.workload, device, panel.metric));
    spread.ifPresent(it -> {
      double[] ends = {axis.min(), axis.max()};
      if (it.count() > 1) {
        curves.shade(
            BASELINE + " range",
            ends,
            new double[] {it.low(), it.low()},
            new double[] {it.high(), it.high()},
            ChartStyle.SHADE);
      }
      curves.line(
          BASELINE,
          ends,
          new double[] {it.median(), it.median()},
          ChartStyle.REFERENCE,
          ChartStyle.DASHED,
          SeriesMarkers.NONE);
      annotations.name(BASELINE, BASELINE, ChartStyle.FAINT_TEXT);
    });
  }

  /** With one timeout a horizontal line, with several a line from one to the next. */
  private void addKernel(Curves curves, Annotations annotations, Panel panel, double dodge) {
    List<LiveDevice> devices =
        results.devices(panel.workload).stream().filter(LiveDevice::isKernel).toList();
    if (devices.isEmpty()) {
      return;
    }
    Picture.LegendEntry entry =
        new Picture.LegendEntry(
            KERNEL, LiveStyle.KERNEL, ChartStyle.DASHED, ChartStyle.PEER_MARKER);
    if (!addPoints(curves, panel, devices, dodge, "kernel GRO", LiveStyle.KERNEL, entry)) {
      return;
    }
    if (devices.size() == 1) {
      results
          .spread(panel.workload, devices.getFirst(), panel.metric)
          .ifPresent(it ->
              curves.line(
                  "kernel GRO level",
                  new double[] {axis.min(), axis.max()},
                  new double[] {it.median(), it.median()},
                  LiveStyle.KERNEL,
                  ChartStyle.DASHED,
                  SeriesMarkers.NONE));
    }
    annotations.name(
        devices.size() == 1 ? "kernel GRO level" : "kernel GRO", "kernel GRO", LiveStyle.KERNEL);
  }

  /** Whether there is any. */
  private boolean addPoints(
      Curves curves,
      Panel panel,
      List<LiveDevice> devices,
      double dodge,
      String name,
      Color colour,
      Picture.LegendEntry look) {
    List<Curves.Point> points = new ArrayList<>();
    for (LiveDevice device : devices) {
      results
          .spread(panel.workload, device, panel.metric)
          .ifPresent(it ->
              points.add(
                  new Curves.Point(
                      axis.position(device.intervalNanos()) + dodge,
                      it.median(),
                      it.low(),
                      it.high())));
    }
    if (points.isEmpty()) {
      return false;
    }
    curves.add(name, points, 1, colour, look.stroke(), look.marker());
    List<LiveReading> disturbed = disturbed(panel, devices);
    if (!disturbed.isEmpty()) {
      LiveCharts.scatter(
          curves,
          name + " disturbed",
          disturbed.stream()
              .map(it ->
                  new double[] {
                    axis.position(it.device().intervalNanos()) + dodge, panel.metric.of(it)
                  })
              .toList(),
          colour,
          RING);
    }
    return true;
  }

  private List<LiveReading> disturbed(Panel panel, List<LiveDevice> devices) {
    return devices.stream()
        .filter(device -> !device.isBaseline())
        .flatMap(device -> results.cell(panel.workload, device).stream())
        .filter(it -> it.disturbed() && Double.isFinite(panel.metric.of(it)))
        .toList();
  }
}
