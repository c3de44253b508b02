package dev.rsclab.profile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** async-profiler's library, which is in the jar: a file of it, as a JVM must have it. */
public final class AsyncLibrary {

  private static final String LIBRARY = "libasyncProfiler.so";

  private AsyncLibrary() {}

  /**
   * Unpacks the library into a folder that is deleted when this JVM ends.
   *
   * @throws IOException if there is none for this system, or it cannot be written
   */
  public static Path unpack() throws IOException {
    String resource = platform() + "/" + LIBRARY;
    try (InputStream in = AsyncLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no async-profiler for this system in the jar (" + resource + ")");
      }
      Path folder = Files.createTempDirectory("async-profiler");
      Path file = folder.resolve(LIBRARY);
      folder.toFile().deleteOnExit(); // in reverse order: the file first
      file.toFile().deleteOnExit();
      Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
      return file;
    }
  }

  /**
   * The event that needs no permission: a timer for each thread's CPU time, which Linux alone has.
   */
  public static String event() {
    return isLinux() ? "ctimer" : "itimer";
  }

  private static boolean isLinux() {
    return system().startsWith("linux");
  }

  private static String system() {
    return System.getProperty("os.name").toLowerCase(Locale.ROOT);
  }

  private static String platform() {
    if (system().contains("mac")) {
      return "macos";
    }
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return system().replace(' ', '-') + (arm ? "-arm64" : "-x64");
  }
}
