package dev.rsclab.replay;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A file as the command line names it.
 *
 * @param option the option that asks for it
 * @param path its value
 */
record NamedFile(String option, Path path) {

  /**
   * Whether both name the same file, by whatever path or link. Pipes and devices, such as
   * /dev/stdout on a terminal, can be named twice.
   *
   * @throws IOException if a file cannot be looked at
   */
  boolean isSameAs(NamedFile other) throws IOException {
    if (Files.exists(path) && Files.exists(other.path)) {
      return Files.isRegularFile(path) && Files.isSameFile(path, other.path);
    }
    return absolute().equals(other.absolute());
  }

  private Path absolute() {
    return path.toAbsolutePath().normalize();
  }

  /** An exception that says what happened to this file: option, path and reason. */
  IOException failure(Exception cause) {
    return new IOException(this + ": " + reason(cause), cause);
  }

  private static String reason(Exception cause) {
    return switch (cause) {
      case NoSuchFileException e -> "no such directory"; // a file would be created
      case AccessDeniedException e -> "access denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> Objects.requireNonNullElse(cause.getMessage(), cause.toString());
    };
  }

  /** Option and value, as typed. */
  @Override
  public String toString() {
    return option + " " + path;
  }
}
