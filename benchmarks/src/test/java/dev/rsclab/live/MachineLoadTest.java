package dev.rsclab.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MachineLoadTest {

  @Test
  void busyIsEverythingButWaitingAndWhatWasStolen() throws IOException {
    MachineLoad before =
        MachineLoad.parse("cpu  100 0 50 1000 7 0 5 2 0 0\ncpu0 1 1 1 1\n", 300_000_000);
    MachineLoad after = MachineLoad.parse("cpu  140 10 70 1100 9 1 9 7 0 0\n", 800_000_000);
    // 40 + 10 + 20 + 1 + 4 ticks of 10 ms
    assertThat(after.busySince(before)).isEqualTo(750_000_000);
    // Of 2 s of CPU time, 250 ms went to other processes and 50 ms were stolen.
    assertThat(after.otherShareSince(before, 1_000_000_000, 2)).isEqualTo(0.15, within(1e-9));
    assertThat(before.otherShareSince(after, 1_000_000_000, 2)).isZero();
  }

  @Test
  void anotherFileIsRefused() {
    assertThatThrownBy(() -> MachineLoad.parse("intr 5\n", 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/proc/stat");
  }
}
