package dev.rsclab.coalesce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of docs/policies.md that says which test shows what a switch mends. */
class PolicyPageTest {

  private static final Path PAGE = Path.of("..", "docs", "policies.md");

  /** A row: switch, what it mends, tests. */
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `([A-Z0-9_]+)` \\|[^|`]*\\|([^|]*`[a-z]\\w+`[^|]*)\\|", Pattern.MULTILINE);

  private static final Pattern TEST = Pattern.compile("`(\\w+)`");

  private static List<MatchResult> rows() throws IOException {
    return ROW.matcher(Files.readString(PAGE)).results().toList();
  }

  @Test
  void everySwitchHasARow() throws IOException {
    assertThat(rows())
        .extracting(row -> row.group(1))
        .containsExactlyElementsOf(Arrays.stream(RscSwitch.values()).map(Enum::name).toList());
  }

  @Test
  void theTestsOfEachRowExist() throws IOException {
    Set<String> written =
        Stream.of(
                HardenedAdmissionTest.class,
                HardenedHeadersTest.class,
                HardenedAcksTest.class,
                HardenedPolicyTest.class)
            .flatMap(tests -> Arrays.stream(tests.getDeclaredMethods()))
            .filter(method -> method.isAnnotationPresent(EachSubject.class))
            .map(Method::getName)
            .collect(Collectors.toSet());
    for (MatchResult row : rows()) {
      assertThat(TEST.matcher(row.group(2)).results().map(test -> test.group(1)).toList())
          .as(row.group(1))
          .isNotEmpty()
          .isSubsetOf(written);
    }
  }
}
