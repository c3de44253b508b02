package dev.rsclab.workload;

import java.io.Serial;
import java.util.Locale;

/** A trace would need more memory than its builder was allowed to use. */
public final class TraceTooLargeException extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  TraceTooLargeException(int packet, long storedBytes, long maxStoredBytes) {
    super(
        String.format(
            Locale.ROOT,
            "trace too large: with packet %d it would store %d bytes; allowed: %d",
            packet,
            storedBytes,
            maxStoredBytes));
  }
}
