package dev.rsclab.results;

import dev.rsclab.results.Recommendation.Effect;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * What coalescing gains over the floor against rsc_interval, one line for each cost of the guest,
 * of the fastest kind there, with a ring at the recommended interval: how the recommendation moves
 * with the cost. One panel for each IP family.
 */
final class SensitivityChart {
  private static final String FLOOR = "no coalescing";

  /** Beyond this ratio of highest to lowest gain the axis is logarithmic. */
  private static final double LINEAR_SPREAD = 8;

  private static final double DODGE = 0.04;

  private final List<GuestSensitivity> studies;
  private final List<String> guests;
  private final ChartStyle style;
  private final EvenAxis axis;
  private final int columns;

  private SensitivityChart(List<GuestSensitivity> studies) {
    this.studies = studies;
    columns = Math.min(2, studies.size());
    IntervalStudy any = studies.getFirst().recommendations().getFirst().recommendation().study();
    style = new ChartStyle(any.kinds(), Picture.fontSize(columns));
    guests =
        studies.stream()
            .flatMap(study -> study.recommendations().stream())
            .map(GuestSensitivity.Guest::name)
            .distinct()
            .toList();
    List<Long> intervals =
        studies.stream()
            .flatMap(study -> study.recommendations().stream())
            .flatMap(guest -> guest.recommendation().curve().keySet().stream())
            .distinct()
            .sorted()
            .toList();
    axis = new EvenAxis(intervals, intervals.stream().map(Nanos::micros).toList());
  }

  /** Those of the guests whose floor was measured. */
  static Optional<GuestSensitivity> withFloor(GuestSensitivity study) {
    List<GuestSensitivity.Guest> some =
        study.recommendations().stream()
            .filter(guest -> guest.recommendation().floor().isPresent())
            .toList();
    return some.size() < 2
        ? Optional.empty()
        : Optional.of(new GuestSensitivity(study.condition(), some));
  }

  /**
   * The picture.
   *
   * @param studies one for each panel: the same condition but for the family, all {@link
   *     #withFloor}
   */
  static Picture of(List<GuestSensitivity> studies, String title, String caption) {
    SensitivityChart chart = new SensitivityChart(studies);
    Picture picture = new Picture(chart.style, title, caption, chart.columns);
    studies.forEach(study -> chart.addPanel(picture, study));
    for (int i = 0; i < chart.guests.size(); i++) {
      int place = i;
      studies.stream()
          .flatMap(study -> study.recommendations().stream())
          .filter(guest -> guest.name().equals(chart.guests.get(place)))
          .findFirst()
          .ifPresent(guest ->
              picture.addLegend(
                  new Picture.LegendEntry(
                      label(guest.recommendation().study().condition()),
                      chart.colour(place),
                      ChartStyle.LINE,
                      ChartStyle.markerAt(place))));
    }
    return picture;
  }

  /** A preset with what it stands for. */
  private static String label(Condition condition) {
    String words = condition.guestInWords();
    return words.matches(".*\\d.*")
        ? words
        : words + GuestCost.of(condition).map(cost -> " (" + cost.text() + ")").orElse("");
  }

  private Color colour(int place) {
    return ChartStyle.costColour(place, guests.size());
  }

  private static List<Curves.Point> points(Recommendation it, EvenAxis axis, double dodge) {
    Estimate floor = it.floor().orElseThrow();
    List<Curves.Point> points = new ArrayList<>();
    for (Map.Entry<Long, Estimate> cell : it.curve().entrySet()) {
      points.add(
          new Curves.Point(axis.position(cell.getKey()) + dodge, cell.getValue().over(floor)));
    }
    return points;
  }

  private void addPanel(Picture picture, GuestSensitivity study) {
    int width = Picture.panelWidth(columns);
    XYChart panel =
        style.panel(
            study.condition().family(),
            "rsc_interval (us)",
            "packets/s over no coalescing",
            width,
            Picture.panelHeight(columns));
    double[] values =
        studies.stream()
            .flatMap(other -> other.recommendations().stream())
            .flatMap(guest -> points(guest.recommendation(), axis, 0).stream())
            .mapToDouble(Curves.Point::value)
            .sorted()
            .toArray();
    double top = Math.max(1, values[values.length - 1]);
    double bottom = Math.min(1, values[0]);
    if (top > LINEAR_SPREAD * bottom) {
      LogAxis.applyTo(panel, axis, bottom, top);
    } else {
      panel.getStyler().setYAxisMin(0.0).setYAxisMax(top * 1.16);
    }
    axis.applyTo(panel.getStyler(), width - 110);
    Annotations annotations = new Annotations(style.lettering());
    Curves curves = new Curves(panel);
    curves.line(
        FLOOR,
        new double[] {axis.min(), axis.max()},
        new double[] {1, 1},
        ChartStyle.REFERENCE,
        ChartStyle.DASHED,
        SeriesMarkers.NONE);
    annotations.name(FLOOR, FLOOR, ChartStyle.FAINT_TEXT);
    for (GuestSensitivity.Guest guest : study.recommendations()) {
      add(curves, annotations, guest);
    }
    picture.add(panel, annotations);
  }

  private void add(Curves curves, Annotations annotations, GuestSensitivity.Guest guest) {
    int place = guests.indexOf(guest.name());
    double dodge = (place - (guests.size() - 1) / 2.0) * DODGE;
    Recommendation it = guest.recommendation();
    curves.add(
        guest.name(),
        points(it, axis, dodge),
        1,
        colour(place),
        ChartStyle.LINE,
        ChartStyle.markerAt(place));
    if (recommends(it)) {
      annotations.ring(
          axis.position(it.intervalNanos()) + dodge,
          it.toFloor().orElseThrow().value(),
          Nanos.format(it.intervalNanos()),
          colour(place));
    }
  }

  /** Whether an interval is shown to pay. */
  static boolean recommends(Recommendation it) {
    return it.tested() && (it.effect() == Effect.GAIN || it.effect() == Effect.GAIN_AT_BEST);
  }

  /** For the gain against interval by cost of the guest: where the recommended interval moves. */
  static String title(List<GuestSensitivity> studies) {
    List<String> moves = studies.stream().map(SensitivityChart::move).toList();
    String workload = studies.getFirst().condition().workload() + ": ";
    return moves.stream().distinct().count() == 1
        ? workload + moves.getFirst()
        : workload
            + studies.stream()
                .map(study -> study.condition().family() + " " + move(study))
                .collect(Collectors.joining("; "));
  }

  private static String move(GuestSensitivity study) {
    List<String> steps =
        study.recommendations().stream()
            .map(guest ->
                recommends(guest.recommendation())
                    ? Nanos.format(guest.recommendation().intervalNanos())
                    : "none")
            .toList();
    if (steps.stream().distinct().count() == 1) {
      return steps.getFirst().equals("none")
          ? "no interval is shown to pay, whatever the guest costs"
          : steps.getFirst() + " is recommended whatever the guest costs";
    }
    return "recommended as the guest's cost rises: " + String.join(", ", steps);
  }
}
