package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Throughput against rsc_interval: one line for each kind, one panel for each IP family. */
final class ThroughputChart {
  private static final String FLOOR = "floor";
  private static final String IDEAL = "ideal";
  private static final double MILLION = 1e6;

  private static final double HEADROOM = 1.16;

  /** How much higher than everything measured the ideal may make the picture. */
  private static final double MOST_ABOVE = 1.6;

  /** How far the bars of neighbouring kinds stand apart, in positions of the axis. */
  private static final double DODGE = 0.05;

  private final List<IntervalStudy> studies;
  private final ChartStyle style;
  private final Optional<ReplayTable> replay;
  private final EvenAxis axis;
  private final double top;
  private final int columns;

  private ThroughputChart(List<IntervalStudy> studies, Optional<ReplayTable> replay) {
    this.studies = studies;
    this.replay = replay;
    columns = Math.min(2, studies.size());
    style = new ChartStyle(studies.getFirst().kinds(), Picture.fontSize(columns));
    List<Long> intervals =
        studies.stream().flatMap(study -> study.intervals().stream()).distinct().sorted().toList();
    axis = new EvenAxis(intervals, intervals.stream().map(Nanos::micros).toList());
    List<Estimate> shown = new ArrayList<>();
    for (IntervalStudy study : studies) {
      study.floor().ifPresent(shown::add);
      study.curves().values().forEach(curve -> shown.addAll(curve.values()));
    }
    double measured = Curves.top(shown) / MILLION;
    double ideal =
        studies.stream()
            .flatMap(study -> ideal(study, replay).values().stream())
            .mapToDouble(packets -> packets / MILLION)
            .max()
            .orElse(0);
    top = Math.max(measured, Math.min(ideal, MOST_ABOVE * measured));
  }

  /**
   * The picture.
   *
   * @param studies one for each panel: the same workload, different families
   * @param replay the run's replay, for the ideal
   */
  static Picture of(
      List<IntervalStudy> studies, Optional<ReplayTable> replay, String title, String caption) {
    ThroughputChart chart = new ThroughputChart(studies, replay);
    Picture picture = new Picture(chart.style, title, caption, chart.columns);
    studies.forEach(study -> chart.addPanel(picture, study));
    studies.getFirst().kinds().order().forEach(kind -> chart.addLegend(picture, kind));
    if (studies.stream().anyMatch(study -> study.floor().isPresent())) {
      picture.addLegend(
          new Picture.LegendEntry(
              ChartStyle.label(studies.getFirst().kinds().floor()),
              ChartStyle.REFERENCE,
              ChartStyle.DASHED,
              SeriesMarkers.NONE));
    }
    if (studies.stream().anyMatch(study -> !ideal(study, replay).isEmpty())) {
      picture.addLegend(
          new Picture.LegendEntry(
              "ideal: the guest's cost alone, device and copies for nothing",
              ChartStyle.FAINT_TEXT,
              ChartStyle.IDEAL,
              SeriesMarkers.NONE));
    }
    return picture;
  }

  /**
   * What device and guest would carry if only the guest's modelled cost took time: by interval in
   * ns, packets per second. A bound by construction, since the guest waits out that cost; how many
   * deliveries and bytes it is asked for is exact, from the replay. Empty if the guest costs
   * nothing or the replay does not know the bytes.
   */
  static NavigableMap<Long, Double> ideal(IntervalStudy study, Optional<ReplayTable> replay) {
    NavigableMap<Long, Double> packets = new TreeMap<>();
    GuestCost cost = GuestCost.of(study.condition()).orElse(GuestCost.ZERO);
    if (cost.equals(GuestCost.ZERO) || replay.isEmpty()) {
      return packets;
    }
    for (long interval : study.intervals()) {
      replay
          .get()
          .find(study.condition(), interval)
          .filter(row -> row.deliveredBytes() != ReplayRow.UNKNOWN)
          .ifPresent(row ->
              packets.put(
                  interval,
                  1e9 * row.frames() / cost.nanos(row.deliveries(), row.deliveredBytes())));
    }
    return packets;
  }

  private void addIdeal(Curves curves, Annotations annotations, IntervalStudy study) {
    NavigableMap<Long, Double> ideal = ideal(study, replay);
    double[] x = ideal.keySet().stream().mapToDouble(axis::position).toArray();
    // What would be far above everything measured ends at the top of the picture.
    double[] y =
        ideal.values().stream()
            .mapToDouble(packets -> Math.min(packets / MILLION, top * HEADROOM))
            .toArray();
    if (x.length > 1) {
      curves.line(IDEAL, x, y, ChartStyle.FAINT_TEXT, ChartStyle.IDEAL, SeriesMarkers.NONE);
      annotations.name(IDEAL, IDEAL, ChartStyle.FAINT_TEXT);
    }
  }

  private void addLegend(Picture picture, String kind) {
    if (studies.stream().anyMatch(study -> study.curves().containsKey(kind))) {
      picture.addLegend(
          new Picture.LegendEntry(
              ChartStyle.label(kind), style.colour(kind), ChartStyle.LINE, style.marker(kind)));
    }
  }

  private void addPanel(Picture picture, IntervalStudy study) {
    int width = Picture.panelWidth(columns);
    XYChart panel =
        style.panel(
            study.condition().family(),
            "rsc_interval (us)",
            "million packets/s",
            width,
            Picture.panelHeight(columns));
    panel.getStyler().setYAxisMin(0.0).setYAxisMax(top * HEADROOM);
    axis.applyTo(panel.getStyler(), width - 110);
    Curves curves = new Curves(panel);
    Annotations annotations = new Annotations(style.lettering());
    study.floor().ifPresent(floor -> addFloor(curves, annotations, floor));
    addIdeal(curves, annotations, study);
    markRecommendation(curves, annotations, SmallestOnPlateau.of(study));
    List<String> kinds = List.copyOf(study.curves().keySet());
    for (String kind : kinds) {
      double dodge = (kinds.indexOf(kind) - (kinds.size() - 1) / 2.0) * DODGE;
      List<Curves.Point> points =
          study.curves().get(kind).entrySet().stream()
              .map(cell -> new Curves.Point(axis.position(cell.getKey()) + dodge, cell.getValue()))
              .toList();
      curves.add(kind, points, MILLION, style.colour(kind), ChartStyle.LINE, style.marker(kind));
    }
    picture.add(panel, annotations);
  }

  private void addFloor(Curves curves, Annotations annotations, Estimate floor) {
    double[] ends = {axis.min(), axis.max()};
    if (floor.hasInterval()) {
      curves.shade(
          FLOOR + " interval",
          ends,
          new double[] {floor.low() / MILLION, floor.low() / MILLION},
          new double[] {floor.high() / MILLION, floor.high() / MILLION},
          ChartStyle.SHADE);
    }
    double y = floor.value() / MILLION;
    curves.line(
        FLOOR,
        ends,
        new double[] {y, y},
        ChartStyle.REFERENCE,
        ChartStyle.DASHED,
        SeriesMarkers.NONE);
    annotations.name(FLOOR, "no coalescing", ChartStyle.FAINT_TEXT);
  }

  private void markRecommendation(
      Curves curves, Annotations annotations, Optional<Recommendation> recommendation) {
    recommendation.ifPresent(it -> {
      double x = axis.position(it.intervalNanos());
      curves.mark(x);
      annotations.mark(x, label(it) + Nanos.format(it.intervalNanos()));
    });
  }

  private static String label(Recommendation it) {
    if (!it.tested()) {
      return "highest reading: ";
    }
    return switch (it.effect()) {
      case LOSS, NONE -> "plateau from ";
      case GAIN, GAIN_AT_BEST, UNKNOWN -> it.resolved() ? "recommended: " : "recommended (noisy): ";
    };
  }
}
