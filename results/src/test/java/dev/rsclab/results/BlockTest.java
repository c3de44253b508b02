package dev.rsclab.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BlockTest {
  private static final List<Block> BLOCKS =
      List.of(
          new Block.Heading(2, "A heading"),
          new Block.Paragraph("word ".repeat(30).strip()),
          new Block.Table(List.of("kind", "x"), List.of(List.of("A_B", "1"), List.of("C", "10|2"))),
          new Block.Chart("what [it] shows", "x against y", "charts/a.png"),
          new Block.Commands(List.of("do this", "then `that`")));

  @Test
  void writesPlainText() {
    assertThat(PlainText.lines(BLOCKS))
        .containsExactly(
            "A HEADING",
            "",
            "word ".repeat(20).strip(),
            "word ".repeat(10).strip(),
            "",
            "  kind  x",
            "  A_B   1",
            "  C     10|2",
            "",
            "  do this",
            "  then `that`");
  }

  @Test
  void writesMarkdown() {
    assertThat(Markdown.text(BLOCKS))
        .contains("## A heading\n\nword")
        .contains("\n| kind | x |\n|---|---|\n| A_B | 1 |\n| C | 10\\|2 |\n")
        .endsWith("\n\n![what (it) shows](charts/a.png)\n\n    do this\n    then `that`\n");
  }

  @Test
  void namesFromOutsideDoNotBecomeMarkup() {
    assertThat(Markdown.text(List.of(new Block.Paragraph("<b> *x* [y](z) `c`"))))
        .isEqualTo("&lt;b> \\*x\\* \\[y](z) \\`c\\`\n");
  }
}
