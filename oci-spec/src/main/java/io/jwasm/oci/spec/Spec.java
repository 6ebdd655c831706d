package io.jwasm.oci.spec;

import java.util.List;
import java.util.Map;

/**
 * A config.json: what a container shall be. A null component was absent or empty in the document.
 *
 * @param ociVersion version of the runtime-spec the document was written for; null when absent,
 *     never null once validated
 * @param root the root file system; null when absent, never null once validated
 * @param mounts mounts on top of the root, in mount order
 * @param process what runs in the container; null when absent, never null once validated
 * @param hostname host name inside the container; null keeps that of the UTS namespace
 * @param domainname NIS domain name inside the container; null keeps that of the UTS namespace
 * @param hooks programs of the caller to be run at points of the life cycle; empty when absent
 * @param annotations free key-value pairs, in document order
 * @param linux what is particular to Linux; {@link Linux#NONE} when absent
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md">config.md</a>
 */
public record Spec(
    String ociVersion,
    Root root,
    List<Mount> mounts,
    Process process,
    String hostname,
    String domainname,
    Hooks hooks,
    Map<String, String> annotations,
    Linux linux) {

  /** Newest version of the runtime-spec this package knows whole. */
  public static final String VERSION = "1.3.0";

  /** Oldest version of the runtime-spec that is accepted. */
  public static final String OLDEST_VERSION = "1.0.0";

  /** Makes the lists and maps unmodifiable. */
  public Spec {
    mounts = List.copyOf(mounts);
    annotations = OrderedMap.copyOf(annotations);
  }
}
