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
    assertThat(launchers())
        .contains("JVM_INPUT = 0", "JVM_OUTPUT = 1", "JVM_ERROR = 2")
        .filteredOn(number -> !number.startsWith("JVM_"))
        .containsExactlyElementsOf(ours);
  }

  private static List<String> launchers() throws IOException {
    String numbers = LauncherSource.read("sandbox.h").block("enum sandbox_fd {", "};");
    return LauncherSource.matches(numbers, "FD_([A-Z_]+ = [0-9]+)");
  }
}
