package dev.rsclab.packet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class InternetChecksumTest {

  private static int slow(byte[] bytes, int from, int length) {
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += (long) (bytes[from + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
    }
    while (sum > 0xFFFF) {
      sum = (sum & 0xFFFF) + (sum >>> 16);
    }
    return (int) sum;
  }

  @Test
  void equalsTheDefinitionForEveryLengthAndOffset() {
    byte[] bytes = new byte[200];
    new Random(1).nextBytes(bytes);
    for (int from = 0; from < 9; from++) {
      for (int length = 0; from + length <= bytes.length; length++) {
        assertThat(InternetChecksum.fold(InternetChecksum.add(0, bytes, from, length)))
            .isEqualTo(slow(bytes, from, length));
      }
    }
  }

  @Test
  void theExampleOfRfc1071() {
    byte[] bytes = {
      0x00, 0x01, (byte) 0xf2, 0x03, (byte) 0xf4, (byte) 0xf5, (byte) 0xf6, (byte) 0xf7
    };
    assertThat(InternetChecksum.fold(InternetChecksum.add(0, bytes, 0, 8))).isEqualTo(0xddf2);
  }

  @Test
  void updateEqualsAFreshComputation() {
    Random random = new Random(2);
    byte[] bytes = new byte[20];
    for (int i = 0; i < 10_000; i++) {
      random.nextBytes(bytes);
      Bytes.putU16Be(bytes, 10, 0);
      int before = Bytes.i32Be(bytes, 4);
      int checksum = InternetChecksum.ofIpv4Header(bytes, 0, 20);
      int after = random.nextInt();
      Bytes.putI32Be(bytes, 4, after);
      int updated = InternetChecksum.update(checksum, before, after);
      Bytes.putU16Be(bytes, 10, updated);
      // Zero has two representations: what counts is that the header verifies.
      assertThat(InternetChecksum.fold(InternetChecksum.add(0, bytes, 0, 20))).isEqualTo(0xFFFF);
    }
  }
}
