package io.jwasm.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container whose program copies standard input to standard output. */
final class Container implements IdleProgram {
  private static final Pattern PID = Pattern.compile("\"pid\": *(\\d+)");
  private static final Pattern STOPPED = Pattern.compile("\"status\": *\"stopped\"");

  private final OciRuntime runtime;
  private final String id;
  private final Pipe pipe;

  private Container(OciRuntime runtime, String id, Pipe pipe) {
    this.runtime = runtime;
    this.id = id;
    this.pipe = pipe;
  }

  /** A container that is created and not yet started. */
  static Container create(OciRuntime runtime, Bundle bundle) throws BenchException {
    Container container =
        new Container(runtime, runtime.workshop().newId(), Pipe.open(runtime.workshop()));
    try {
      runtime
          .verb("create", "--bundle", bundle.directory(), container.id)
          .input(container.pipe.input())
          .output(container.pipe.output())
          .run()
          .ok();
    } catch (BenchException e) {
      container.pipe.close();
      throw e;
    }
    return container;
  }

  /** A container that is created and started. */
  static Container start(OciRuntime runtime, Bundle bundle) throws BenchException {
    Container container = create(runtime, bundle);
    try {
      container.start();
    } catch (BenchException e) {
      container.close();
      throw e;
    }
    return container;
  }

  Outcome start() throws BenchException {
    return runtime.verb("start", id).run().ok();
  }

  Outcome state() throws BenchException {
    return runtime.verb("state", id).run().ok();
  }

  Outcome kill() throws BenchException {
    return runtime.verb("kill", id, "KILL").run().ok();
  }

  Outcome delete() throws BenchException {
    return runtime.verb("delete", id).run().ok();
  }

  void awaitStopped() throws BenchException {
    Eventually.until("end of container " + id, () -> STOPPED.matcher(state().out()).find());
  }

  @Override
  public void awaitIdle() throws BenchException {
    pipe.awaitEcho();
  }

  @Override
  public long pid() throws BenchException {
    String state = state().out();
    Matcher pid = PID.matcher(state);
    if (!pid.find()) {
      throw new BenchException("no pid in " + state);
    }
    return Long.parseLong(pid.group(1));
  }

  /** Deletes it, if it is still there. */
  @Override
  public void close() throws BenchException {
    pipe.close();
    runtime.verb("delete", "--force", id).run();
  }
}
