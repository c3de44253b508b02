package dev.rsclab.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Throughput against rsc_interval: one line for each kind, one panel for each IP family. */
final class ThroughputChart {
  private static final String FLOOR = "floor";
  private static final String IDEAL = "ideal";
  private static final double MILLION = 1e6;

  /** Segments of 1448 bytes in a unit of 64 KB. */
  private static final int LARGEST_UNIT = 45;

  private static final double HEADROOM = 1.16;

  /** How far the bars of neighbouring kinds stand apart, in positions of the axis. */
  private static final double DODGE = 0.05;

  private final List<IntervalStudy> studies;
  private final ChartStyle style;
  private final EvenAxis axis;
  private final double top;
  private final int columns;

  private ThroughputChart(List<IntervalStudy> studies) {
    this.studies = studies;
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
            .flatMapToDouble(study -> ideal(study).stream())
            .map(packets -> packets / MILLION)
            .filter(packets -> packets <= 2 * measured)
            .max()
            .orElse(0);
    top = Math.max(measured, ideal);
  }

  /**
   * The picture.
   *
   * @param studies one for each panel: the same workload, different families
   */
  static Picture of(List<IntervalStudy> studies, String title, String caption) {
    ThroughputChart chart = new ThroughputChart(studies);
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
    if (studies.stream()
        .anyMatch(study -> ideal(study).orElse(Double.MAX_VALUE) <= chart.top * MILLION)) {
      picture.addLegend(
          new Picture.LegendEntry(
              "ideal: the floor, with " + LARGEST_UNIT + " segments a delivery",
              ChartStyle.FAINT_TEXT,
              ChartStyle.IDEAL,
              SeriesMarkers.NONE));
    }
    return picture;
  }

  /**
   * What the floor would carry, in packets per second, if the guest's cost of a delivery, but not
   * of its bytes, were shared by as many segments as the largest unit holds, and coalescing itself
   * cost nothing. Nothing if the guest costs nothing per delivery or the floor was not measured.
   */
  static OptionalDouble ideal(IntervalStudy study) {
    double cost =
        GuestCost.of(study.condition()).map(it -> it.perDelivery().doubleValue()).orElse(0.0);
    if (cost == 0 || study.floor().isEmpty()) {
      return OptionalDouble.empty();
    }
    double nanos = 1e9 / study.floor().get().value() - cost * (1 - 1.0 / LARGEST_UNIT);
    return nanos > 0 ? OptionalDouble.of(1e9 / nanos) : OptionalDouble.empty();
  }

  private void addIdeal(Curves curves, Annotations annotations, IntervalStudy study) {
    ideal(study)
        .ifPresent(packets -> {
          double y = packets / MILLION;
          if (y <= top) {
            curves.line(
                IDEAL,
                new double[] {axis.min(), axis.max()},
                new double[] {y, y},
                ChartStyle.FAINT_TEXT,
                ChartStyle.IDEAL,
                SeriesMarkers.NONE);
            annotations.name(IDEAL, IDEAL, ChartStyle.FAINT_TEXT);
          } else {
            annotations.label(
                axis.max(),
                top * (HEADROOM - 0.07),
                IDEAL + ", above this: " + Figures.number(y),
                ChartStyle.FAINT_TEXT,
                Annotations.Place.BELOW);
          }
        });
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
