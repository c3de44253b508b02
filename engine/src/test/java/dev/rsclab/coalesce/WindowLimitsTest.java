package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.packet.IpFamily;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How far ahead of the held segment data and ACKs may be, to the byte (contract 2.4.1). */
class WindowLimitsTest {

  static Stream<Arguments> kindsAndFamilies() {
    return CoalescerKind.available().stream()
        .filter(CoalescerKind::coalesces)
        .flatMap(kind -> Stream.of(IpFamily.values()).map(family -> Arguments.of(kind, family)));
  }

  @ParameterizedTest
  @MethodSource("kindsAndFamilies")
  void dataMayBe65535BytesAhead(CoalescerKind kind, IpFamily family) {
    TcpFrame held = TcpFrame.of(family).seq(1000).payload(100);
    assertThat(decision(kind, family, held, TcpFrame.of(family).seq(1000 + 65_535)))
        .isEqualTo(Decision.DATA_OUT_OF_ORDER);
    assertThat(decision(kind, family, held, TcpFrame.of(family).seq(1000 + 65_536)))
        .isEqualTo(Decision.DATA_OUT_OF_WINDOW);
    assertThat(decision(kind, family, held, TcpFrame.of(family).seq(1000 - 1)))
        .isEqualTo(Decision.DATA_OUT_OF_WINDOW);
  }

  @ParameterizedTest
  @MethodSource("kindsAndFamilies")
  void anAckMayBe65534BytesAhead(CoalescerKind kind, IpFamily family) {
    TcpFrame held = TcpFrame.of(family).ack(5000).payload(0);
    TcpFrame next = TcpFrame.of(family).payload(0);
    assertThat(decision(kind, family, held, next.ack(5000 + 65_534))).isEqualTo(Decision.PURE_ACK);
    assertThat(decision(kind, family, held, next.ack(5000 + 65_535)))
        .isEqualTo(Decision.ACK_OUT_OF_WINDOW);
    assertThat(decision(kind, family, held, next.ack(5000 - 1)))
        .isEqualTo(Decision.ACK_OUT_OF_WINDOW);
  }

  /** What is decided about {@code next} while {@code held} is held. */
  private static Decision decision(
      CoalescerKind kind, IpFamily family, TcpFrame held, TcpFrame next) {
    Coalescer coalescer = kind.create(RscPolicy.qemu(), delivery -> delivery.length());
    offer(coalescer, held);
    assertThat(coalescer.held(family)).isEqualTo(1);
    offer(coalescer, next);
    return Stream.of(Decision.values())
        .filter(decision -> decision != Decision.FIRST_IN_CHAIN)
        .filter(decision -> coalescer.stats(family).get(decision) > 0)
        .findFirst()
        .orElseThrow();
  }

  private static void offer(Coalescer coalescer, TcpFrame frame) {
    byte[] bytes = frame.build();
    coalescer.offer(0, bytes, 0, bytes.length, 0);
  }
}
