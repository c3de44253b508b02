package dev.rsclab.results;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Time per packet against the number of flows: one line for each kind and placement, the plain
 * copies, the target and the run's peers for comparison; one panel for each family, payload and
 * burst.
 */
final class FlowScalingChart {
  private static final String COPY = "plain copy";
  private static final String SHADE = "target area";

  /** Beyond this ratio of highest to lowest value the axes are logarithmic. */
  private static final double LINEAR_SPREAD = 10;

  /** Bars of all lines of a panel lie within so much of a position. */
  private static final double MOST_DODGE = 0.15;

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
                    .thenComparing(FlowScalingChart::burst)
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
    chart.lines().forEach(line -> picture.addLegend(chart.legend(line)));
    chart.peers().forEach(peer -> picture.addLegend(chart.legend(peer)));
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
    return number(study, Condition.PAYLOAD_BYTES);
  }

  private static Integer burst(FlowScaling study) {
    return number(study, Condition.BURST);
  }

  private static Integer number(FlowScaling study, String parameter) {
    String value = study.condition().get(parameter);
    return value.matches("\\d{1,9}") ? Integer.valueOf(value) : 0;
  }

  private static List<Estimate> shown(FlowScaling study) {
    List<Estimate> shown = new ArrayList<>(study.copy().values());
    shown.addAll(study.spread().values());
    study.flows().forEach(flows -> study.bound(flows).ifPresent(shown::add));
    study.curves().values().forEach(curve -> shown.addAll(curve.values()));
    study.peers().forEach(peer -> shown.addAll(peer.nanos().values()));
    return shown;
  }

  /** The lines of all panels, in the order of the run's kinds. */
  private List<FlowLine> lines() {
    return studies.stream()
        .flatMap(study -> study.curves().keySet().stream())
        .distinct()
        .sorted(FlowLine.chartOrder(style.kinds()))
        .toList();
  }

  /** The peers of all panels, bounds first: a peer keeps its look in all of them. */
  private List<PeerCurve> peers() {
    Map<String, PeerCurve> peers = new LinkedHashMap<>();
    studies.forEach(study -> study.peers().forEach(peer -> peers.putIfAbsent(peer.peer(), peer)));
    return peers.values().stream()
        .sorted(Comparator.comparing(PeerCurve::bound).reversed())
        .toList();
  }

  private Picture.LegendEntry legend(FlowLine line) {
    return new Picture.LegendEntry(
        line.label(), style.colour(line.kind()), stroke(line), marker(line));
  }

  private Picture.LegendEntry legend(PeerCurve peer) {
    return new Picture.LegendEntry(name(peer), colour(peer), stroke(peer), marker(peer));
  }

  private static String name(PeerCurve peer) {
    return (peer.bound() ? "bound: " : "peer: ") + peer.peer();
  }

  private BasicStroke stroke(FlowLine line) {
    return style.kinds().isFloor(line.kind())
        ? ChartStyle.DASHED
        : ChartStyle.placementStroke(line.rank());
  }

  private Marker marker(FlowLine line) {
    return style.kinds().isFloor(line.kind()) ? SeriesMarkers.NONE : style.marker(line.kind());
  }

  private Color colour(PeerCurve peer) {
    return peer.bound() ? ChartStyle.REFERENCE : ChartStyle.peerColour(place(peer));
  }

  private BasicStroke stroke(PeerCurve peer) {
    return peer.bound() ? ChartStyle.IDEAL : ChartStyle.MARK;
  }

  private Marker marker(PeerCurve peer) {
    return peer.bound() ? ChartStyle.boundMarker(place(peer)) : ChartStyle.PEER_MARKER;
  }

  /** Place of a peer among those that are no bounds, or of a bound among the bounds. */
  private int place(PeerCurve peer) {
    return peers().stream()
        .filter(other -> other.bound() == peer.bound())
        .map(PeerCurve::peer)
        .toList()
        .indexOf(peer.peer());
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
    List<FlowLine> lines = List.copyOf(study.curves().keySet());
    double step = Math.min(DODGE, MOST_DODGE / lines.size());
    for (FlowLine line : lines) {
      double dodge = (lines.indexOf(line) - (lines.size() - 1) / 2.0) * step;
      curves.add(
          line.label(),
          points(study.curves().get(line), dodge),
          1,
          style.colour(line.kind()),
          stroke(line),
          marker(line));
    }
    Annotations annotations = new Annotations(style.lettering());
    study.peers().forEach(peer -> add(peer, curves, annotations));
    picture.add(panel, annotations);
  }

  /** A peer's line, with its name beside it where there is room. */
  private void add(PeerCurve peer, Curves curves, Annotations annotations) {
    if (!peer.nanos().isEmpty()) {
      String series = name(peer);
      curves.add(series, points(peer.nanos(), 0), 1, colour(peer), stroke(peer), marker(peer));
      annotations.name(series, peer.peer(), colour(peer));
    }
  }

  private String panelTitle(FlowScaling study) {
    boolean oneFamily =
        studies.stream().map(other -> other.condition().family()).distinct().count() == 1;
    boolean oneOrder = studies.stream().map(FlowScalingChart::burst).distinct().count() == 1;
    String family = study.condition().family();
    List<String> parts = new ArrayList<>();
    parts.add(oneFamily && payload(study) != 0 ? "" : family);
    parts.add(payload(study) == 0 ? "" : payload(study) + "-byte payload");
    parts.add(oneOrder ? "" : study.condition().order());
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
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
