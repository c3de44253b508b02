package dev.rsclab;

import java.lang.reflect.InvocationTargetException;

/**
 * Starts rsclab, or says in a sentence which Java it needs.
 *
 * <p>Compiled for Java 8, so that an old Java can run it far enough to say so. Everything else in
 * the jar is compiled for Java 25.
 */
public final class Launcher {

  private static final double OLDEST_JAVA = 25;

  private Launcher() {}

  /** Hands the arguments on to the program proper. */
  public static void main(String[] args) throws Exception {
    String version = System.getProperty("java.specification.version");
    if (Double.parseDouble(version) < OLDEST_JAVA) {
      System.err.println(
          "rsclab needs Java 25 or newer to run; this is Java "
              + version
              + ". Start it with the java of a JDK 25.");
      System.exit(2);
    }
    try {
      Class.forName("dev.rsclab.bench.Main")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause instanceof Exception ? (Exception) cause : new IllegalStateException(cause);
    }
  }
}
