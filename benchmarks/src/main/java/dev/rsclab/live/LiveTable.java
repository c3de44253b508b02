package dev.rsclab.live;

import dev.rsclab.results.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;
import java.util.function.Function;

/**
 * What a run found, in plain text: for each workload a line for each device, with the median over
 * the rounds and the range in brackets.
 */
final class LiveTable {

  private static final double MEGA = 1e6;

  private LiveTable() {}

  /** The lines; those of a workload behind a line that names it. */
  static List<String> lines(List<LiveRow> rows) {
    Map<LiveWorkload, Map<Device, List<LiveRow>>> cells = new LinkedHashMap<>();
    for (LiveRow row : rows) {
      cells
          .computeIfAbsent(row.workload(), it -> new LinkedHashMap<>())
          .computeIfAbsent(row.device(), it -> new ArrayList<>())
          .add(row);
    }
    List<String> lines = new ArrayList<>();
    cells.forEach((workload, devices) -> {
      lines.add("");
      lines.add(workload + " (median over the rounds, and range)");
      lines.addAll(table(workload.shape(), devices).lines());
    });
    return lines;
  }

  private static TextTable table(LiveWorkload.Shape shape, Map<Device, List<LiveRow>> devices) {
    TextTable table =
        TextTable.of(
            "device",
            heading(shape),
            "segments/delivery",
            "deliveries/s",
            "predicted",
            "from plain",
            "s CPU/GB",
            "sent again");
    devices.forEach((device, rows) ->
        table.row(
            device,
            summary(shape, rows),
            range(rows, row -> row.readings().mergeFactor(), LiveTable::figure),
            range(
                rows,
                row -> OptionalDouble.of(row.readings().deliveriesPerSecond()),
                LiveTable::whole),
            range(rows, row -> mergeFactor(row.prediction()), LiveTable::figure),
            range(rows, row -> mergeFactor(row.fromPlain()), LiveTable::figure),
            range(rows, row -> row.readings().cpuSecondsPerGigabyte(), LiveTable::figure),
            range(
                rows,
                row -> OptionalDouble.of((double) row.readings().retransmits()),
                LiveTable::whole)));
    return table;
  }

  private static String heading(LiveWorkload.Shape shape) {
    return switch (shape) {
      case REQUEST_RESPONSE -> "us round trip, p50 / p99";
      case SHORT_TRANSFERS -> "us to completion, p50 / p99";
      default -> "Mbit/s";
    };
  }

  private static String summary(LiveWorkload.Shape shape, List<LiveRow> rows) {
    return switch (shape) {
      case REQUEST_RESPONSE -> times(rows, LiveRow::roundTrips);
      case SHORT_TRANSFERS -> times(rows, LiveRow::completions);
      default ->
          range(rows, row -> OptionalDouble.of(row.readings().goodput() / MEGA), LiveTable::whole);
    };
  }

  private static String times(List<LiveRow> rows, Function<LiveRow, Distribution> which) {
    return percentile(rows, which, 50) + " / " + percentile(rows, which, 99);
  }

  private static String percentile(
      List<LiveRow> rows, Function<LiveRow, Distribution> which, double percent) {
    return range(
        rows,
        row -> {
          OptionalLong nanos = which.apply(row).percentile(percent);
          return nanos.isPresent()
              ? OptionalDouble.of((double) nanos.getAsLong())
              : OptionalDouble.empty();
        },
        LiveTable::micros);
  }

  private static OptionalDouble mergeFactor(LiveRow.Forecast forecast) {
    return forecast == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(forecast.segmentsPerDelivery());
  }

  /** The median of what there is, and its range if it is one: {@code 7 (6 to 9)}. */
  private static String range(
      List<LiveRow> rows, Function<LiveRow, OptionalDouble> value, DoubleFunction<String> text) {
    double[] ascending =
        rows.stream()
            .map(value)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble)
            .sorted()
            .toArray();
    if (ascending.length == 0) {
      return "-";
    }
    String median = text.apply(median(ascending));
    return ascending.length == 1
        ? median
        : "%s (%s to %s)"
            .formatted(
                median, text.apply(ascending[0]), text.apply(ascending[ascending.length - 1]));
  }

  private static double median(double[] ascending) {
    int upper = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[upper]
        : (ascending[upper - 1] + ascending[upper]) / 2;
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String micros(double nanos) {
    return String.format(Locale.ROOT, nanos < 100_000 ? "%.1f" : "%.0f", nanos / 1e3);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }
}
