package dev.rsclab.results;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Writes a picture as PNG, at twice its size for sharp screens, and as SVG. */
final class PictureFiles {
  private static final int SCALE = 2;

  /** A hundredth of a pixel is enough, and makes the file half as large. */
  private static final Pattern MORE_THAN_TWO_DECIMALS = Pattern.compile("(\\d\\.\\d\\d)\\d+");

  private PictureFiles() {}

  /**
   * Writes {@code name.png} and {@code name.svg}. The same picture gives the same bytes.
   *
   * @return the PNG file
   * @throws IOException if the file system refuses
   */
  static Path write(Picture picture, Path folder, String name) throws IOException {
    Files.createDirectories(folder);
    byte[] png = png(picture);
    byte[] svg = svg(picture);
    Files.write(folder.resolve(name + ".svg"), svg);
    return Files.write(folder.resolve(name + ".png"), png);
  }

  /** The picture in pixels, enlarged by a whole factor. */
  static BufferedImage image(Picture picture, int scale) {
    BufferedImage image =
        new BufferedImage(
            picture.width() * scale, picture.height() * scale, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.scale(scale, scale);
    picture.paint(g);
    g.dispose();
    return image;
  }

  private static byte[] png(Picture picture) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image(picture, SCALE), "png", bytes)) {
      throw new IOException("this JDK has no PNG writer");
    }
    return bytes.toByteArray();
  }

  private static byte[] svg(Picture picture) throws IOException {
    VectorGraphics2D g = new VectorGraphics2D();
    picture.paint(g);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(g.getCommands(), new PageSize(0, 0, picture.width(), picture.height()))
        .writeTo(bytes);
    String svg = bytes.toString(StandardCharsets.UTF_8);
    return MORE_THAN_TWO_DECIMALS.matcher(svg).replaceAll("$1").getBytes(StandardCharsets.UTF_8);
  }
}
