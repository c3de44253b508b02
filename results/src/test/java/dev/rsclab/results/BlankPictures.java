package dev.rsclab.results;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Reports whose pictures are one pixel, for tests of what a report says: drawing takes seconds. */
final class BlankPictures {
  private BlankPictures() {}

  /** As {@link RunReport#write(Path)}. */
  static RunSummary report(Path run) throws IOException {
    byte[] pixel = pixel();
    Path charts = Files.createDirectories(run.resolve("charts"));
    return RunReport.write(
        run,
        run.toAbsolutePath().getParent(),
        new DrawnPictures((name, picture) -> Files.write(charts.resolve(name + ".png"), pixel)));
  }

  private static byte[] pixel() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "png", bytes);
    return bytes.toByteArray();
  }
}
