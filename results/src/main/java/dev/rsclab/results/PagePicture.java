package dev.rsclab.results;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * A chart as a {@code data:} address for a page. The chart has few colours; their shades at the
 * edges of lines are rounded to sixteen levels of red, green and blue, and the few that the palette
 * of 256 has no room for become the nearest in it, which halves the page. As PNG it is smaller than
 * as SVG, whose letters are outlines.
 */
final class PagePicture {
  private static final int PALETTE = 256;

  /** Of red, green and blue each. */
  private static final int LEVELS = 16;

  /** From 0 to 255. */
  private static final int STEP = 255 / (LEVELS - 1);

  /** Deflate's level 7: a page 3 % larger than by level 9, which takes four times as long. */
  private static final float QUALITY = 1 - 7 / 9f;

  private PagePicture() {}

  /**
   * The address of a PNG file; the same file gives the same address.
   *
   * @throws IOException if it cannot be read, or is no picture
   */
  static String dataUri(Path png) throws IOException {
    BufferedImage image = ImageIO.read(png.toFile());
    if (image == null) {
      throw new IOException(png.getFileName() + ": not a picture");
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(reduce(image)));
  }

  /** The image with the palette of its most frequent colours; of equals, those met first. */
  private static BufferedImage reduce(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = pixels(image);
    int[] counts = new int[LEVELS * LEVELS * LEVELS];
    List<Integer> met = new ArrayList<>();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = number(pixels[i]);
      if (counts[pixels[i]]++ == 0) {
        met.add(pixels[i]);
      }
    }
    List<Integer> frequent =
        met.stream()
            .sorted(Comparator.comparingInt((Integer number) -> counts[number]).reversed())
            .limit(PALETTE)
            .toList();
    int[] palette = frequent.stream().mapToInt(PagePicture::colour).toArray();
    byte[] places = new byte[counts.length];
    met.forEach(number -> places[number] = (byte) nearest(palette, colour(number)));
    byte[] indices = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = places[pixels[i]];
    }
    IndexColorModel model =
        new IndexColorModel(8, palette.length, palette, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage reduced =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    reduced.getRaster().setDataElements(0, 0, width, height, indices);
    return reduced;
  }

  /**
   * As {@link BufferedImage#getRGB}, which asks a picture of three bytes a pixel for each alone.
   */
  private static int[] pixels(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    if (image.getColorModel().getNumComponents() != 3
        || image.getSampleModel().getSampleSize(0) != 8) {
      return image.getRGB(0, 0, width, height, null, 0, width);
    }
    int[] pixels = new int[width * height];
    int[] row = new int[3 * width];
    for (int y = 0; y < height; y++) {
      image.getRaster().getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        pixels[y * width + x] = row[3 * x] << 16 | row[3 * x + 1] << 8 | row[3 * x + 2];
      }
    }
    return pixels;
  }

  private static int nearest(int[] palette, int colour) {
    int nearest = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < palette.length; i++) {
      int distance = distance(palette[i], colour);
      if (distance < least) {
        nearest = i;
        least = distance;
      }
    }
    return nearest;
  }

  private static int distance(int one, int other) {
    int sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      int difference = ((one >> shift) & 0xFF) - ((other >> shift) & 0xFF);
      sum += difference * difference;
    }
    return sum;
  }

  /** The number of the rounded colour: its three levels as digits. */
  private static int number(int rgb) {
    return (level(rgb >> 16) * LEVELS + level(rgb >> 8)) * LEVELS + level(rgb);
  }

  private static int level(int channel) {
    return ((channel & 0xFF) + STEP / 2) / STEP;
  }

  /** The colour of a number. */
  private static int colour(int number) {
    int red = number / LEVELS / LEVELS;
    int green = number / LEVELS % LEVELS;
    int blue = number % LEVELS;
    return STEP * (red << 16 | green << 8 | blue);
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "png").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(QUALITY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
