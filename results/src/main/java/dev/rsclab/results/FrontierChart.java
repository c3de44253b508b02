package dev.rsclab.results;

import dev.rsclab.results.FlushStudy.Point;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;

/**
 * Throughput against the p99 of the added delay: one line for each flush strategy over its
 * intervals, one panel for each IP family. The left upper corner is where everybody wants to be.
 */
final class FrontierChart {
  private static final double MILLION = 1e6;
  private static final double MICRO = 1e3;

  /** Place of the adaptive strategy, after the reference's timer; their points are labelled. */
  private static final int CHALLENGER = 1;

  private final List<FlushStudy> studies;
  private final List<String> strategies;
  private final ChartStyle style;
  private final int columns;

  private FrontierChart(List<FlushStudy> studies, Kinds kinds) {
    this.studies = studies;
    columns = Math.min(2, studies.size());
    style = new ChartStyle(kinds, Picture.fontSize(columns));
    strategies = strategies(studies);
  }

  /** The reference's timer and its challenger first: each keeps its place in every picture. */
  private static List<String> strategies(List<FlushStudy> studies) {
    List<String> measured =
        studies.stream()
            .flatMap(study -> study.points().stream())
            .map(Point::strategy)
            .distinct()
            .sorted()
            .toList();
    return Stream.concat(Stream.of(ReplayTable.CHAIN_TIMER, FlushStudy.ADAPTIVE), measured.stream())
        .distinct()
        .toList();
  }

  /** Whether a study has anything that the logarithmic axis of the delay can show. */
  static boolean shows(FlushStudy study) {
    return shown(List.of(study)).findAny().isPresent();
  }

  /**
   * The picture.
   *
   * @param studies one for each panel: the same condition but for the family, each with something
   *     to show
   */
  static Picture of(List<FlushStudy> studies, Kinds kinds, String title, String caption) {
    FrontierChart chart = new FrontierChart(studies, kinds);
    Picture picture = new Picture(chart.style, title, caption, chart.columns);
    studies.forEach(study -> chart.addPanel(picture, study));
    for (int i = 0; i < chart.strategies.size(); i++) {
      String strategy = chart.strategies.get(i);
      if (studies.stream().anyMatch(study -> !study.of(strategy).isEmpty())) {
        picture.addLegend(
            new Picture.LegendEntry(
                strategy, ChartStyle.strategyColour(i), ChartStyle.LINE, ChartStyle.markerAt(i)));
      }
    }
    return picture;
  }

  private void addPanel(Picture picture, FlushStudy study) {
    boolean zeros = study.points().stream().anyMatch(point -> point.delayP99Nanos() == 0);
    XYChart panel =
        style.panel(
            study.condition().family(),
            "p99 of the added delay (us" + (zeros ? "; 0 is not shown)" : ")"),
            "million packets/s",
            Picture.panelWidth(columns),
            Picture.panelHeight(columns));
    double[] delays =
        shown(studies).mapToDouble(point -> point.delayP99Nanos() / MICRO).sorted().toArray();
    double top = Curves.top(shown(studies).map(Point::throughput).toList()) / MILLION;
    panel.getStyler().setYAxisMin(0.0).setYAxisMax(top * 1.12);
    LogAxis.applyToX(panel, delays[0], delays[delays.length - 1]);
    Annotations annotations = new Annotations(style.lettering());
    for (int i = 0; i < strategies.size(); i++) {
      add(panel, annotations, study.of(strategies.get(i)), i);
    }
    picture.add(panel, annotations);
  }

  private static Stream<Point> shown(List<FlushStudy> studies) {
    return studies.stream()
        .flatMap(study -> study.points().stream())
        .filter(point -> point.delayP99Nanos() > 0);
  }

  private void add(XYChart panel, Annotations annotations, List<Point> all, int place) {
    List<Point> points = all.stream().filter(point -> point.delayP99Nanos() > 0).toList();
    if (points.isEmpty()) {
      return;
    }
    Color colour = ChartStyle.strategyColour(place);
    new Curves(panel)
        .add(
            strategies.get(place),
            points.stream()
                .map(point -> new Curves.Point(point.delayP99Nanos() / MICRO, point.throughput()))
                .toList(),
            MILLION,
            colour,
            ChartStyle.LINE,
            ChartStyle.markerAt(place));
    annotations.name(strategies.get(place), strategies.get(place), colour);
    if (place <= CHALLENGER) {
      points.forEach(point ->
          annotations.label(
              point.delayP99Nanos() / MICRO,
              point.throughput().value() / MILLION,
              Nanos.micros(point.intervalNanos()),
              colour,
              place == CHALLENGER ? Annotations.Place.ABOVE_IF_FREE : Annotations.Place.BELOW));
    }
  }

  /**
   * For throughput against delay: whether the adaptive strategy dominates the reference's timer;
   * the studies differ in family only.
   */
  static String title(List<FlushStudy> studies) {
    String workload = studies.getFirst().condition().workload();
    SortedMap<String, List<String>> families = new TreeMap<>();
    for (FlushStudy study : studies) {
      FlushDominance.of(study, FlushStudy.ADAPTIVE, ReplayTable.CHAIN_TIMER)
          .ifPresent(it ->
              families
                  .computeIfAbsent(dominance(it), key -> new ArrayList<>())
                  .add(study.condition().family()));
    }
    if (families.isEmpty()) {
      return workload + ": throughput against added delay, by flush strategy";
    }
    return workload
        + ": "
        + families.entrySet().stream()
            .map(verdict ->
                verdict.getKey()
                    + (families.size() == 1
                        ? ""
                        : " (" + String.join(", ", verdict.getValue()) + ")"))
            .collect(Collectors.joining("; "));
  }

  private static String dominance(FlushDominance it) {
    if (!it.tested()) {
      return "one fork a cell, so no strategy is shown to dominate another";
    }
    if (it.dominates()) {
      return "adaptive dominates chain-timer, with no more p99 delay and no throughput shown to be"
          + " lower";
    }
    if (!it.matches().stream().allMatch(FlushDominance.Match::covered)) {
      return "adaptive does not dominate chain-timer";
    }
    return it.resolved()
        ? "adaptive and chain-timer cannot be told apart"
        : "too noisy to tell whether adaptive dominates chain-timer";
  }
}
