package dev.rsclab.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The small parts that traffic is made of. */
final class TrafficPartsTest {

  @Test
  void wireTimeDoesNotDrift() {
    Wire wire = new Wire(new LineRate(3_000_000_000L));
    long last = 0;
    for (int i = 0; i < 1_000_000; i++) {
      last = wire.send(1514, 0);
    }
    assertThat(last).isEqualTo(1_000_000L * 8 * 1538 / 3);
    assertThat(wire.send(60, last + 1000)).isEqualTo(last + 1000 + 84 * 8 / 3);
    assertThat(wire.nanos()).isEqualTo(last + 1224);
  }

  @Test
  void lineRatesKnowWireTimes() {
    assertThat(LineRate.GBIT_10.wireNanos(1514)).isEqualTo(1230);
    assertThat(LineRate.GBIT_1.wireNanos(60)).as("1.488 Mpkt/s").isEqualTo(672);
    assertThat(LineRate.GBIT_25).hasToString("25 Gbit/s");
    assertThat(new LineRate(2_500_000_000L)).hasToString("2.500 Gbit/s");
  }

  @Test
  void eventsComeInOrderOfTimeThenId() {
    EventQueue queue = new EventQueue();
    PriorityQueue<long[]> expected =
        new PriorityQueue<>(
            (a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      if (random.nextInt(5) < 3) {
        int time = random.nextInt(500);
        queue.add(time, i);
        expected.add(new long[] {time, i});
      } else if (!expected.isEmpty()) {
        assertThat(queue.nextNanos()).isEqualTo(expected.element()[0]);
        assertThat(queue.remove()).isEqualTo((int) expected.remove()[1]);
      }
    }
    while (!expected.isEmpty()) {
      assertThat(queue.remove()).isEqualTo((int) expected.remove()[1]);
    }
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.nextNanos()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void zipfRanksComeAsOftenAsTheirWeight() {
    ZipfChoice choice = new ZipfChoice(100, 1.1);
    SeededRandom random = new SeededRandom(1);
    int[] counts = new int[100];
    for (int i = 0; i < 200_000; i++) {
      counts[choice.draw(random)]++;
    }
    double weights = 0;
    for (int rank = 1; rank <= 100; rank++) {
      weights += Math.pow(rank, -1.1);
    }
    for (int rank : new int[] {0, 1, 9, 49, 99}) {
      double expected = 200_000 * Math.pow(rank + 1, -1.1) / weights;
      assertThat((double) counts[rank]).isBetween(expected * 0.85, expected * 1.15);
    }
    assertThat(new ZipfChoice(1, 1.1).draw(random)).isZero();
  }

  @Test
  void randomNumbersStayInRange() {
    SeededRandom random = new SeededRandom(1);
    int[] counts = new int[7];
    double sum = 0;
    for (int i = 0; i < 100_000; i++) {
      counts[random.between(0, 6)]++;
      sum += random.exponential(1000);
    }
    assertThat(Arrays.stream(counts).min().orElseThrow()).isGreaterThan(13_500);
    assertThat(sum / 100_000).isBetween(980.0, 1020.0);
    assertThat(random.below(1)).isZero();
  }

  @Test
  void payloadCanBeRecomputedByteByByte() {
    byte[] copied = new byte[40_000];
    for (int flow : new int[] {0, 1, 1_048_575, Integer.MAX_VALUE}) {
      for (long offset : new long[] {0, 1, 131_070, 131_071, 5_000_000_000L}) {
        PayloadPattern.copy(flow, offset, copied, 7, 30_000);
        for (int i = 0; i < 30_000; i += 997) {
          assertThat(copied[7 + i]).isEqualTo(PayloadPattern.at(flow, offset + i));
        }
      }
    }
    PayloadPattern.copy(3, PayloadPattern.PERIOD - 1, new byte[65_535], 0, 65_535);
    assertThat(PayloadPattern.at(5, 9)).isEqualTo(PayloadPattern.at(5, 9 + PayloadPattern.PERIOD));
    assertThatThrownBy(() -> PayloadPattern.at(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PayloadPattern.copy(0, 0, copied, 0, 65_536))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void payloadShowsShiftsAndForeignBytes() {
    byte[] here = new byte[100];
    byte[] there = new byte[100];
    PayloadPattern.copy(4, 1000, here, 0, 100);
    for (int shift : new int[] {1, 2, 64, 1440, 1460, 65_515, 65_536}) {
      PayloadPattern.copy(4, 1000 + shift, there, 0, 100);
      assertThat(there).isNotEqualTo(here);
    }
    for (int flow : new int[] {0, 3, 5, 64, 4096, 65_540}) {
      PayloadPattern.copy(flow, 1000, there, 0, 100);
      assertThat(there).isNotEqualTo(here);
    }
  }
}
