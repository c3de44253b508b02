package dev.rsclab.results;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Time per packet against the number of flows: one line for each kind, the plain copies and the
 * target for comparison, one panel for each family and payload.
 */
final class FlowScalingChart {
  private static final String COPY = "plain copy";
  private static final String SHADE = "target area";

  /** Beyond this ratio of highest to lowest value the axes are logarithmic. */
  private static final double LINEAR_SPREAD = 10;

  private static final double DODGE = 0.03;

  private final List<FlowScaling> studies;
  private final ChartStyle style;
  private final EvenAxis axis;
  private final int columns;
  private final boolean logarithmic;

  private FlowScalingChart(List<FlowScaling> studies) {
    this.studies =
        studies.stream()
            .sorted(
                Comparator.comparing((FlowScaling study) -> study.condition().family())
                    .thenComparing(FlowScalingChart::payload)
                    .thenComparing(FlowScaling::condition))
            .toList();
    columns = Math.min(2, studies.size());
    style = new ChartStyle(studies.getFirst().kinds(), Picture.fontSize(columns));
    List<Long> flows =
        studies.stream()
            .flatMap(study -> study.flows().stream())
            .map(Integer::longValue)
            .distinct()
            .sorted()
            .toList();
    axis = new EvenAxis(flows, flows.stream().map(count -> Long.toString(count)).toList());
    logarithmic =
        studies.stream()
            .map(FlowScalingChart::shown)
            .anyMatch(shown -> Curves.top(shown) > LINEAR_SPREAD * Curves.bottom(shown));
  }

  /**
   * The picture.
   *
   * @param studies one for each panel
   */
  static Picture of(List<FlowScaling> studies, String title, String caption) {
    FlowScalingChart chart = new FlowScalingChart(studies);
    Picture picture = new Picture(chart.style, title, caption, chart.columns);
    chart.studies.forEach(study -> chart.addPanel(picture, study));
    studies.getFirst().kinds().order().forEach(kind -> chart.addLegend(picture, kind));
    if (studies.stream().anyMatch(study -> !study.copy().isEmpty())) {
      picture.addLegend(reference(COPY, ChartStyle.DOTTED));
      picture.addLegend(reference("target: below this line", ChartStyle.BAR));
    }
    if (studies.stream().anyMatch(study -> !study.spread().isEmpty())) {
      picture.addLegend(reference(FlowScaling.SPREAD_IN_WORDS, ChartStyle.THIN_DOTTED));
    }
    return picture;
  }

  private static Picture.LegendEntry reference(String name, BasicStroke stroke) {
    return new Picture.LegendEntry(name, ChartStyle.REFERENCE, stroke, SeriesMarkers.NONE);
  }

  private static Integer payload(FlowScaling study) {
    String bytes = study.condition().get(Condition.PAYLOAD_BYTES);
    return bytes.matches("\\d{1,9}") ? Integer.valueOf(bytes) : 0;
  }

  private static List<Estimate> shown(FlowScaling study) {
    List<Estimate> shown = new ArrayList<>(study.copy().values());
    shown.addAll(study.spread().values());
    study.flows().forEach(flows -> study.bound(flows).ifPresent(shown::add));
    study.curves().values().forEach(curve -> shown.addAll(curve.values()));
    return shown;
  }

  private void addLegend(Picture picture, String kind) {
    boolean floor = style.kinds().isFloor(kind);
    if (studies.stream().anyMatch(study -> study.curves().containsKey(kind))) {
      picture.addLegend(
          new Picture.LegendEntry(
              ChartStyle.label(kind),
              style.colour(kind),
              floor ? ChartStyle.DASHED : ChartStyle.LINE,
              floor ? SeriesMarkers.NONE : style.marker(kind)));
    }
  }

  private void addPanel(Picture picture, FlowScaling study) {
    int width = Picture.panelWidth(columns);
    XYChart panel =
        style.panel(
            panelTitle(study), "flows", "ns per packet", width, Picture.panelHeight(columns));
    List<Estimate> sameRange =
        studies.stream()
            .filter(other -> payload(other).equals(payload(study)))
            .flatMap(other -> shown(other).stream())
            .toList();
    double top = Curves.top(sameRange);
    double bottom = Curves.bottom(sameRange);
    if (logarithmic) {
      LogAxis.applyTo(panel, axis, bottom, top);
    } else {
      panel.getStyler().setYAxisMin(0.0).setYAxisMax(top * 1.12);
    }
    axis.applyTo(panel.getStyler(), width - 110);
    Curves curves = new Curves(panel);
    addBound(curves, study, logarithmic ? LogAxis.bottom(bottom, top) : 0);
    addSpread(curves, study);
    List<String> kinds = List.copyOf(study.curves().keySet());
    for (String kind : kinds) {
      double dodge = (kinds.indexOf(kind) - (kinds.size() - 1) / 2.0) * DODGE;
      boolean floor = style.kinds().isFloor(kind);
      curves.add(
          kind,
          points(study.curves().get(kind), dodge),
          1,
          style.colour(kind),
          floor ? ChartStyle.DASHED : ChartStyle.LINE,
          floor ? SeriesMarkers.NONE : style.marker(kind));
    }
    picture.add(panel, new Annotations(style.lettering()));
  }

  private String panelTitle(FlowScaling study) {
    boolean oneFamily =
        studies.stream().map(other -> other.condition().family()).distinct().count() == 1;
    String payload = payload(study) == 0 ? "" : payload(study) + "-byte payload";
    String family = study.condition().family();
    if (oneFamily && !payload.isEmpty()) {
      return payload;
    }
    return payload.isEmpty() || family.isEmpty() ? family + payload : family + ", " + payload;
  }

  private List<Curves.Point> points(NavigableMap<Integer, Estimate> curve, double dodge) {
    return curve.entrySet().stream()
        .map(cell -> new Curves.Point(axis.position(cell.getKey()) + dodge, cell.getValue()))
        .toList();
  }

  /** The area within the target is shaded; its edge and the plain copy are lines. */
  private void addBound(Curves curves, FlowScaling study, double axisBottom) {
    if (study.copy().isEmpty()) {
      return;
    }
    double[] x = study.copy().keySet().stream().mapToDouble(axis::position).toArray();
    double[] bound =
        study.copy().keySet().stream()
            .map(study::bound)
            .flatMap(Optional::stream)
            .mapToDouble(Estimate::value)
            .toArray();
    double[] bottom = new double[x.length];
    Arrays.fill(bottom, axisBottom);
    curves.shade(SHADE, x, bottom, bound, ChartStyle.SHADE);
    curves.line(
        FlowScaling.BOUND, x, bound, ChartStyle.REFERENCE, ChartStyle.BAR, SeriesMarkers.NONE);
    curves.add(
        COPY,
        points(study.copy(), 0),
        1,
        ChartStyle.REFERENCE,
        ChartStyle.DOTTED,
        SeriesMarkers.NONE);
  }

  private void addSpread(Curves curves, FlowScaling study) {
    if (!study.spread().isEmpty()) {
      curves.add(
          FlowScaling.SPREAD_IN_WORDS,
          points(study.spread(), 0),
          1,
          ChartStyle.REFERENCE,
          ChartStyle.THIN_DOTTED,
          SeriesMarkers.NONE);
    }
  }
}
