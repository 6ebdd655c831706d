package io.jwasm.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The verbs between creation and end of a container that would run for ever. */
final class Verbs {
  /** In the order in which they are executed. */
  enum Verb {
    START,
    STATE,
    KILL,
    DELETE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Verbs() {}

  /** The name of what was measured. */
  static String name(Verb verb, String runtime) {
    return verb + ", " + runtime;
  }

  static Section measure(Workshop workshop, Path distribution, Rounds rounds)
      throws BenchException {
    Subject jwasm =
        new Subject(
            "jwasm",
            OciRuntime.jwasm(workshop, distribution, PrivateCache.create(workshop)),
            Bundle.of(workshop, workshop.module("cat")));
    Subject runc =
        new Subject(
            "runc",
            OciRuntime.installed(workshop, "runc"),
            Bundle.of(workshop, workshop.executable("cat")));
    Race race = new Race(rounds);
    List<Subject> subjects = List.of(runc, jwasm);
    for (Verb verb : Verb.values()) {
      race.then();
      for (Subject subject : subjects) {
        race.enter(name(verb, subject.name), name(verb, "runc"), () -> subject.execute(verb));
      }
    }
    List<Series> series = race.run();
    jwasm.discard();
    runc.discard();
    return new Section("Verbs on a running container", series);
  }

  /** A runtime with its container of the round. */
  private static final class Subject {
    private final String name;
    private final OciRuntime runtime;
    private final Bundle bundle;
    private Container container;

    Subject(String name, OciRuntime runtime, Bundle bundle) {
      this.name = name;
      this.runtime = runtime;
      this.bundle = bundle;
    }

    Outcome execute(Verb verb) throws BenchException {
      return switch (verb) {
        case START -> start();
        case STATE -> state();
        case KILL -> kill();
        case DELETE -> delete();
      };
    }

    private Outcome start() throws BenchException {
      discard();
      container = Container.create(runtime, bundle);
      return container.start();
    }

    private Outcome state() throws BenchException {
      current().awaitIdle();
      return current().state();
    }

    private Outcome kill() throws BenchException {
      return current().kill();
    }

    private Outcome delete() throws BenchException {
      current().awaitStopped();
      return current().delete();
    }

    private Container current() throws BenchException {
      if (container == null) {
        throw new BenchException("no container was created");
      }
      return container;
    }

    private void discard() throws BenchException {
      if (container != null) {
        container.close();
        container = null;
      }
    }
  }
}
