package io.jwasm.runsc.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.jwasm.runsc.LauncherSource;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptorsTest {
  @Test
  void numbersAreThoseOfTheLauncher() throws Exception {
    List<String> ours = new ArrayList<>();
    for (Field field : Descriptors.class.getDeclaredFields()) {
      ours.add(field.getName() + " = " + field.getInt(null));
    }
    // The first two of the JVM are /dev/null.
    List<String> launchers = launchers();
    assertThat(launchers).startsWith("JVM_INPUT = 0", "JVM_OUTPUT = 1");
    assertThat(launchers.subList(2, launchers.size())).isEqualTo(ours);
  }

  private static List<String> launchers() throws IOException {
    String numbers = LauncherSource.read("sandbox.h").block("enum sandbox_fd {", "};");
    return LauncherSource.matches(numbers, "FD_([A-Z_]+ = [0-9]+)");
  }
}
