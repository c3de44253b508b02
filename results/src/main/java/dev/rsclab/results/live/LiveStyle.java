package dev.rsclab.results.live;

import dev.rsclab.results.ChartStyle;
import dev.rsclab.results.FlushStudy;
import dev.rsclab.results.Nanos;
import dev.rsclab.results.Picture;
import dev.rsclab.results.ReplayTable;
import dev.rsclab.results.live.LiveDevice.Series;
import java.awt.Color;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.style.markers.Marker;

/**
 * Colour, marker and name of each line: those of the usual kind and policy look as their flush
 * strategies do in the other reports, others as kinds do.
 *
 * @param series all of the run, the usual kind and policy first
 */
record LiveStyle(List<Series> series) {

  /** Colour of the kernel's offload, none of a strategy's. */
  static final Color KERNEL = ChartStyle.kindColour(1);

  /** Places of kinds' colours that look like no strategy's. */
  private static final int[] OTHERS = {0, 4, 5, 6};

  private boolean usual(Series it) {
    return it.sameButFlush(series.getFirst());
  }

  /** Its place among those that look alike. */
  private int place(Series it) {
    return usual(it)
        ? Stream.concat(
                Stream.of(ReplayTable.CHAIN_TIMER, FlushStudy.ADAPTIVE),
                series.stream().filter(this::usual).map(Series::flush).sorted())
            .distinct()
            .toList()
            .indexOf(it.flush())
        : series.stream().filter(other -> !usual(other)).toList().indexOf(it);
  }

  Color colour(Series it) {
    return usual(it)
        ? ChartStyle.strategyColour(place(it))
        : ChartStyle.kindColour(OTHERS[place(it) % OTHERS.length]);
  }

  Marker marker(Series it) {
    return ChartStyle.markerAt(usual(it) ? place(it) : place(it) + 3);
  }

  /** The flush strategy, behind kind and policy if they are not the usual ones. */
  String label(Series it) {
    return usual(it) ? it.flush() : it.inWords();
  }

  /** {@code "end-of-batch at 300 us"}. */
  String name(LiveDevice device) {
    return device.coalesces()
        ? label(device.series()) + " at " + Nanos.format(device.intervalNanos())
        : device.inWords();
  }

  Picture.LegendEntry legend(Series it) {
    return new Picture.LegendEntry(label(it), colour(it), ChartStyle.LINE, marker(it));
  }

  /** What all lines without further name have in common; empty without coalescers. */
  String usual() {
    return series.isEmpty()
        ? ""
        : ChartStyle.label(series.getFirst().kind()) + ", " + series.getFirst().policy();
  }
}
