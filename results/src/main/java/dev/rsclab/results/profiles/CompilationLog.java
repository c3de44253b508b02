package dev.rsclab.results.profiles;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads HotSpot's log of compilations ({@code -XX:+LogCompilation}), an element a line. The printed
 * form ({@code -XX:+PrintInlining}) mixes the lines of several compiler threads; this one does not.
 */
final class CompilationLog {
  private static final Pattern ELEMENT = Pattern.compile("<(/?\\w+)((?: \\w+='[^']*')*) ?/?>");
  private static final Pattern ATTRIBUTE = Pattern.compile("(\\w+)='([^']*)'");

  /** Levels below are those of the quick compiler, whose code does not stay. */
  private static final String OPTIMISED = "4";

  private final Map<String, Compilation> last = new LinkedHashMap<>();
  private Task task;

  /** A compilation while it is read; names are numbered anew in each. */
  private static final class Task {
    private final String method;
    private final boolean onStack;
    private final Map<String, String> types = new HashMap<>();
    private final Map<String, String> methods = new HashMap<>();
    private final Deque<String> callers = new ArrayDeque<>();
    private final List<Compilation.Call> calls = new ArrayList<>();
    private String callee = "";

    private Task(Map<String, String> attributes) {
      String[] words = attributes.getOrDefault("method", "").split(" ", -1);
      method = words.length > 1 ? words[0] + "." + words[1] : words[0];
      onStack = attributes.getOrDefault("compile_kind", "").equals("osr");
    }

    private void call(boolean inlined, String reason) {
      calls.add(
          new Compilation.Call(
              callers.size(),
              callers.isEmpty() ? method : callers.peek(),
              callee,
              inlined,
              reason));
    }
  }

  private CompilationLog() {}

  /**
   * The last optimised compilation of every method, one that is entered from its start if there is
   * one.
   *
   * @throws ResultsException if the file cannot be read
   */
  static Collection<Compilation> read(Path file) throws ResultsException {
    CompilationLog log = new CompilationLog();
    // Names of methods can hold any byte; nothing here depends on them.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      lines.forEach(log::line);
    } catch (IOException | UncheckedIOException e) {
      throw new ResultsException(file, "cannot be read", e);
    }
    return log.last.values();
  }

  private void line(String line) {
    Matcher element = ELEMENT.matcher(line);
    if (!element.matches()) {
      return;
    }
    String name = element.group(1);
    if (name.equals("task")) {
      Map<String, String> attributes = attributes(element.group(2));
      boolean optimised = attributes.getOrDefault("level", OPTIMISED).equals(OPTIMISED);
      task = optimised ? new Task(attributes) : null;
    } else if (task != null) {
      inTask(name, attributes(element.group(2)));
    }
  }

  private void inTask(String name, Map<String, String> it) {
    switch (name) {
      case "klass", "type" -> task.types.put(it.get("id"), it.get("name"));
      case "method" ->
          task.methods.put(
              it.get("id"), task.types.getOrDefault(it.get("holder"), "?") + "." + it.get("name"));
      case "parse" -> task.callers.push(task.methods.getOrDefault(it.get("method"), "?"));
      case "/parse" -> task.callers.poll();
      case "call" -> task.callee = task.methods.getOrDefault(it.get("method"), "?");
      case "inline_success" -> task.call(true, it.getOrDefault("reason", ""));
      case "inline_fail" -> task.call(false, it.getOrDefault("reason", ""));
      case "task_done" -> done(it);
      default -> {
        // Nothing that tells what was inlined.
      }
    }
  }

  private void done(Map<String, String> it) {
    Compilation before = last.get(task.method);
    boolean better = before == null || before.onStack() || !task.onStack;
    if (better && it.getOrDefault("success", "1").equals("1")) {
      long bytes = Long.parseLong(it.getOrDefault("nmsize", "0"));
      last.put(
          task.method, new Compilation(task.method, task.onStack, bytes, List.copyOf(task.calls)));
    }
    task = null;
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new HashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(text);
    while (attribute.find()) {
      attributes.put(attribute.group(1), plain(attribute.group(2)));
    }
    return attributes;
  }

  private static String plain(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&apos;", "'")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }
}
