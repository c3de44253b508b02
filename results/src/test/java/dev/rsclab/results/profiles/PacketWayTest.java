package dev.rsclab.results.profiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rsclab.results.ResultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds a packet's way in made-up logs of the form that HotSpot writes. */
class PacketWayTest {
  @TempDir Path folder;

  private final StringBuilder log = new StringBuilder("<?xml version='1.0'?>\n<hotspot_log>\n");

  /** A task; calls are {@code caller>callee reason}, those that fail with an exclamation mark. */
  private void task(String attributes, String type, String method, String... calls) {
    log.append(
        "<task compile_id='1' method='%s %s (I)V' bytes='9'%s>\n"
            .formatted(type, method, attributes));
    log.append("<klass id='1' name='%s' flags='1'/>\n".formatted(type));
    log.append("<method id='2' holder='1' name='%s' bytes='9'/>\n".formatted(method));
    log.append("<parse method='2' uses='1.0' stamp='1.0'>\n");
    for (String call : calls) {
      String[] words = call.split(" ", 3);
      log.append("<klass id='3' name='%s' flags='1'/>\n".formatted(words[0]));
      log.append(
          "<method id='4' holder='3' name='%s' bytes='9'/>\n<call method='4' count='1'/>\n"
              .formatted(words[1]));
      boolean failed = words[2].startsWith("!");
      log.append(
          failed
              ? "<inline_fail reason='%s'/>\n".formatted(words[2].substring(1))
              : "<inline_success reason='%s'/>\n<parse method='4' uses='1'>\n</parse>\n"
                  .formatted(words[2]));
    }
    log.append("</parse>\n<task_done success='1' nmsize='100' stamp='1'/>\n</task>\n");
  }

  private Inlining summary() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), log + "</hotspot_log>\n");
    PacketWay way = PacketWay.read(file);
    way.write(folder.resolve("tree.txt"));
    return way.summary("tree.txt");
  }

  @Test
  void aWayThatIsInlinedWholeIsOnePiece() throws IOException {
    task(" level='3'", "dev.rsclab.coalesce.Rsc", "offer", "dev.rsclab.coalesce.T find !too big");
    task("", "dev.rsclab.coalesce.Rsc", "offer", "dev.rsclab.coalesce.T find inline (hot)");
    task(
        "",
        "dev.rsclab.bench.Path",
        "run",
        "dev.rsclab.coalesce.Rsc offer inline (hot)",
        "dev.rsclab.bench.Guest deliver inline (hot)",
        "dev.rsclab.coalesce.Rsc rare !low call site frequency");
    Inlining it = summary();
    assertThat(it.pieces()).containsExactly("dev.rsclab.bench.Path.run");
    assertThat(it.inlined()).isEqualTo(2);
    assertThat(it.codeBytes()).isEqualTo(100);
    assertThat(it.missed()).isEmpty();
    assertThat(Files.readString(folder.resolve("tree.txt")))
        .startsWith("dev.rsclab.bench.Path.run: 100 bytes of machine code\n")
        .contains("\n  dev.rsclab.coalesce.Rsc.offer: inline (hot)\n")
        .contains("\n  NOT INLINED dev.rsclab.coalesce.Rsc.rare: low call site frequency\n");
  }

  @Test
  void aCallThatIsLeftLeadsToTheNextPieceAndTheTimerToTheDelivery() throws IOException {
    task(
        "",
        "dev.rsclab.coalesce.Rsc",
        "offer",
        "dev.rsclab.coalesce.Held append !already compiled into a big method",
        "java.util.HashMap get inline (hot)");
    task("", "dev.rsclab.coalesce.Held", "append", "java.lang.System arraycopy !don&apos;t");
    task(" compile_kind='osr'", "dev.rsclab.coalesce.Timed", "purge", "x.Y z !too big");
    task("", "dev.rsclab.coalesce.Timed", "purge", "dev.rsclab.bench.Guest deliver inline (hot)");
    task("", "dev.rsclab.coalesce.Elsewhere", "work", "dev.rsclab.coalesce.T find inline (hot)");
    Inlining it = summary();
    assertThat(it.pieces())
        .containsExactly(
            "dev.rsclab.coalesce.Rsc.offer",
            "dev.rsclab.coalesce.Held.append",
            "dev.rsclab.coalesce.Timed.purge");
    assertThat(it.missed())
        .containsExactly(
            new Inlining.Missed(
                "dev.rsclab.coalesce.Rsc.offer",
                "dev.rsclab.coalesce.Held.append",
                "already compiled into a big method"),
            new Inlining.Missed(
                "dev.rsclab.coalesce.Held.append", "java.lang.System.arraycopy", "don't"));
    assertThat(it.codeBytes()).isEqualTo(300);
  }

  @Test
  void aLogWithoutTheWayHasNoPiece() throws IOException {
    task("", "java.util.HashMap", "get");
    assertThat(summary().pieces()).isEmpty();
    assertThatThrownBy(() -> PacketWay.read(folder.resolve("absent")))
        .isInstanceOf(ResultsException.class)
        .hasMessage("absent: cannot be read");
  }
}
