package io.jwasm.it;

/** The lifecycle of runc with native guests: keeps the contract honest. */
final class RuncLifecycleTest extends LifecycleContract {

  RuncLifecycleTest() {
    super(ContainerRuntime.runc());
  }
}
