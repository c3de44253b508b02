package dev.rsclab.live;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Says after each repetition what it found, how far the run is and how long the rest will take. */
final class Progress {

  private final int all;
  private final PrintStream screen;
  private final long beganNanos = System.nanoTime();
  private int done;

  Progress(int all, PrintStream screen) {
    this.all = all;
    this.screen = screen;
  }

  /** A repetition is done. */
  void done(LiveRow row) {
    done(row.workload() + ", " + row.device() + ": " + figure(row));
  }

  /** One of all is done. */
  void done(String what) {
    done++;
    long took = System.nanoTime() - beganNanos;
    Duration left = Duration.ofNanos(took / done * (all - done));
    screen.printf(Locale.ROOT, "[%3d %%, %s left] %s%n", 100L * done / all, text(left), what);
  }

  private static String figure(LiveRow row) {
    OptionalLong roundTrip = row.roundTrips().percentile(50);
    OptionalLong completion = row.completions().percentile(50);
    String busy =
        row.readings().otherLoadShare() < 0.05
            ? ""
            : String.format(
                Locale.ROOT, " (others took %.0f %%)", 100 * row.readings().otherLoadShare());
    if (roundTrip.isPresent()) {
      return String.format(Locale.ROOT, "%.1f us", roundTrip.getAsLong() / 1e3) + busy;
    }
    if (completion.isPresent()) {
      return String.format(Locale.ROOT, "%.2f ms", completion.getAsLong() / 1e6) + busy;
    }
    return String.format(Locale.ROOT, "%.2f Gbit/s", row.readings().goodput() / 1e9) + busy;
  }

  /** A time in minutes and seconds. */
  static String text(Duration time) {
    long seconds = Math.round(time.toMillis() / 1e3);
    return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
  }
}
