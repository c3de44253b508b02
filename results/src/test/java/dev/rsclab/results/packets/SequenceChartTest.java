package dev.rsclab.results.packets;

import static dev.rsclab.results.packets.Packets.ipv4;
import static dev.rsclab.results.packets.Packets.merged;
import static dev.rsclab.results.packets.Packets.plain;
import static dev.rsclab.results.packets.Packets.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class SequenceChartTest {

  @Test
  void aFlowIsDrawn() {
    Recording arrived =
        recording(
            plain(5, ipv4(0, "abc", 0, 0)),
            plain(15, ipv4(3, "def", 0, 0)),
            plain(25, ipv4(6, "", 0, 0)));
    BufferedImage image =
        SequenceChart.of("t", arrived, recording(merged(305, 2, ipv4(0, "abcdef", 0, 0))));
    assertThat(image.getWidth()).isEqualTo(900);
    boolean blue = false;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        blue |= image.getRGB(x, y) == 0xFF0072B2;
      }
    }
    assertThat(blue).as("a bar of what was delivered").isTrue();
    assertThatThrownBy(() -> SequenceChart.of("t", recording(), arrived))
        .hasMessageContaining("nothing arrived");
  }
}
