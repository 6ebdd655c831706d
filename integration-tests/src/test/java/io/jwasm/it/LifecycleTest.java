package io.jwasm.it;

import org.junit.jupiter.api.Test;

/** The lifecycle of the runtime under test, and where it is stricter than runc. */
final class LifecycleTest extends LifecycleContract {

  LifecycleTest() {
    super(ContainerRuntime.underTest());
  }

  @Test
  @NotOnReference("runc deletes a created container; the runtime-spec says it must be an error")
  void deleteOfACreatedContainerIsRefused() {
    assertRefusedAndUnchanged(
        containers.created(containers.bundle("sleep")), "delete", "not stopped");
  }
}
