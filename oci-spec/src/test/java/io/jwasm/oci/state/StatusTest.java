package io.jwasm.oci.state;

import static io.jwasm.oci.state.Status.CREATED;
import static io.jwasm.oci.state.Status.CREATING;
import static io.jwasm.oci.state.Status.PAUSED;
import static io.jwasm.oci.state.Status.RUNNING;
import static io.jwasm.oci.state.Status.STOPPED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class StatusTest {

  @Test
  void operationsAreAllowedAsTheRuntimeSpecSays() {
    assertThat(allowed(Status::canStart)).containsExactly(CREATED);
    assertThat(allowed(Status::canKill)).containsExactly(CREATED, RUNNING, PAUSED);
    assertThat(allowed(Status::canDelete)).containsExactly(STOPPED);
    assertThat(allowed(Status::canExec)).containsExactly(CREATED, RUNNING);
    assertThat(allowed(Status::canPause)).containsExactly(RUNNING);
    assertThat(allowed(Status::canResume)).containsExactly(PAUSED);
    assertThat(allowed(Status::canUpdate)).containsExactly(CREATED, RUNNING, PAUSED);
    assertThat(allowed(Status::hasProcess)).containsExactly(CREATED, RUNNING, PAUSED);
  }

  @Test
  void transitionsFollowTheLifeCycle() {
    assertThat(allowed(CREATING::canBecome)).containsExactly(CREATED, STOPPED);
    assertThat(allowed(CREATED::canBecome)).containsExactly(RUNNING, STOPPED);
    assertThat(allowed(RUNNING::canBecome)).containsExactly(PAUSED, STOPPED);
    assertThat(allowed(PAUSED::canBecome)).containsExactly(RUNNING, STOPPED);
    assertThat(allowed(STOPPED::canBecome)).isEmpty();
  }

  @Test
  void namesAreThoseOfTheRuntimeSpec() {
    assertThat(List.of(Status.values()))
        .extracting(Status::specName)
        .containsExactly("creating", "created", "running", "paused", "stopped");
  }

  private static List<Status> allowed(Predicate<Status> predicate) {
    List<Status> allowed = new ArrayList<>();
    for (Status status : Status.values()) {
      if (predicate.test(status)) {
        allowed.add(status);
      }
    }
    return allowed;
  }
}
