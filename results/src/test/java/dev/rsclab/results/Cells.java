package dev.rsclab.results;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/** Made-up measurements, one iteration a fork. */
final class Cells {
  static final Kinds KINDS =
      Kinds.of(List.of("PASS_THROUGH", "HASH_MAP", "LINKED_LIST"), List.of());

  private Cells() {}

  static Measurement interval(String kind, int micros, double... forkMeans) {
    return new Measurement(
        IntervalStudy.BENCHMARK,
        "thrpt",
        "ops/s",
        new TreeMap<>(
            Map.of(
                "workload", "bulk",
                "family", "IPV4",
                "kind", kind,
                "interval", micros + "us",
                "guestNanos", "1000",
                "ringFrames", "1024")),
        DoubleStream.of(forkMeans).mapToObj(List::of).toList(),
        Double.NaN);
  }

  static Measurement flows(String benchmark, Map<String, String> params, double... forkMeans) {
    return new Measurement(
        benchmark,
        "avgt",
        "ns/op",
        new TreeMap<>(params),
        DoubleStream.of(forkMeans).mapToObj(List::of).toList(),
        Double.NaN);
  }

  static IntervalStudy study(Measurement... cells) throws ResultsException {
    return IntervalStudy.of(List.of(cells), KINDS).getFirst();
  }
}
