package dev.rsclab.results.live;

import dev.rsclab.results.ChartStyle;
import dev.rsclab.results.Curves;
import dev.rsclab.results.DrawnPictures;
import dev.rsclab.results.Environment;
import dev.rsclab.results.Figures;
import dev.rsclab.results.Kinds;
import dev.rsclab.results.Picture;
import dev.rsclab.results.ReportPage;
import dev.rsclab.results.live.LiveIntervalChart.Panel;
import java.awt.Color;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import org.knowm.xchart.style.markers.Marker;

/** Draws the pictures of a live run into its folder {@code charts}. */
final class LiveCharts {
  private final LiveResults results;
  private final LiveTitles titles;
  private final DrawnPictures pictures;
  private final String caption;

  private LiveCharts(LiveResults results, Environment environment, Path runFolder) {
    this.results = results;
    titles = new LiveTitles(results);
    pictures = DrawnPictures.ofRun(runFolder);
    caption = caption(environment);
  }

  /** Draws everything that the run has readings for. */
  static DrawnPictures draw(LiveResults results, Environment environment, Path runFolder) {
    LiveCharts charts = new LiveCharts(results, environment, runFolder);
    charts.throughput(Metric.GOODPUT, "live-goodput", "goodput");
    charts.throughput(Metric.CPU, "live-cpu", "CPU time of the whole machine for a gigabyte");
    charts.responses();
    charts.frontier();
    charts.prediction();
    return charts.pictures;
  }

  private String caption(Environment environment) {
    long disturbed = results.readings().stream().filter(LiveReading::disturbed).count();
    String usual = new LiveStyle(results.series()).usual();
    return "Real TCP of the kernel between two taps. Median of "
        + Figures.count(results.rounds(), "round")
        + (results.rounds() > 1 ? "; bars and shade: lowest to highest. " : ". ")
        + "%d of %d repetitions had more than %.0f %% of the CPU taken by others. "
            .formatted(disturbed, results.readings().size(), LiveReading.MUCH_LOAD * 100)
        + (usual.isEmpty() ? "" : "Where nothing else is named: " + usual + ". ")
        + ReportPage.origin(environment)
        + ".";
  }

  /** Bulk transfer in one picture, other throughput in another. */
  private void throughput(Metric metric, String name, String subject) {
    for (boolean bulk : new boolean[] {true, false}) {
      List<LiveWorkload> workloads =
          comparable(false).stream().filter(it -> it.isBulk() == bulk).toList();
      if (!workloads.isEmpty()) {
        // Bulk transfers are one question, the others are several: the title says where most is
        // seen.
        LiveWorkload named = bulk ? workloads.getFirst() : mostMoved(workloads, metric);
        String title = titles.title(named, metric);
        List<Panel> panels = workloads.stream().map(it -> new Panel(it, metric)).toList();
        pictures.write(
            name + (bulk ? "-bulk" : "-other"),
            title,
            subject + " against rsc_interval, " + (bulk ? "bulk transfer" : "other transfers"),
            () -> LiveIntervalChart.of(results, panels, title, caption));
      }
    }
  }

  /** The workload for which it makes most difference through what it goes. */
  private LiveWorkload mostMoved(List<LiveWorkload> workloads, Metric metric) {
    return workloads.stream()
        .max(Comparator.comparingDouble(it -> highestOverLowest(it, metric)))
        .orElseThrow();
  }

  private double highestOverLowest(LiveWorkload workload, Metric metric) {
    DoubleSummaryStatistics medians =
        results.devices(workload).stream()
            .flatMap(device -> results.spread(workload, device, metric).stream())
            .mapToDouble(Spread::median)
            .summaryStatistics();
    return medians.getMax() / medians.getMin();
  }

  /** Those that went through anything that has an interval, requests before transfers. */
  private List<LiveWorkload> comparable(boolean withResponses) {
    return results.workloads(withResponses).stream()
        .filter(it -> !results.devices(it).stream().allMatch(LiveDevice::isBaseline))
        .sorted(Comparator.comparing((LiveWorkload it) -> !results.hasRoundTrips(it)))
        .toList();
  }

  private void responses() {
    List<LiveWorkload> workloads = comparable(true);
    if (workloads.isEmpty()) {
      return;
    }
    List<Panel> panels = new ArrayList<>();
    for (LiveWorkload workload : workloads) {
      panels.add(new Panel(workload, Metric.RESPONSE_P50));
      panels.add(new Panel(workload, Metric.RESPONSE_P99));
    }
    String title = titles.title(workloads.getFirst(), Metric.RESPONSE_P50);
    pictures.write(
        "live-response",
        title,
        "median and p99 of the response time against rsc_interval",
        () -> LiveIntervalChart.of(results, panels, title, caption));
  }

  private void frontier() {
    LiveFrontier.of(results)
        .ifPresent(frontier -> {
          String title = titles.frontier(frontier);
          pictures.write(
              "live-frontier",
              title,
              "goodput and CPU time of "
                  + frontier.bulk().inWords()
                  + " against response time of "
                  + frontier.requests().inWords(),
              () ->
                  LiveFrontierChart.of(
                      results,
                      frontier,
                      title,
                      "Numbers at the points: interval in us; "
                          + frontier.bulk().inWords()
                          + " against "
                          + frontier.requests().inWords()
                          + ". "
                          + caption));
        });
  }

  private void prediction() {
    if (LivePredictionChart.sources(results).isEmpty()) {
      return;
    }
    String title = titles.predictionTitle();
    pictures.write(
        "live-prediction",
        title,
        "segments per delivery, seen against predicted, a point for each workload and setting",
        () -> LivePredictionChart.of(results, title, caption));
  }

  static ChartStyle style(int columns) {
    return new ChartStyle(Kinds.of(List.of(), List.of()), Picture.fontSize(columns));
  }

  /** Adds points without a line: gaps lie between them. */
  static void scatter(
      Curves curves, String name, List<double[]> points, Color colour, Marker marker) {
    double[] x = new double[2 * points.size()];
    double[] y = new double[2 * points.size()];
    for (int i = 0; i < points.size(); i++) {
      x[2 * i] = x[2 * i + 1] = points.get(i)[0];
      y[2 * i] = points.get(i)[1];
      y[2 * i + 1] = Double.NaN;
    }
    curves.line(name, x, y, colour, ChartStyle.BAR, marker);
  }
}
