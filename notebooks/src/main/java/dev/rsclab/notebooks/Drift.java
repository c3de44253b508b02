package dev.rsclab.notebooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What differs between the outputs that a notebook was committed with and those it gives now. Texts
 * must be equal; of pictures it counts that there is one, for their pixels depend on fonts.
 */
public final class Drift {
  private Drift() {}

  /**
   * One sentence for each cell that differs, naming the notebook, the cell and the first line.
   *
   * @param committed what the file says
   * @param now what the cells showed, one for each of the file's
   */
  public static List<String> between(
      String notebook, List<CellOutput> committed, List<CellOutput> now) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < now.size(); i++) {
      String where = "%s, cell [%d]: ".formatted(notebook, i + 1);
      difference(committed.get(i), now.get(i)).ifPresent(it -> differences.add(where + it));
    }
    return differences;
  }

  private static Optional<String> difference(CellOutput committed, CellOutput now) {
    if (committed.png().isPresent() != now.png().isPresent()) {
      return Optional.of(
          now.png().isPresent() ? "shows a picture now" : "shows its picture no longer");
    }
    return firstLine(committed.text(), now.text())
        .or(() -> firstLine(committed.value().orElse(""), now.value().orElse("")));
  }

  private static Optional<String> firstLine(String committed, String now) {
    if (committed.equals(now)) {
      return Optional.empty();
    }
    List<String> before = List.of(committed.split("\n", -1));
    List<String> after = List.of(now.split("\n", -1));
    int line = 0;
    while (line < Math.min(before.size(), after.size())
        && before.get(line).equals(after.get(line))) {
      line++;
    }
    return Optional.of(
        "line %d of its output was%n  %s%nand is%n  %s"
            .formatted(line + 1, lineOf(before, line), lineOf(after, line)));
  }

  private static String lineOf(List<String> lines, int line) {
    return line < lines.size() ? lines.get(line) : "(nothing)";
  }
}
