package io.jwasm.sentry;

/**
 * A mount of the configuration.
 *
 * @param name what messages call it, as {@code mounts[2]}
 * @param destination absolute path in the container
 * @param tree what is seen there
 * @param readOnly whether nothing can be changed through it
 * @param source first word of its line in {@code /proc/mounts}
 * @param options further options there, separated by commas
 */
public record MountConfig(
    String name,
    String destination,
    FileTree tree,
    boolean readOnly,
    String source,
    String options) {

  /** Returns the root file system at a place of the sandbox's root. */
  public static MountConfig root(String place) {
    return new MountConfig("root", "/", new FileTree.Host(place), false, "none", "");
  }
}
