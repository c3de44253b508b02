package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.CoalescerKind;
import dev.rsclab.coalesce.FlushStrategy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {

  private static Experiment experiment(Grid grid, int rounds) {
    return new Experiment(
        grid, rounds, Duration.ofMillis(150), Duration.ofMillis(500), "live", "live");
  }

  @Test
  void theDefaultGridTakesLessThanTwelveMinutes() {
    Grid grid = Grid.of(Grid.usualWorkloads(), Grid.usualDevices());
    assertThat(experiment(grid, 3).estimate()).isLessThan(Duration.ofMinutes(12));
  }

  @Test
  void theQuickGridTakesLessThanTwo() {
    Grid grid = Grid.of(Grid.quickWorkloads(), Grid.quickDevices());
    assertThat(experiment(grid, 2).estimate()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void everyStrategyIsThereAtTheSameIntervals() {
    for (FlushStrategy flush : FlushStrategy.values()) {
      assertThat(Grid.usualDevices().stream().filter(it -> it.flush() == flush))
          .extracting(Device::intervalNanos)
          .contains(50_000L, 100_000L, 300_000L);
    }
  }

  @Test
  void everyOtherRoundGoesBackwards() {
    Grid grid = Grid.of(Grid.quickWorkloads(), Grid.quickDevices());
    assertThat(grid.ofRound(1)).isEqualTo(grid.cells());
    assertThat(grid.ofRound(2)).isEqualTo(grid.cells().reversed());
    assertThat(new HashSet<>(grid.cells())).hasSameSizeAs(grid.cells());
  }

  @Test
  void combinationsStandBesideTheBaselineAndTheKernel() {
    List<Device> devices =
        Grid.devices(
            CoalescerKind.available().stream().filter(CoalescerKind::coalesces).toList(),
            List.of("qemu", "hardened"),
            List.of(FlushStrategy.PUSH),
            List.of(0L, 50_000L));
    assertThat(devices)
        .startsWith(Device.BASELINE, Device.kernel(50_000))
        .hasSize(2 + 2 * 2 * (CoalescerKind.available().size() - 1));
  }
}
