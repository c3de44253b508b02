package dev.rsclab.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows on a terminal how much of a long source has been read, and how long the rest will take. */
final class ProgressFrames extends ForwardingFrames {

  private static final int FRAMES_PER_LOOK = 1 << 14;
  private static final long NANOS_PER_LINE = 500_000_000;

  private final PrintWriter out;
  private final long started = System.nanoTime();
  private long shown = started;
  private long frames;
  private boolean visible;

  ProgressFrames(FrameSource source, PrintWriter out) {
    super(source);
    this.out = out;
  }

  @Override
  public boolean next() throws IOException {
    if (++frames % FRAMES_PER_LOOK == 0) {
      show(System.nanoTime());
    }
    boolean more = super.next();
    if (!more && visible) {
      out.print("\r\033[K");
      out.flush();
    }
    return more;
  }

  private void show(long now) {
    double read = fractionRead();
    if (now - shown < NANOS_PER_LINE || !(read > 0)) {
      return;
    }
    shown = now;
    visible = true;
    Duration left = Duration.ofNanos((long) ((now - started) * (1 - read) / read));
    out.printf(
        Locale.ROOT,
        "\r\033[K%3.0f %%, %,d frames, %d s left",
        100 * read,
        frames,
        left.toSeconds());
    out.flush();
  }
}
