package io.jwasm.sentry.fs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jwasm.sentry.errno.Errno;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What the parts of the contract have in common: an empty tree of files. */
interface TreeContract {
  Tree tree();

  default void fails(Errno errno, ThrowingCallable call) {
    assertThatThrownBy(call).isSameAs(errno.exception());
  }
}
