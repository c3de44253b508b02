package dev.rsclab.notebooks;

/**
 * Where a cell leaves its last value. The shell gives values as texts only, so it is made to call
 * {@link #set}, in the same JVM.
 */
public final class LastValue {
  private static Object value;

  private LastValue() {}

  /** Called from a cell. */
  public static void set(Object last) {
    value = last;
  }

  /** The value, which is forgotten. */
  static Object take() {
    Object last = value;
    value = null;
    return last;
  }
}
