package dev.rsclab.results;

import dev.rsclab.results.QueueScaling.Variant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Throughput of all queues together against their number: one line for each variant, and what so
 * many times one queue would be. One panel for each condition.
 */
final class QueueScalingChart {
  private static final String IDEAL = "so many times one queue";
  private static final double UNIT = 1e6;
  private static final double DODGE = 0.04;

  private final List<QueueScaling> studies;
  private final List<Variant> variants;
  private final ChartStyle style;
  private final EvenAxis axis;
  private final int columns;

  private QueueScalingChart(List<QueueScaling> studies) {
    this.studies = studies;
    columns = Math.min(2, studies.size());
    style = new ChartStyle(studies.getFirst().kinds(), Picture.fontSize(columns));
    variants =
        studies.stream()
            .flatMap(study -> study.curves().keySet().stream())
            .distinct()
            .sorted()
            .toList();
    List<Long> queues =
        studies.stream()
            .flatMap(study -> study.queues().stream())
            .map(Integer::longValue)
            .distinct()
            .sorted()
            .toList();
    axis =
        new EvenAxis(
            queues,
            queues.stream().map(count -> Figures.count(count.intValue(), "queue")).toList());
  }

  /**
   * The picture.
   *
   * @param studies one for each panel
   */
  static Picture of(List<QueueScaling> studies, String title, String caption) {
    QueueScalingChart chart = new QueueScalingChart(studies);
    Picture picture = new Picture(chart.style, title, caption, chart.columns);
    studies.forEach(study -> chart.addPanel(picture, study));
    for (int place = 0; place < chart.variants.size(); place++) {
      picture.addLegend(
          new Picture.LegendEntry(
              chart.variants.get(place).inWords(),
              ChartStyle.strategyColour(place),
              ChartStyle.LINE,
              ChartStyle.markerAt(place)));
    }
    if (studies.stream().anyMatch(study -> !ideal(study).isEmpty())) {
      picture.addLegend(
          new Picture.LegendEntry(
              IDEAL, ChartStyle.REFERENCE, ChartStyle.IDEAL, SeriesMarkers.NONE));
    }
    return picture;
  }

  /** Whether there is anything to compare. */
  static boolean shows(QueueScaling study) {
    return study.queues().size() > 1;
  }

  /** Number of queues to what so many times one queue carries, of the first variant. */
  private static Map<Integer, Double> ideal(QueueScaling study) {
    return study
        .oneQueue(study.curves().firstKey())
        .map(one ->
            study.queues().stream()
                .collect(Collectors.toMap(queues -> queues, queues -> queues * one.value())))
        .orElse(Map.of());
  }

  private void addPanel(Picture picture, QueueScaling study) {
    int width = Picture.panelWidth(columns);
    List<Condition> all = studies.stream().map(QueueScaling::condition).toList();
    XYChart panel =
        style.panel(
            study.condition().namedAmong(all).inWords(),
            "one thread each",
            "million packets/s in total",
            width,
            Picture.panelHeight(columns));
    panel.getStyler().setYAxisMin(0.0).setYAxisMax(top(study) / UNIT * 1.12);
    axis.applyTo(panel.getStyler(), width - 110);
    Curves curves = new Curves(panel);
    Map<Integer, Double> ideal = ideal(study);
    if (!ideal.isEmpty()) {
      List<Integer> queues = study.queues();
      curves.line(
          IDEAL,
          queues.stream().mapToDouble(axis::position).toArray(),
          queues.stream().mapToDouble(count -> ideal.get(count) / UNIT).toArray(),
          ChartStyle.REFERENCE,
          ChartStyle.IDEAL,
          SeriesMarkers.NONE);
    }
    study
        .curves()
        .forEach((variant, curve) -> {
          int place = variants.indexOf(variant);
          double dodge = (place - (variants.size() - 1) / 2.0) * DODGE;
          curves.add(
              variant.inWords(),
              points(curve, dodge),
              UNIT,
              ChartStyle.strategyColour(place),
              ChartStyle.LINE,
              ChartStyle.markerAt(place));
        });
    picture.add(panel, new Annotations(style.lettering()));
  }

  private static double top(QueueScaling study) {
    double ideal = ideal(study).values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    List<Estimate> cells =
        study.curves().values().stream().flatMap(curve -> curve.values().stream()).toList();
    return Math.max(ideal, Curves.top(cells));
  }

  private List<Curves.Point> points(NavigableMap<Integer, Estimate> curve, double dodge) {
    return curve.entrySet().stream()
        .map(cell -> new Curves.Point(axis.position(cell.getKey()) + dodge, cell.getValue()))
        .toList();
  }

  /**
   * What the most queues carry over one, of each variant with counters apart, under the last
   * condition: that of the largest payload.
   */
  static String title(List<QueueScaling> studies) {
    QueueScaling study = studies.getLast();
    int most = study.queues().getLast();
    String ratios =
        study.curves().keySet().stream()
            .filter(Variant::apart)
            .flatMap(variant ->
                study
                    .overOneQueue(variant, most)
                    .map(ratio -> Figures.roughly(ratio) + " (" + variant.inWords() + ")")
                    .stream())
            .collect(Collectors.joining(", "));
    return ratios.isEmpty()
        ? "Throughput against the number of queues"
        : condition(studies) + Figures.count(most, "queue") + " over one, in packets/s: " + ratios;
  }

  private static String condition(List<QueueScaling> studies) {
    List<Condition> all = studies.stream().map(QueueScaling::condition).toList();
    return all.size() == 1 ? "" : all.getLast().namedAmong(all).inWords() + ", ";
  }
}
