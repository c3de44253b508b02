package dev.rsclab.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.packet.Bytes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToeplitzHashTest {

  private static final ToeplitzHash PUBLISHED = new ToeplitzHash(ToeplitzHash.publishedKey());

  /** The hash as it is defined: bit by bit, the key shifted to the left under the input. */
  private static int bitByBit(byte[] key, byte[] input) {
    int hash = 0;
    for (int bit = 0; bit < 8 * input.length; bit++) {
      if (isSet(input, bit)) {
        int word = 0;
        for (int i = 0; i < 32; i++) {
          word = word << 1 | (isSet(key, bit + i) ? 1 : 0);
        }
        hash ^= word;
      }
    }
    return hash;
  }

  private static boolean isSet(byte[] bytes, int bit) {
    return (bytes[bit / 8] >>> (7 - bit % 8) & 1) != 0;
  }

  /** Microsoft's verification suite: "Verifying the RSS Hash Calculation". */
  @ParameterizedTest
  @CsvSource({
    "66.9.149.187, 2794, 161.142.100.80, 1766, 323e8fc2, 51ccc178",
    "199.92.111.2, 14230, 65.69.140.83, 4739, d718262a, c626b0ea",
    "24.19.198.95, 12898, 12.22.207.184, 38024, d2d0a5de, 5c2b394a",
    "38.27.205.30, 48228, 209.142.163.6, 2217, 82989176, afc7327f",
    "153.39.163.191, 44251, 202.188.127.2, 1303, 5d1809c5, 10e828a2",
    "3ffe:2501:200:1fff::7, 2794, 3ffe:2501:200:3::1, 1766, 2cc18cd5, 40207d3d",
    "3ffe:501:8::260:97ff:fe40:efab, 14230, ff02::1, 4739, 0f0c461c, dde51bbf",
    "3ffe:1900:4545:3:200:f8ff:fe21:67cf, 44251, fe80::200:f8ff:fe21:67cf, 38024, 4b61e985,"
        + " 02d1feef"
  })
  void givesThePublishedValues(
      String source,
      int sourcePort,
      String destination,
      int destinationPort,
      String addressesOnly,
      String withPorts)
      throws UnknownHostException {
    byte[] from = InetAddress.getByName(source).getAddress();
    byte[] to = InetAddress.getByName(destination).getAddress();
    int addresses = from.length + to.length;
    byte[] input = Arrays.copyOf(from, addresses + 4);
    System.arraycopy(to, 0, input, from.length, to.length);
    Bytes.putU16Be(input, addresses, sourcePort);
    Bytes.putU16Be(input, addresses + 2, destinationPort);
    assertThat(PUBLISHED.part(0, input, 0, addresses))
        .isEqualTo(Integer.parseUnsignedInt(addressesOnly, 16));
    assertThat(PUBLISHED.part(0, input, 0, input.length))
        .isEqualTo(Integer.parseUnsignedInt(withPorts, 16));
  }

  @Test
  void isWhatTheDefinitionSaysForAnyKeyAndInput() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 200; i++) {
      byte[] key = new byte[ToeplitzHash.KEY_BYTES];
      random.nextBytes(key);
      byte[] input = new byte[random.nextInt(ToeplitzHash.MAX_INPUT_BYTES + 1)];
      random.nextBytes(input);
      ToeplitzHash hash = new ToeplitzHash(key);
      assertThat(hash.part(0, input, 0, input.length)).isEqualTo(bitByBit(key, input));
      int cut = random.nextInt(input.length + 1);
      assertThat(hash.part(cut, input, cut, input.length - cut) ^ hash.part(0, input, 0, cut))
          .as("in two parts")
          .isEqualTo(bitByBit(key, input));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 39, 41, 52})
  void aKeyHasFortyBytes(int bytes) {
    assertThatThrownBy(() -> new ToeplitzHash(new byte[bytes]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key of " + bytes + " bytes; allowed: 40 bytes");
  }

  @Test
  void moreThanTheLongestInputIsRefused() {
    byte[] input = new byte[64];
    assertThatThrownBy(() -> PUBLISHED.part(0, input, 0, 37))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
