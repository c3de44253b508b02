package dev.rsclab.bench;

import dev.rsclab.coalesce.CoalescerKind;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Param;

/**
 * All combinations of some parameter values of one benchmark class: a part of what a profile
 * measures.
 *
 * @param benchmark the class
 * @param params a list of values for every parameter that the class has; what varies last in the
 *     order of measuring comes first; kind, flush strategy and queues come last
 */
record Sweep(Class<?> benchmark, SequencedMap<String, List<String>> params) {

  /** What is compared is measured close together. */
  private static final List<String> COMPARED = List.of("kind", "flush", "queues");

  /** Copies the map. */
  Sweep {
    params = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(params));
  }

  /**
   * A sweep in JMH's notation, such as {@code "interval=50us,300us workload=bulk"}. A parameter
   * that is not named has all values that the benchmark names, as with JMH.
   *
   * @throws IllegalArgumentException if the benchmark has no such parameter
   */
  static Sweep of(Class<?> benchmark, String text) {
    SequencedMap<String, List<String>> params = new LinkedHashMap<>();
    for (String param : text.split(" ", -1)) {
      String[] parts = param.split("=", 2);
      params.put(parts[0], List.of(parts[1].split(",", -1)));
    }
    List<String> known = new ArrayList<>();
    for (Field field : benchmark.getFields()) {
      if (field.isAnnotationPresent(Param.class)) {
        known.add(field.getName());
        params.computeIfAbsent(field.getName(), _ -> ownValues(field));
      }
    }
    if (!known.containsAll(params.keySet())) {
      throw new IllegalArgumentException(
          benchmark.getSimpleName() + " has no parameter of " + text);
    }
    COMPARED.forEach(name -> {
      if (params.containsKey(name)) {
        params.putLast(name, params.get(name));
      }
    });
    return new Sweep(benchmark, params);
  }

  /** Without the kinds that this JVM cannot make. */
  private static List<String> ownValues(Field field) {
    if (field.getType() == CoalescerKind.class) {
      List<String> values = List.of(field.getAnnotation(Param.class).value());
      return CoalescerKind.available().stream()
          .map(Enum::name)
          .filter(kind -> values.contains(kind) || values.contains(Param.BLANK_ARGS))
          .toList();
    }
    String[] values = field.getAnnotation(Param.class).value();
    Object[] constants = field.getType().getEnumConstants();
    if (constants != null && values.length == 1 && values[0].equals(Param.BLANK_ARGS)) {
      return Stream.of(constants).map(constant -> ((Enum<?>) constant).name()).toList();
    }
    return List.of(values);
  }

  /** This sweep with other values of some parameters. */
  Sweep with(String name, List<String> values) {
    SequencedMap<String, List<String>> changed = new LinkedHashMap<>(params);
    changed.replace(name, values);
    return new Sweep(benchmark, changed);
  }

  /** The values of a parameter; none if the benchmark has no such parameter. */
  List<String> values(String name) {
    return params.getOrDefault(name, List.of());
  }

  /** Every combination, the parameter that comes last varying fastest. */
  List<Map<String, String>> combinations() {
    List<Map<String, String>> all = List.of(Map.of());
    for (Map.Entry<String, List<String>> param : params.entrySet()) {
      List<Map<String, String>> begun = all;
      all =
          begun.stream()
              .flatMap(first ->
                  param.getValue().stream().map(value -> and(first, param.getKey(), value)))
              .toList();
    }
    return all;
  }

  private static Map<String, String> and(Map<String, String> first, String name, String value) {
    Map<String, String> both = new LinkedHashMap<>(first);
    both.put(name, value);
    return both;
  }
}
