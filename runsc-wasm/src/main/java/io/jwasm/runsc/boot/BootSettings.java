package io.jwasm.runsc.boot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line said, as the launcher passes it on in the {@code BOOT} frame.
 *
 * @param id of the container
 * @param platform how guest code is executed, the value of {@code --platform}
 * @param debug whether the sandbox log gets details
 * @param strace whether the sandbox log gets every system call
 * @param cgroupUnified whether limits are written in the terms of cgroup version 2
 * @param cgroups number of control groups that the container is in
 * @param stdio what the guest's first three descriptors are: tty, file, pipe, socket, directory,
 *     device or closed
 */
record BootSettings(
    String id,
    String platform,
    boolean debug,
    boolean strace,
    boolean cgroupUnified,
    int cgroups,
    List<String> stdio) {

  /** Reads the payload of a {@code BOOT} frame. */
  static BootSettings read(byte[] json) throws IOException {
    String id = "";
    String platform = "";
    boolean debug = false;
    boolean strace = false;
    boolean unified = false;
    int cgroups = 0;
    List<String> stdio = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      for (String name; (name = parser.nextFieldName()) != null; ) {
        JsonToken value = parser.nextToken();
        switch (name) {
          case "id" -> id = parser.getText();
          case "platform" -> platform = parser.getText();
          case "debug" -> debug = value == JsonToken.VALUE_TRUE;
          case "strace" -> strace = value == JsonToken.VALUE_TRUE;
          case "cgroupUnified" -> unified = value == JsonToken.VALUE_TRUE;
          case "cgroups" -> cgroups = parser.getIntValue();
          case "stdio" -> {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
              stdio.add(parser.getText());
            }
          }
          default -> parser.skipChildren();
        }
      }
    }
    return new BootSettings(id, platform, debug, strace, unified, cgroups, List.copyOf(stdio));
  }
}
