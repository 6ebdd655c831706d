package io.jwasm.oci.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeaturesTest {

  @Test
  void areWrittenWithTheNamesOfTheRuntimeSpec() {
    LinuxFeatures linux =
        new LinuxFeatures(
            List.of("mount", "pid"),
            List.of("CAP_CHOWN"),
            new CgroupFeatures(true, true, false, null, false),
            new SeccompFeatures(
                true,
                List.of("SCMP_ACT_ALLOW"),
                List.of("SCMP_CMP_EQ"),
                List.of("SCMP_ARCH_X86_64"),
                List.of("SECCOMP_FILTER_FLAG_LOG"),
                List.of()),
            false,
            null,
            false,
            false,
            true);
    Features features =
        new Features(
            "1.0.0",
            "1.3.0",
            List.of("prestart"),
            List.of("ro", "rw"),
            linux,
            Map.of("io.jwasm.version", "0.1.0"),
            List.of("io.jwasm."));

    assertThat(new String(features.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {
              "ociVersionMin": "1.0.0",
              "ociVersionMax": "1.3.0",
              "hooks": [
                "prestart"
              ],
              "mountOptions": [
                "ro",
                "rw"
              ],
              "linux": {
                "namespaces": [
                  "mount",
                  "pid"
                ],
                "capabilities": [
                  "CAP_CHOWN"
                ],
                "cgroup": {
                  "v1": true,
                  "v2": true,
                  "systemd": false,
                  "rdma": false
                },
                "seccomp": {
                  "enabled": true,
                  "actions": [
                    "SCMP_ACT_ALLOW"
                  ],
                  "operators": [
                    "SCMP_CMP_EQ"
                  ],
                  "archs": [
                    "SCMP_ARCH_X86_64"
                  ],
                  "knownFlags": [
                    "SECCOMP_FILTER_FLAG_LOG"
                  ]
                },
                "apparmor": {
                  "enabled": false
                },
                "intelRdt": {
                  "enabled": false
                },
                "mountExtensions": {
                  "idmap": {
                    "enabled": false
                  }
                },
                "netDevices": {
                  "enabled": true
                }
              },
              "annotations": {
                "io.jwasm.version": "0.1.0"
              },
              "potentiallyUnsafeConfigAnnotations": [
                "io.jwasm."
              ]
            }
            """);
  }

  @Test
  void thatAreUnknownAreLeftOut() {
    Features features =
        new Features("1.0.0", "1.3.0", List.of(), List.of(), null, Map.of(), List.of());

    assertThat(new String(features.toJson(), StandardCharsets.UTF_8))
        .isEqualTo("{\n  \"ociVersionMin\": \"1.0.0\",\n  \"ociVersionMax\": \"1.3.0\"\n}\n");
  }

  @Test
  void ofAFilterThatIsNotLoadedSayDisabled() {
    LinuxFeatures linux =
        new LinuxFeatures(
            List.of(), List.of(), null, SeccompFeatures.DISABLED, null, null, null, null, null);
    Features features =
        new Features("1.0.0", "1.3.0", List.of(), List.of(), linux, Map.of(), List.of());

    assertThat(new String(features.toJson(), StandardCharsets.UTF_8))
        .contains("  \"linux\": {\n    \"seccomp\": {\n      \"enabled\": false\n    }\n  }\n");
  }
}
