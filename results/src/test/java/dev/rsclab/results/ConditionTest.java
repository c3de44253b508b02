package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConditionTest {
  private static Condition condition(String workload, String guestNanos) {
    return new Condition(
        new TreeMap<>(
            Map.of(
                "workload",
                workload,
                "family",
                "IPV6",
                "guestNanos",
                guestNanos,
                "ringFrames",
                "1024")));
  }

  @Test
  void speaksInWords() {
    assertThat(condition("bulk", "1000").inWords())
        .isEqualTo("bulk, IPv6, guest 1000 ns per delivery, ring of 1024 frames");
  }

  @Test
  void namesOnlyWhatDiffers() {
    List<Condition> all = List.of(condition("bulk", "1000"), condition("bulk", "4500"));
    assertThat(all.getFirst().namedAmong(all).inWords())
        .isEqualTo("bulk, IPv6, guest 1000 ns per delivery");
    assertThat(all.getFirst().commonAmong(all).inWords()).isEqualTo("ring of 1024 frames");
    assertThat(all.get(1).suffixAmong(all, "workload")).isEqualTo("-guestNanos4500");
    assertThat(all.get(1).suffixAmong(List.of(all.get(1)), "workload")).isEmpty();
  }

  @Test
  void sortsNumbersAsNumbers() {
    assertThat(condition("bulk", "1000")).isGreaterThan(condition("bulk", "300"));
    assertThat(condition("bulk", "1000")).isGreaterThan(condition("a", "4500"));
  }

  private static Condition guest(String guest) {
    return new Condition(new TreeMap<>(Map.of("workload", "bulk", "guest", guest)));
  }

  @Test
  void namesTheGuest() {
    assertThat(guest("ZERO").inWords()).isEqualTo("bulk, guest that costs nothing");
    assertThat(guest("LIGHT").inWords()).isEqualTo("bulk, light guest");
    assertThat(guest("1500ns+0.2ns/B").inWords())
        .isEqualTo("bulk, guest 1500 ns + 0.2 ns per byte for each delivery");
    assertThat(guest("ZERO")).isLessThan(guest("LIGHT"));
    assertThat(guest("LIGHT")).isLessThan(guest("HEAVY"));
    assertThat(condition("bulk", "1000").guestInWords()).isEqualTo("1000 ns per delivery");
  }

  @Test
  void fileNamesAreHarmless() {
    assertThat(Condition.fileName("../etc/pass wd")).isEqualTo("_.._etc_pass_wd");
    assertThat(Condition.fileName("elephants-and-mice")).isEqualTo("elephants-and-mice");
  }

  @Test
  void kindsKeepTheirPlace() {
    Kinds kinds = Kinds.of(List.of("PASS_THROUGH", "B", "A"), List.of("Z", "A", "Y"));
    assertThat(kinds.order()).containsExactly("PASS_THROUGH", "B", "A", "Y", "Z");
    assertThat(kinds.place("B")).isZero();
    assertThat(kinds.place("Y")).isEqualTo(2);
    assertThat(Kinds.of(List.of(), List.of("A")).floor()).isEqualTo("PASS_THROUGH");
  }
}
