package dev.rsclab.results;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** Writes pictures one after the other, and keeps which were written and why others were not. */
public final class DrawnPictures {
  private static final String FOLDER = "charts";

  /**
   * A picture that was written.
   *
   * @param name file name without extension
   * @param title its title: the finding
   * @param subject what is drawn against what
   */
  public record Drawn(String name, String title, String subject) {

    /** Its PNG file, relative to the run folder. */
    public String png() {
      return FOLDER + "/" + name + ".png";
    }
  }

  /** Where a picture goes; it is painted only there. */
  @FunctionalInterface
  interface Sink {
    void take(String name, Supplier<Picture> picture) throws IOException;
  }

  private final Sink sink;
  private final Set<String> used = new HashSet<>();
  private final List<Drawn> drawn = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private boolean noFonts;

  /** No picture yet. */
  DrawnPictures(Sink sink) {
    this.sink = sink;
  }

  /** Writes into the folder {@code charts} of a run, each as PNG and as SVG. */
  public static DrawnPictures ofRun(Path runFolder) {
    Path folder = runFolder.resolve(FOLDER);
    return new DrawnPictures((name, picture) -> PictureFiles.write(picture.get(), folder, name));
  }

  /** The pictures that were written, in the order of the report. */
  public List<Drawn> drawn() {
    return drawn;
  }

  /** Why pictures are missing; empty if none is. */
  public List<String> problems() {
    return problems;
  }

  /**
   * Draws and writes one picture. A failure ends in {@link #problems()}: without a font library or
   * a font AWT throws a RuntimeException or a bare Error, so everything is caught. Without fonts
   * the others would fail alike: they are not tried. Any other failure concerns this picture only.
   *
   * @param name file name without extension; a number is added if it was used before
   * @param title its title: the finding
   * @param subject what is drawn against what
   */
  public void write(String name, String title, String subject, Supplier<Picture> picture) {
    if (noFonts) {
      return;
    }
    String unique = name;
    for (int i = 2; !used.add(unique); i++) {
      unique = name + "-" + i;
    }
    try {
      sink.take(unique, picture);
      drawn.add(new Drawn(unique, title, subject));
    } catch (IOException e) {
      problems.add("The chart " + unique + " could not be written: " + e.getMessage());
    } catch (Throwable e) {
      noFonts = lacksFonts(e);
      problems.add(cause(unique, e));
    }
  }

  private static boolean lacksFonts(Throwable failure) {
    String message = Objects.requireNonNullElse(failure.getMessage(), "");
    String text = (failure.getClass().getSimpleName() + " " + message).toLowerCase(Locale.ROOT);
    return text.contains("font") || text.contains("freetype") || failure instanceof LinkageError;
  }

  static String cause(String name, Throwable failure) {
    return lacksFonts(failure)
        ? "The charts could not be drawn: this machine has no fonts for Java. Install the packages"
            + " fontconfig and fonts-dejavu-core (Debian, Ubuntu: apt-get install fontconfig"
            + " fonts-dejavu-core). The JDK said: "
            + failure
        : "The chart " + name + " could not be drawn: " + failure;
  }
}
