package io.jwasm.runsc.cli;

/** {@code jwasm state}. */
final class State implements LauncherVerb {
  @Override
  public String name() {
    return "state";
  }

  @Override
  public String summary() {
    return "output the state of a container";
  }

  @Override
  public Arguments arguments() {
    return Arguments.CONTAINER_ID;
  }
}
