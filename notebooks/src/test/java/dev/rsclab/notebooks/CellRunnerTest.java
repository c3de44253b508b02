package dev.rsclab.notebooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class CellRunnerTest {
  private static CellRunner runner;

  @BeforeAll
  static void start() {
    runner = new CellRunner();
  }

  @AfterAll
  static void end() {
    runner.close();
  }

  static Notebook notebook(String... sources) throws IOException {
    ObjectNode json = new JsonMapper().createObjectNode();
    json.put("nbformat", 4);
    ArrayNode cells = json.putArray("cells");
    cells.addObject().put("cell_type", "markdown").put("source", "# text");
    for (String source : sources) {
      ObjectNode cell = cells.addObject();
      cell.put("cell_type", "code").put("source", source);
      cell.putArray("outputs");
    }
    return Notebook.parse("made-up.ipynb", json.toString());
  }

  private static List<CellOutput> run(String... sources) throws IOException, CellFailure {
    return runner.run(notebook(sources));
  }

  @Test
  void cellsShareWhatTheyDeclareAndShowPrintsAndTheLastValue() throws IOException, CellFailure {
    List<CellOutput> outputs =
        run(
            """
            // a comment, then several pieces
            import java.util.*;
            int twice(int n) {
              return 2 * n;
            }
            var numbers = List.of(1, 2);
            """,
            "for (int n : numbers) {\n  IO.println(\"n=\" + n);\n}\ntwice(21)",
            "numbers",
            "twice(1); // a comment at the end");
    assertThat(outputs.get(0)).isEqualTo(CellOutput.NOTHING);
    assertThat(outputs.get(1).text()).isEqualTo("n=1\nn=2\n");
    assertThat(outputs.get(1).value()).contains("42");
    assertThat(outputs.get(2).value()).contains("[1, 2]");
    assertThat(outputs.get(3).text()).isEmpty();
  }

  @Test
  void aPictureIsShownAsPng() throws IOException, CellFailure {
    CellOutput output =
        run("new java.awt.image.BufferedImage(3, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)")
            .getFirst();
    assertThat(output.value()).isEmpty();
    assertThat(output.png().orElseThrow().base64()).startsWith("iVBORw0KGgo");
  }

  @Test
  void aFailureNamesTheNotebookAndTheCell() {
    assertThatThrownBy(() -> run("1 + 1", "int n = \"text\";"))
        .isInstanceOf(CellFailure.class)
        .hasMessageContaining("made-up.ipynb, cell [2]: ")
        .hasMessageContaining("int n = \"text\";");
    assertThatThrownBy(() -> run("throw new IllegalStateException(\"on purpose\");"))
        .hasMessageContaining("cell [1]: java.lang.IllegalStateException: on purpose");
    assertThatThrownBy(() -> run("if (true) {")).hasMessageContaining("incomplete: if (true) {");
    assertThatThrownBy(() -> run("notDeclared(1)")).hasMessageContaining("notDeclared");
    assertThatThrownBy(() -> run(") 1")).isInstanceOf(CellFailure.class);
  }

  @Test
  void outputsAreWrittenAndReadBack() throws IOException, CellFailure {
    Notebook notebook =
        notebook(
            "IO.println(\"one\"); IO.print(\"two\");",
            "\"a value\"",
            "new java.awt.image.BufferedImage(1, 1, 1)",
            "int quiet = 1;");
    List<CellOutput> outputs = runner.run(notebook);
    assertThat(Drift.between("n", notebook.outputs(), outputs)).hasSize(3);
    notebook.replaceOutputs(outputs);
    Notebook again = Notebook.parse("again", notebook.text());
    assertThat(again.outputs()).isEqualTo(outputs);
    assertThat(Drift.between("n", again.outputs(), outputs)).isEmpty();
    assertThat(again.text()).isEqualTo(notebook.text()).contains("\"one\\n\"", "# text");
  }

  @Test
  void driftNamesTheCellAndTheFirstLineThatDiffers() {
    CellOutput before = new CellOutput("a\nb\n", Optional.empty(), Optional.empty());
    CellOutput after = new CellOutput("a\nc\n", Optional.empty(), Optional.empty());
    assertThat(Drift.between("n", List.of(before, before), List.of(before, after)))
        .singleElement()
        .asString()
        .contains("n, cell [2]: line 2 of its output was", "  b", "  c");
  }

  @Test
  void whatIsNoNotebookIsRefused() {
    assertThatThrownBy(() -> Notebook.parse("x.ipynb", "{\"nbformat\": 3}"))
        .hasMessage("x.ipynb: not a notebook of nbformat 4");
    assertThatThrownBy(() -> Notebook.parse("x.ipynb", "{")).hasMessageContaining("not JSON");
  }
}
