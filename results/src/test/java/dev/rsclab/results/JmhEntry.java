package dev.rsclab.results;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** An element of the array that JMH writes. */
final class JmhEntry {
  private JmhEntry() {}

  /** The element, with raw readings as JSON: forks of iterations. */
  static String of(
      String benchmark,
      String mode,
      String unit,
      Map<String, String> params,
      String rawData,
      double bytes) {
    String pairs =
        new TreeMap<>(params)
            .entrySet().stream()
                .map(param -> "\"" + param.getKey() + "\":\"" + param.getValue() + "\"")
                .collect(Collectors.joining(","));
    String score = Double.isNaN(bytes) ? "\"NaN\"" : Double.toString(bytes);
    return """
    {"jmhVersion":"1.37","benchmark":"%s","mode":"%s","threads":1,"params":{%s},
     "primaryMetric":{"score":1.0,"scoreError":"NaN","scoreUnit":"%s","rawData":%s},
     "secondaryMetrics":{"gc.alloc.rate.norm":{"score":%s,"scoreUnit":"B/op"}}}\
    """
        .formatted(benchmark, mode, pairs, unit, rawData, score);
  }

  /** The readings of a fork with this mean. */
  static String fork(double mean) {
    return String.format(Locale.ROOT, "[%.4f,%.4f,%.4f]", mean * 0.999, mean * 1.001, mean);
  }
}
