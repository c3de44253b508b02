package dev.rsclab.results;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

  /** Sixteen levels from 0 to 255. */
  private static final int STEP = 17;

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

  /** The image with the palette of its most frequent colours. */
  private static BufferedImage reduce(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    Map<Integer, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = rounded(pixels[i]);
      counts.merge(pixels[i], 1, Integer::sum);
    }
    List<Integer> palette =
        counts.entrySet().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
            .limit(PALETTE)
            .map(Map.Entry::getKey)
            .toList();
    Map<Integer, Integer> places = new HashMap<>();
    counts.keySet().forEach(colour -> places.put(colour, nearest(palette, colour)));
    byte[] indices = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      indices[i] = places.get(pixels[i]).byteValue();
    }
    int[] colours = palette.stream().mapToInt(Integer::intValue).toArray();
    IndexColorModel model =
        new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    BufferedImage reduced =
        new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    reduced.getRaster().setDataElements(0, 0, width, height, indices);
    return reduced;
  }

  private static int nearest(List<Integer> palette, int colour) {
    int nearest = 0;
    for (int i = 0; i < palette.size(); i++) {
      if (distance(palette.get(i), colour) < distance(palette.get(nearest), colour)) {
        nearest = i;
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

  private static int rounded(int rgb) {
    return rounded(rgb, 16) | rounded(rgb, 8) | rounded(rgb, 0);
  }

  private static int rounded(int rgb, int shift) {
    int level = (rgb >> shift) & 0xFF;
    return ((level + STEP / 2) / STEP * STEP) << shift;
  }

  private static byte[] encode(BufferedImage image) throws IOException {
    ImageWriter writer =
        ImageIO.getImageWriters(ImageTypeSpecifier.createFromRenderedImage(image), "png").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0);
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
