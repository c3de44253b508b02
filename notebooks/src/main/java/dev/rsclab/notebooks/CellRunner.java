package dev.rsclab.notebooks;

import dev.rsclab.notebooks.CellOutput.Png;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;

/**
 * Runs the code cells of notebooks, in this JVM and on its class path: what the cells print goes
 * through {@code System.out}, so no two runners may be at work at once.
 *
 * <p>As a Jupyter kernel does, it keeps what a cell declares for the cells behind it, and shows the
 * last value of a cell if its last piece is an expression.
 */
public final class CellRunner implements AutoCloseable {
  private final JShell shell;

  /** A shell that knows the class path of this JVM. */
  public CellRunner() {
    shell = JShell.builder().executionEngine("local").build();
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .forEach(shell::addToClasspath);
  }

  /**
   * Runs all code cells of a notebook in order, and leaves the file's outputs as they are.
   *
   * @return what each code cell showed
   * @throws CellFailure if a cell does not compile or throws; the cells behind it are not run
   */
  public List<CellOutput> run(Notebook notebook) throws CellFailure, IOException {
    List<CellOutput> outputs = new ArrayList<>();
    for (String source : notebook.sources()) {
      outputs.add(run(notebook.name(), outputs.size() + 1, source));
    }
    return outputs;
  }

  private CellOutput run(String notebook, int cell, String source) throws CellFailure, IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    LastValue.take();
    Optional<String> problem;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      problem = evaluate(source);
    } finally {
      System.setOut(before);
    }
    if (problem.isPresent()) {
      throw new CellFailure(notebook, cell, problem.get());
    }
    String text = printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    return shown(text, LastValue.take());
  }

  private static CellOutput shown(String text, Object value) throws IOException {
    if (value instanceof RenderedImage image) {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image, "png", png);
      String base64 = Base64.getEncoder().encodeToString(png.toByteArray());
      return new CellOutput(text, Optional.empty(), Optional.of(new Png(base64)));
    }
    return new CellOutput(text, Optional.ofNullable(value).map(String::valueOf), Optional.empty());
  }

  /** Evaluates a cell piece by piece; returns what went wrong. */
  private Optional<String> evaluate(String source) {
    String rest = source;
    while (!rest.isBlank()) {
      CompletionInfo piece = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      switch (piece.completeness()) {
        case EMPTY -> {
          return Optional.empty(); // a comment at the end
        }
        case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
          return Optional.of("incomplete: " + rest.strip());
        }
        case COMPLETE, COMPLETE_WITH_SEMI, UNKNOWN -> rest = piece.remaining();
      }
      // What cannot be parsed is still there, to be refused with a message.
      String snippet = piece.source() == null ? rest : piece.source();
      if (piece.source() == null) {
        rest = "";
      }
      for (SnippetEvent event : shell.eval(snippet)) {
        Optional<String> problem = problem(event, snippet);
        if (problem.isPresent()) {
          return problem;
        }
        if (rest.isBlank()) {
          keepValue(event);
        }
      }
    }
    return Optional.empty();
  }

  /** The value of an expression has a name: the variable's that it is, or one the shell made up. */
  private void keepValue(SnippetEvent event) {
    Snippet snippet = event.snippet();
    boolean expression =
        snippet.subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
            || snippet.subKind() == SubKind.VAR_VALUE_SUBKIND;
    if (event.causeSnippet() == null && expression) {
      String name =
          snippet instanceof VarSnippet variable ? variable.name() : snippet.source().strip();
      shell.eval(LastValue.class.getName() + ".set(" + name.replaceAll(";+$", "") + ");");
    }
  }

  private Optional<String> problem(SnippetEvent event, String snippet) {
    if (event.status() == Snippet.Status.REJECTED) {
      return Optional.of(
          shell
                  .diagnostics(event.snippet())
                  .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                  .collect(Collectors.joining("; "))
              + ", in: "
              + snippet.strip());
    }
    return Optional.ofNullable(event.exception())
        .map(exception -> inWords(exception) + ", in: " + snippet.strip());
  }

  private static String inWords(JShellException exception) {
    String text =
        exception instanceof EvalException thrown
            ? thrown.getExceptionClassName() + ": " + thrown.getMessage()
            : exception.toString();
    return exception.getCause() instanceof JShellException cause
        ? text + ", caused by " + inWords(cause)
        : text;
  }

  /** Ends the shell. */
  @Override
  public void close() {
    shell.close();
  }
}
