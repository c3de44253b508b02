package dev.rsclab.coalesce;

import dev.rsclab.packet.IpFamily;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Plays the same events to the model and to every kind, and compares all that can be seen. */
final class Comparison {

  private final String name;
  private final RscPolicy policy;
  private final List<Event> events;
  private final List<Playback.Step> expected = new ArrayList<>();
  private final Playback model;

  /**
   * Plays the events to the model.
   *
   * @param name says in messages what the events are, and names the capture of a failure
   */
  Comparison(String name, RscPolicy policy, List<Event> events) {
    this.name = name;
    this.policy = policy;
    this.events = events;
    model = new Playback(Subject.MODEL, policy);
    events.forEach(event -> expected.add(model.play(event)));
  }

  /** The counters that the model has counted. */
  Set<Counter> reached() {
    Set<Counter> reached = EnumSet.noneOf(Counter.class);
    for (IpFamily family : IpFamily.values()) {
      reached.addAll(model.counters(family).keySet());
    }
    return reached;
  }

  /** Plays the events to every kind and fails at the first difference. */
  void run() {
    Subject.kinds().forEach(this::run);
  }

  /** Plays the events to two kinds: to every kind in turn, as {@code turn} goes on from zero. */
  void runTwo(int turn) {
    List<Subject> kinds = Subject.kinds();
    run(kinds.get(2 * turn % kinds.size()));
    run(kinds.get((2 * turn + 1) % kinds.size()));
  }

  /** Plays the events to every placement and fails at the first difference. */
  void runPlacements() {
    Subject.placements().forEach(this::run);
  }

  private void run(Subject kind) {
    Playback device = new Playback(kind, policy);
    for (int i = 0; i < events.size(); i++) {
      Playback.Step actual = device.play(events.get(i));
      if (!actual.equals(expected.get(i))) {
        fail(kind, i, expected.get(i), actual);
      }
    }
    for (IpFamily family : IpFamily.values()) {
      if (!device.counters(family).equals(model.counters(family))) {
        fail(kind, events.size() - 1, model.counters(family), device.counters(family));
      }
    }
  }

  private void fail(Subject kind, int event, Object model, Object actual) {
    List<CapturedFrame> frames = new ArrayList<>();
    for (Event e : events.subList(0, event + 1)) {
      if (e instanceof Event.Offer o) {
        frames.add(CapturedFrame.of(o.now(), o.bytes(), o.bytes().length, o.vnetBytes()));
      }
    }
    Path file = FailureCapture.write(name, frames);
    throw new AssertionError(
        """
        %s, %s, event %d of %d
          policy %s
          event  %s
          model  %s
          actual %s
        %s\
        """
            .formatted(
                name,
                kind,
                event,
                events.size(),
                policy,
                shown(events.get(event)),
                model,
                actual,
                FailureCapture.advice(file)));
  }

  private static Object shown(Event event) {
    return event instanceof Event.Offer o
        ? "offer at " + o.now() + " " + new Taken(o.queue(), 1, false, o.bytes())
        : event;
  }
}
