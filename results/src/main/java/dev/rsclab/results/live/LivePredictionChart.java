package dev.rsclab.results.live;

import dev.rsclab.results.Annotations;
import dev.rsclab.results.ChartStyle;
import dev.rsclab.results.Curves;
import dev.rsclab.results.LogAxis;
import dev.rsclab.results.Picture;
import dev.rsclab.results.live.LiveDevice.Series;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Seen against predicted segments per delivery, a point for each cell, with the line on which both
 * are equal. One panel for each source of the prediction.
 */
final class LivePredictionChart {
  private static final String EQUAL = "as predicted";

  private final LiveResults results;
  private final LiveStyle look;
  private final List<Metric> sources;
  private final ChartStyle style;
  private final double lowest;
  private final double highest;

  private record Cell(LiveDevice device, Spread predicted, Spread seen) {}

  private LivePredictionChart(LiveResults results) {
    this.results = results;
    look = new LiveStyle(results.series());
    sources = sources(results);
    style = LiveCharts.style(sources.size());
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (Metric source : sources) {
      for (Cell cell : cells(source)) {
        low = Math.min(low, Math.min(cell.predicted.median(), cell.seen.low()));
        high = Math.max(high, Math.max(cell.predicted.median(), cell.seen.high()));
      }
    }
    lowest = low;
    highest = high;
  }

  /** The sources that predicted anything. */
  static List<Metric> sources(LiveResults results) {
    return List.of(Metric.PREDICTED, Metric.FROM_PLAIN).stream()
        .filter(source ->
            results.readings().stream()
                .anyMatch(it -> source.of(it) > 0 && it.segmentsPerDelivery() > 0))
        .toList();
  }

  /**
   * The picture.
   *
   * @param results with at least one {@linkplain #sources source}
   */
  static Picture of(LiveResults results, String title, String caption) {
    LivePredictionChart chart = new LivePredictionChart(results);
    Picture picture = new Picture(chart.style, title, caption, chart.sources.size());
    chart.sources.forEach(source -> chart.addPanel(picture, source));
    chart.look.series().forEach(series -> picture.addLegend(entry(chart.look.legend(series))));
    picture.addLegend(
        new Picture.LegendEntry(
            EQUAL, ChartStyle.REFERENCE, ChartStyle.DASHED, SeriesMarkers.NONE));
    return picture;
  }

  private static Picture.LegendEntry entry(Picture.LegendEntry it) {
    return new Picture.LegendEntry(it.label(), it.colour(), ChartStyle.NO_LINE, it.marker());
  }

  private List<Cell> cells(Metric source) {
    List<Cell> cells = new ArrayList<>();
    for (LiveWorkload workload : results.workloads()) {
      for (LiveDevice device : results.devices(workload)) {
        results
            .spread(workload, device, source)
            .ifPresent(predicted ->
                results
                    .spread(workload, device, Metric.SEEN)
                    .ifPresent(seen -> cells.add(new Cell(device, predicted, seen))));
      }
    }
    return cells;
  }

  private void addPanel(Picture picture, Metric source) {
    XYChart chart =
        style.panel(
            source == Metric.PREDICTED
                ? "replay of the same arrivals"
                : "replay of arrivals without coalescing",
            source.axis(),
            Metric.SEEN.axis(),
            Picture.panelWidth(sources.size()),
            Picture.panelHeight(sources.size()));
    LogAxis.applyToX(chart, lowest, highest);
    double left = chart.getStyler().getXAxisMin();
    LogAxis.applyToY(chart, left, chart.getStyler().getXAxisMax(), lowest, highest);
    Curves curves = new Curves(chart);
    double[] ends = {lowest, highest};
    curves.line(EQUAL, ends, ends, ChartStyle.REFERENCE, ChartStyle.DASHED, SeriesMarkers.NONE);
    List<Cell> cells = cells(source);
    for (Series series : look.series()) {
      List<Cell> own = cells.stream().filter(cell -> cell.device.series().equals(series)).toList();
      if (own.isEmpty()) {
        continue;
      }
      for (int i = 0; i < own.size(); i++) {
        Cell cell = own.get(i);
        if (cell.seen.count() > 1) {
          curves.verticalBar(
              look.label(series) + " range " + i,
              cell.predicted.median(),
              cell.seen.low(),
              cell.seen.high(),
              look.colour(series));
        }
      }
      LiveCharts.scatter(
          curves,
          look.label(series),
          own.stream()
              .map(cell -> new double[] {cell.predicted.median(), cell.seen.median()})
              .toList(),
          look.colour(series),
          look.marker(series));
    }
    picture.add(chart, new Annotations(style.lettering()));
  }
}
