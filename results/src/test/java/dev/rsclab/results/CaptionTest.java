package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CaptionTest {

  @TempDir Path folder;

  @Test
  void aCaptionSaysThatTheCostOfTheGuestIsModelled() throws IOException {
    Caption caption = new Caption(Run.read(MadeUpRun.ofOneWorkload().write(folder.resolve("run"))));
    String modelled = "The guest's cost is modelled: see the report.";
    assertThat(caption(caption, "1000"))
        .contains("; 3 forks (floor: 12); guest 1000 ns per delivery; 2026-03-04;")
        .endsWith(modelled);
    assertThat(caption(caption, "0"))
        .contains("; guest 0 ns per delivery; ")
        .doesNotContain(modelled);
    Condition heavy = new Condition(new TreeMap<>(Map.of("guest", "HEAVY")));
    assertThat(caption.of(List.of(IntervalStudy.BENCHMARK), "3 forks", heavy))
        .endsWith(" A delivery costs that guest 4500ns+0.4ns/B. " + modelled);
  }

  private static String caption(Caption caption, String guestNanos) {
    Condition condition = new Condition(new TreeMap<>(Map.of("guestNanos", guestNanos)));
    return caption.of(List.of(IntervalStudy.BENCHMARK), "3 forks (floor: 12)", condition);
  }
}
