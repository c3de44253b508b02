package dev.rsclab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rsclab.coalesce.RscPolicy;
import dev.rsclab.coalesce.RscSwitch;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Param;

class PolicyBenchmarkTest {

  @Test
  void everySwitchIsPriced() throws NoSuchFieldException {
    String[] policies = PolicyBenchmark.class.getField("policy").getAnnotation(Param.class).value();
    List<RscPolicy> priced = Arrays.stream(policies).map(RscPolicy::named).toList();
    for (RscSwitch each : RscSwitch.values()) {
      assertThat(priced).contains(RscPolicy.qemu().with(each));
    }
    assertThat(priced)
        .contains(RscPolicy.qemu(), RscPolicy.hardened(), RscPolicy.windows())
        .hasSize(RscSwitch.values().length + 3);
  }
}
