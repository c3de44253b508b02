package dev.rsclab.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProfilerNameTest {

  private static final String NAMES =
      Arrays.stream(ProfilerName.values())
          .map(ProfilerName::toString)
          .collect(Collectors.joining(", "));

  @Test
  void readsNames() {
    assertThat(ProfilerName.parse("")).isEmpty();
    assertThat(ProfilerName.parse(" async, gc,async"))
        .isEqualTo(List.of(ProfilerName.GC, ProfilerName.ASYNC));
    assertThat(ProfilerName.parse(NAMES)).containsExactly(ProfilerName.values());
  }

  @Test
  void aWrongNameIsNamedWithThoseAllowed() {
    for (String wrong : List.of("perf", "gc,", "GC", "gc;jfr")) {
      assertThatThrownBy(() -> ProfilerName.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("--profilers '")
          .hasMessageEndingWith("': not a profiler; allowed: " + NAMES + ", separated by commas");
    }
  }

  @Test
  void mavenAllowsTheSame() throws IOException {
    String pom = Files.readString(Path.of("..", "pom.xml"));
    Matcher rule =
        Pattern.compile(
                "<property>rsclab.profilers</property>\\s*<regex>(.*)</regex>\\s*<regexMessage>(.*)</")
            .matcher(pom);
    assertThat(rule.find()).isTrue();
    Pattern allowed = Pattern.compile(rule.group(1));
    assertThat(rule.group(2)).contains("allowed: " + NAMES + ", separated by commas");
    for (String good : List.of("", "gc", "gc,jfr , async", NAMES)) {
      assertThat(good).matches(allowed);
    }
    for (String bad : List.of("perf", "gc,", "GC", "gc jfr", "x" + NAMES)) {
      assertThat(bad).doesNotMatch(allowed);
    }
  }

  @Test
  void oneSentenceSaysThatNothingCanBeCounted() {
    assertThat(HardwareCounters.sentence("[perf: not found]"))
        .startsWith("No hardware counters here: perf cannot be started.");
    assertThat(HardwareCounters.sentence("No supported events."))
        .startsWith("No hardware counters here: perf is refused every event");
  }
}
