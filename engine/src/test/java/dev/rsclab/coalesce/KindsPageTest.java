package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/kinds.md that says how much memory a flow takes. */
class KindsPageTest {

  private static final Path PAGE = Path.of("..", "docs", "kinds.md");

  /** A row: the kind, then bytes a flow, of {@link #FLOWS} first. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([A-Z_]+)` \\| ([\\d ]+) \\| ([\\d ]+) \\| (\\d+) \\|", Pattern.MULTILINE);

  private static final String HEAD = "| bytes a flow at flows |";

  private static final List<Integer> FLOWS = List.of(1, 64, 4096);

  private static List<MatchResult> rows() throws IOException {
    String page = Files.readString(PAGE);
    return ROW.matcher(page.substring(page.indexOf(HEAD))).results().toList();
  }

  @Test
  void aFlowTakesWhatThePageSays() throws IOException, IllegalAccessException {
    assertThat(rows()).isNotEmpty();
    for (MatchResult row : rows()) {
      CoalescerKind kind = CoalescerKind.valueOf(row.group(1));
      for (int i = 0; i < FLOWS.size(); i++) {
        int flows = FLOWS.get(i);
        int capacity = RscPolicy.DEFAULT_MAX_HELD_SEGMENTS;
        assertThat(Math.round(TableFootprintTest.bytes(kind, capacity, flows) / (double) flows))
            .as("%s, %d flows", kind, flows)
            .isEqualTo(Long.parseLong(row.group(i + 2).replace(" ", "")));
      }
    }
  }
}
