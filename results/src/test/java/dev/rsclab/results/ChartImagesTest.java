package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChartImagesTest {
  @TempDir private Path folder;

  private static int[] pixels(BufferedImage image) {
    int width = image.getWidth();
    return image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
  }

  @Test
  void aRunsChartsAreThereByNameAndByHowTheirNameBegins() throws IOException {
    Run run =
        Run.read(
            new MadeUpRun()
                .guest("LIGHT", 1000)
                .intervalBenchmark("bulk", 22)
                .guest("HEAVY", 4500)
                .intervalBenchmark("bulk", 22)
                .replay("bulk", 22)
                .write(folder));
    ChartImages charts = new ChartImages(run);
    assertThat(charts.names())
        .contains("throughput-bulk-guestLIGHT", "throughput-bulk-guestHEAVY", "delay-bulk");
    BufferedImage image = charts.image("delay-bulk");
    assertThat(image.getWidth()).isEqualTo(1200);
    assertThat(pixels(charts.image("throughput-bulk")))
        .isEqualTo(pixels(charts.image("throughput-bulk-guestHEAVY")));
    assertThatThrownBy(() -> charts.image("frontier"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no chart 'frontier'; there are: throughput-bulk-guestLIGHT, ");
    assertThat(folder.resolve("charts")).doesNotExist();
  }
}
