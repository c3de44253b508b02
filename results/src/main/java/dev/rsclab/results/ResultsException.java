package dev.rsclab.results;

import java.io.IOException;
import java.io.Serial;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;

/** A file of a run that is missing, malformed or not what it should be. */
public final class ResultsException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong, in a sentence that names the offending entry
   */
  public ResultsException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong
   * @param cause what the JDK said
   */
  public ResultsException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * @param file the file that is wrong; only its name is shown
   * @param message what is wrong with it
   */
  public ResultsException(Path file, String message) {
    super(file.getFileName() + ": " + message);
  }

  /**
   * @param file the file that is wrong; only its name is shown
   * @param message what is wrong with it
   * @param cause what the parser or the file system said
   */
  public ResultsException(Path file, String message, Throwable cause) {
    super(file.getFileName() + ": " + message, cause);
  }

  /**
   * Of a file that the file system does not give, or that is not the text that it should be.
   *
   * @param file the file; only its name is shown
   * @param cause what the JDK said
   */
  public static ResultsException unreadable(Path file, IOException cause) {
    String reason =
        switch (cause) {
          case NoSuchFileException _ -> "there is no such file";
          case AccessDeniedException _ -> "permission is denied";
          case CharacterCodingException _ -> "it is not UTF-8 text";
          default -> Objects.requireNonNullElse(cause.getMessage(), cause.toString());
        };
    return new ResultsException(file, "cannot be read: " + reason, cause);
  }
}
