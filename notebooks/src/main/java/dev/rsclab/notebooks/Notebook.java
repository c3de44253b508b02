package dev.rsclab.notebooks;

import dev.rsclab.notebooks.CellOutput.Png;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A notebook file in Jupyter's format 4: its code cells, and their outputs to read or replace. */
public final class Notebook {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int FORMAT = 4;

  private final String name;
  private final ObjectNode json;

  private Notebook(String name, ObjectNode json) {
    this.name = name;
    this.json = json;
  }

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read or is no notebook of format 4
   */
  public static Notebook read(Path file) throws IOException {
    return parse(file.getFileName().toString(), Files.readString(file));
  }

  /**
   * Reads the text of a file.
   *
   * @param name for messages
   * @throws IOException if it is no notebook of format 4
   */
  static Notebook parse(String name, String text) throws IOException {
    try {
      if (MAPPER.readTree(text) instanceof ObjectNode json
          && json.path("nbformat").asInt(0) == FORMAT
          && json.path("cells").isArray()) {
        return new Notebook(name, json);
      }
    } catch (JacksonException e) {
      throw new IOException(name + ": not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IOException(name + ": not a notebook of nbformat " + FORMAT);
  }

  /** The file's name. */
  public String name() {
    return name;
  }

  /** The source of each code cell, in order. */
  public List<String> sources() {
    return codeCells().stream().map(cell -> joined(cell.path("source"))).toList();
  }

  /** What the file says each code cell showed; pieces of printed text are taken together. */
  public List<CellOutput> outputs() {
    return codeCells().stream().map(Notebook::output).toList();
  }

  /** Puts outputs, one for each code cell, in the place of those in the file. */
  public void replaceOutputs(List<CellOutput> outputs) {
    List<ObjectNode> cells = codeCells();
    for (int i = 0; i < cells.size(); i++) {
      cells.get(i).put("execution_count", i + 1);
      write(outputs.get(i), i + 1, cells.get(i).putArray("outputs"));
    }
  }

  /**
   * Writes the file.
   *
   * @throws IOException if the file system refuses
   */
  public void write(Path file) throws IOException {
    Files.writeString(file, text(), StandardCharsets.UTF_8);
  }

  /** The text of the file as Jupyter writes it: a line for each line of source and of output. */
  String text() {
    Separators separators =
        Separators.createDefaultInstance()
            .withObjectNameValueSpacing(Separators.Spacing.AFTER)
            .withObjectEmptySeparator("")
            .withArrayEmptySeparator("");
    DefaultIndenter indenter = new DefaultIndenter(" ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(separators)
            .withObjectIndenter(indenter)
            .withArrayIndenter(indenter);
    return MAPPER.writer().with(printer).writeValueAsString(json) + "\n";
  }

  private List<ObjectNode> codeCells() {
    List<ObjectNode> cells = new ArrayList<>();
    for (JsonNode cell : json.path("cells")) {
      if (cell instanceof ObjectNode node && node.path("cell_type").asString("").equals("code")) {
        cells.add(node);
      }
    }
    return cells;
  }

  private static CellOutput output(ObjectNode cell) {
    StringBuilder printed = new StringBuilder();
    Optional<String> value = Optional.empty();
    Optional<Png> png = Optional.empty();
    for (JsonNode output : cell.path("outputs")) {
      JsonNode data = output.path("data");
      if (output.path("output_type").asString("").equals("stream")) {
        printed.append(joined(output.path("text")));
      } else if (data.has("image/png")) {
        png = Optional.of(new Png(joined(data.path("image/png")).replace("\n", "")));
      } else if (data.has("text/plain")) {
        value = Optional.of(joined(data.path("text/plain")));
      }
    }
    return new CellOutput(printed.toString(), value, png);
  }

  private static void write(CellOutput output, int count, ArrayNode outputs) {
    if (!output.text().isEmpty()) {
      ObjectNode stream = outputs.addObject();
      stream.put("name", "stdout").put("output_type", "stream");
      lines(output.text(), stream.putArray("text"));
    }
    output
        .png()
        .ifPresent(png -> {
          ObjectNode data = result(count, outputs);
          data.put("image/png", png.base64());
          data.putArray("text/plain").add("a picture");
        });
    output
        .value()
        .ifPresent(value -> {
          lines(value, result(count, outputs).putArray("text/plain"));
        });
  }

  /** An output that is the cell's value; returns what holds its forms. */
  private static ObjectNode result(int count, ArrayNode outputs) {
    ObjectNode result = outputs.addObject();
    ObjectNode data = result.putObject("data");
    result.put("execution_count", count);
    result.putObject("metadata");
    result.put("output_type", "execute_result");
    return data;
  }

  /** Texts are a list of lines, each with its line break. */
  private static void lines(String text, ArrayNode lines) {
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(from, to));
      from = to;
    }
  }

  private static String joined(JsonNode text) {
    if (text.isString()) {
      return text.stringValue();
    }
    StringBuilder joined = new StringBuilder();
    text.forEach(line -> joined.append(line.asString("")));
    return joined.toString();
  }
}
