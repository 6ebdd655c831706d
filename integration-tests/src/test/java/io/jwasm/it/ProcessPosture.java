package io.jwasm.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a sandbox has as a process: command line, limits, session, score. */
final class ProcessPosture {
  private static final int HEADROOM = 64;

  private final Posture posture;
  private final SandboxProcess sandbox;
  private final Grant grant;

  ProcessPosture(Posture posture, SandboxProcess sandbox, Grant grant) {
    this.posture = posture;
    this.sandbox = sandbox;
    this.grant = grant;
  }

  void check() {
    checkCommandLine();
    checkLimits();
    checkSession();
    JsonNode score = sandbox.config().at("/process/oomScoreAdj");
    posture.equal(
        "oom_score_adj",
        sandbox.read("oom_score_adj").strip(),
        score.isMissingNode()
            ? SandboxProcess.self("oom_score_adj").strip()
            : Long.toString(score.asLong()));
    posture.holds("a capability beyond the six is granted", (grant.bounding() & ~Grant.MOST) == 0);
  }

  private void checkCommandLine() {
    List<String> words = List.of(sandbox.read("cmdline").split("\0", -1));
    posture.equal(
        "the start of the command line",
        words.subList(0, 2),
        List.of("/jre/bin/java", "@/sentry.options"));
    posture.equal(
        "the end of the command line",
        words.subList(words.size() - 4, words.size()),
        List.of("-cp", "/sandbox.jar", "io.jwasm.runsc.boot.Boot", ""));
    String line = String.join(" ", words);
    for (String secret : secrets()) {
      posture.holds("the command line tells " + secret, !line.contains(secret));
    }
  }

  /** What the container's command line, environment and configuration say. */
  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    secrets.addAll(Json.texts(sandbox.config().at("/process/args")));
    secrets.addAll(Json.texts(sandbox.config().at("/process/env")));
    secrets.addAll(Json.texts(sandbox.config().path("annotations")));
    secrets.add(sandbox.config().at("/root/path").asText());
    secrets.add(sandbox.stateDirectory().getFileName().toString());
    secrets.removeIf(secret -> secret.length() < 4);
    return secrets;
  }

  private void checkLimits() {
    List<String> limits = sandbox.read("limits").lines().toList();
    posture.holds("core files are allowed: " + limits, has(limits, "Max core file size", "0", "0"));
    for (JsonNode limit : sandbox.config().at("/process/rlimits")) {
      if (limit.path("type").asText().equals("RLIMIT_NOFILE")) {
        posture.holds(
            "the limit of open files is not %s: %s".formatted(limit, limits),
            has(
                limits,
                "Max open files",
                Long.toString(limit.path("soft").asLong() + HEADROOM),
                Long.toString(limit.path("hard").asLong() + HEADROOM)));
      }
    }
  }

  private static boolean has(List<String> limits, String name, String soft, String hard) {
    return limits.stream()
        .anyMatch(line -> line.matches("%s +%s +%s .*".formatted(name, soft, hard)));
  }

  private void checkSession() {
    String[] stat = sandbox.read("stat").split("\\) ", 2)[1].split(" ", -1);
    posture.equal("the process group", stat[2], Long.toString(sandbox.pid()));
    posture.equal("the session", stat[3], Long.toString(sandbox.pid()));
  }
}
