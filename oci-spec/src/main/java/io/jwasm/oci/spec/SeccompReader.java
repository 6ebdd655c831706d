package io.jwasm.oci.spec;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code linux.seccomp}. */
final class SeccompReader {
  private SeccompReader() {}

  static Seccomp seccomp(JsonCursor json) throws InvalidSpec {
    SeccompAction defaultAction = null;
    Long defaultErrno = null;
    List<SeccompArch> architectures = List.of();
    List<SeccompFlag> flags = List.of();
    String listenerPath = null;
    String listenerMetadata = null;
    List<SeccompRule> syscalls = List.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "defaultAction" -> defaultAction = json.oneOf(SeccompAction.values());
        case "defaultErrnoRet" -> defaultErrno = json.uint32();
        case "architectures" -> architectures = json.listOf(SeccompArch.values());
        case "flags" -> flags = json.listOf(SeccompFlag.values());
        case "listenerPath" -> listenerPath = json.string();
        case "listenerMetadata" -> listenerMetadata = json.string();
        case "syscalls" -> syscalls = rules(json);
        default -> json.skip();
      }
    }
    if (defaultAction == null) {
      json.missing("defaultAction", "what to do when no rule matches, such as SCMP_ACT_ERRNO");
      return null;
    }
    return new Seccomp(
        defaultAction,
        defaultErrno,
        architectures,
        flags,
        listenerPath,
        listenerMetadata,
        syscalls);
  }

  private static List<SeccompRule> rules(JsonCursor json) throws InvalidSpec {
    List<SeccompRule> rules = new ArrayList<>();
    if (!json.enterArray()) {
      return rules;
    }
    while (json.nextElement()) {
      SeccompRule rule = rule(json);
      if (rule != null) {
        rules.add(rule);
      }
    }
    return rules;
  }

  private static SeccompRule rule(JsonCursor json) throws InvalidSpec {
    List<String> names = List.of();
    SeccompAction action = null;
    Long errno = null;
    List<SeccompArg> args = List.of();
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "names" -> names = json.strings();
        case "action" -> action = json.oneOf(SeccompAction.values());
        case "errnoRet" -> errno = json.uint32();
        case "args" -> args = args(json);
        default -> json.skip();
      }
    }
    if (action == null) {
      json.missing("action", "what to do, such as SCMP_ACT_ALLOW");
      return null;
    }
    return new SeccompRule(names, action, errno, args);
  }

  private static List<SeccompArg> args(JsonCursor json) throws InvalidSpec {
    List<SeccompArg> args = new ArrayList<>();
    if (!json.enterArray()) {
      return args;
    }
    while (json.nextElement()) {
      SeccompArg arg = arg(json);
      if (arg != null) {
        args.add(arg);
      }
    }
    return args;
  }

  private static SeccompArg arg(JsonCursor json) throws InvalidSpec {
    Long index = null;
    Long value = null;
    Long valueTwo = null;
    SeccompOperator operator = null;
    if (!json.enterObject()) {
      return null;
    }
    for (String name = json.nextProperty(); name != null; name = json.nextProperty()) {
      switch (name) {
        case "index" -> index = json.uint32();
        case "value" -> value = json.uint64();
        case "valueTwo" -> valueTwo = json.uint64();
        case "op" -> operator = json.oneOf(SeccompOperator.values());
        default -> json.skip();
      }
    }
    if (index == null) {
      json.missing("index", "which argument, from 0");
    }
    if (value == null) {
      json.missing("value", "what to compare with");
    }
    if (operator == null) {
      json.missing("op", "how to compare, such as SCMP_CMP_EQ");
    }
    if (index == null || value == null || operator == null) {
      return null;
    }
    return new SeccompArg(index, value, valueTwo == null ? 0 : valueTwo, operator);
  }
}
