package dev.rsclab.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Lets {@code -prof async} work without set-up: the profiler's library is in the jar. */
final class Profilers {

  private static final String OPTION = "-prof";
  private static final String ASYNC = "async";
  private static final String LIBRARY = "libasyncProfiler.so";

  private Profilers() {}

  /** The same arguments, with the library's path where async-profiler is asked for without one. */
  static String[] withLibrary(String[] args) throws IOException {
    String[] result = args.clone();
    for (int i = 1; i < args.length; i++) {
      boolean async = args[i].equals(ASYNC) || args[i].startsWith(ASYNC + ":");
      if (args[i - 1].equals(OPTION) && async && !args[i].contains("libPath=")) {
        result[i] = args[i] + (args[i].contains(":") ? ";" : ":") + "libPath=" + library();
      }
    }
    return result;
  }

  private static Path library() throws IOException {
    String resource = platform() + "/" + LIBRARY;
    try (InputStream in = Profilers.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no async-profiler for this system in the jar (" + resource + ")");
      }
      Path folder = Files.createTempDirectory("async-profiler");
      Path file = folder.resolve(LIBRARY);
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      file.toFile().deleteOnExit();
      folder.toFile().deleteOnExit();
      return file;
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return "macos";
    }
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return os.replace(' ', '-') + (arm ? "-arm64" : "-x64");
  }
}
