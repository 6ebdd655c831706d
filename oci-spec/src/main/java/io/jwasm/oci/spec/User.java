package io.jwasm.oci.spec;

import java.util.List;

/**
 * Who a process runs as. Ids are those of the container's user namespace, unsigned 32-bit numbers.
 *
 * @param uid user id
 * @param gid group id
 * @param umask file mode creation mask, 0 to 0777; null when absent
 * @param additionalGids supplementary group ids
 * @param username user name, which only Windows looks at; null when absent
 * @see <a href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config.md#user">user</a>
 */
public record User(long uid, long gid, Integer umask, List<Long> additionalGids, String username) {

  /** User 0 of group 0. */
  public static final User ROOT = new User(0, 0, null, List.of(), null);

  /** Makes the list unmodifiable. */
  public User {
    additionalGids = List.copyOf(additionalGids);
  }
}
