package dev.rsclab.bench;

import dev.rsclab.profile.AsyncLibrary;
import java.io.IOException;

/** Lets {@code -prof async} work without set-up: the profiler's library is in the jar. */
final class Profilers {

  private static final String OPTION = "-prof";
  private static final String ASYNC = "async";

  private Profilers() {}

  /** The same arguments, with the library's path where async-profiler is asked for without one. */
  static String[] withLibrary(String[] args) throws IOException {
    String[] result = args.clone();
    for (int i = 1; i < args.length; i++) {
      boolean async = args[i].equals(ASYNC) || args[i].startsWith(ASYNC + ":");
      if (args[i - 1].equals(OPTION) && async && !args[i].contains("libPath=")) {
        result[i] =
            args[i] + (args[i].contains(":") ? ";" : ":") + "libPath=" + AsyncLibrary.unpack();
      }
    }
    return result;
  }
}
