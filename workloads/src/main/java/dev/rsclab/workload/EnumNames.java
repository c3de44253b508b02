package dev.rsclab.workload;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Finds an enum constant by the name that its {@code toString} gives and users type. */
final class EnumNames {

  private EnumNames() {}

  static <E extends Enum<E>> E named(Class<E> type, String option, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.toString().equals(name)) {
        return constant;
      }
    }
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(Enum::toString)
            .collect(Collectors.joining(", "));
    throw WorkloadOptions.refused(option, name, names);
  }
}
