package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Kinds that need more of the JVM than it may have; run with and without {@code -Pvector}. */
class CoalescerKindTest {

  private static final String MODULE = "jdk.incubator.vector";
  private static final CoalescerKind KIND = CoalescerKind.VECTOR_BUCKETS;

  @Test
  void aKindIsOfferedWhereTheJvmHasItsModule() {
    if (ModuleLayer.boot().findModule(MODULE).isPresent()) {
      assertThat(CoalescerKind.available()).containsExactly(CoalescerKind.values());
      assertThat(CoalescerKind.named("vector-buckets")).isEqualTo(KIND);
      assertThat(CoalescerKind.jvmFlags()).containsExactly("--add-modules=" + MODULE);
    } else {
      assertThat(CoalescerKind.available())
          .doesNotContain(KIND)
          .hasSize(CoalescerKind.values().length - 1);
      assertThat(CoalescerKind.jvmFlags()).isEmpty();
      assertThatThrownBy(() -> CoalescerKind.named("vector-buckets"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("'VECTOR_BUCKETS' needs the module " + MODULE)
          .hasMessageContaining("--add-modules " + MODULE);
      assertThatThrownBy(() -> KIND.create(RscPolicy.hardened(), Delivery::length))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("--add-modules " + MODULE);
    }
  }

  @Test
  void aWrongNameListsTheKindsThatThereAre() {
    assertThatThrownBy(() -> CoalescerKind.named("fast"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no coalescer 'fast'; allowed: PASS_THROUGH, LINKED_LIST, ")
        .hasMessageEndingWith(CoalescerKind.available().getLast().name());
  }
}
