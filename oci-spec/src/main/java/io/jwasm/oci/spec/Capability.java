package io.jwasm.oci.spec;

/**
 * Linux capabilities.
 *
 * <p>{@link Capabilities} keeps names as config.json has them, for an unknown name is a warning and
 * not an error; this enum says which names are known.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/capabilities.7.html">capabilities(7)</a>
 */
public enum Capability implements SpecValue {
  CHOWN(0, "CAP_CHOWN"),
  DAC_OVERRIDE(1, "CAP_DAC_OVERRIDE"),
  DAC_READ_SEARCH(2, "CAP_DAC_READ_SEARCH"),
  FOWNER(3, "CAP_FOWNER"),
  FSETID(4, "CAP_FSETID"),
  KILL(5, "CAP_KILL"),
  SETGID(6, "CAP_SETGID"),
  SETUID(7, "CAP_SETUID"),
  SETPCAP(8, "CAP_SETPCAP"),
  LINUX_IMMUTABLE(9, "CAP_LINUX_IMMUTABLE"),
  NET_BIND_SERVICE(10, "CAP_NET_BIND_SERVICE"),
  NET_BROADCAST(11, "CAP_NET_BROADCAST"),
  NET_ADMIN(12, "CAP_NET_ADMIN"),
  NET_RAW(13, "CAP_NET_RAW"),
  IPC_LOCK(14, "CAP_IPC_LOCK"),
  IPC_OWNER(15, "CAP_IPC_OWNER"),
  SYS_MODULE(16, "CAP_SYS_MODULE"),
  SYS_RAWIO(17, "CAP_SYS_RAWIO"),
  SYS_CHROOT(18, "CAP_SYS_CHROOT"),
  SYS_PTRACE(19, "CAP_SYS_PTRACE"),
  SYS_PACCT(20, "CAP_SYS_PACCT"),
  SYS_ADMIN(21, "CAP_SYS_ADMIN"),
  SYS_BOOT(22, "CAP_SYS_BOOT"),
  SYS_NICE(23, "CAP_SYS_NICE"),
  SYS_RESOURCE(24, "CAP_SYS_RESOURCE"),
  SYS_TIME(25, "CAP_SYS_TIME"),
  SYS_TTY_CONFIG(26, "CAP_SYS_TTY_CONFIG"),
  MKNOD(27, "CAP_MKNOD"),
  LEASE(28, "CAP_LEASE"),
  AUDIT_WRITE(29, "CAP_AUDIT_WRITE"),
  AUDIT_CONTROL(30, "CAP_AUDIT_CONTROL"),
  SETFCAP(31, "CAP_SETFCAP"),
  MAC_OVERRIDE(32, "CAP_MAC_OVERRIDE"),
  MAC_ADMIN(33, "CAP_MAC_ADMIN"),
  SYSLOG(34, "CAP_SYSLOG"),
  WAKE_ALARM(35, "CAP_WAKE_ALARM"),
  BLOCK_SUSPEND(36, "CAP_BLOCK_SUSPEND"),
  AUDIT_READ(37, "CAP_AUDIT_READ"),
  PERFMON(38, "CAP_PERFMON"),
  BPF(39, "CAP_BPF"),
  CHECKPOINT_RESTORE(40, "CAP_CHECKPOINT_RESTORE");

  private static final Capability[] ALL = values();

  private final int number;
  private final String specName;

  Capability(int number, String specName) {
    this.number = number;
    this.specName = specName;
  }

  /**
   * Returns the capability with a name such as {@code "CAP_CHOWN"}.
   *
   * @return null when the name is not known
   */
  public static Capability named(String specName) {
    for (Capability capability : ALL) {
      if (capability.specName.equals(specName)) {
        return capability;
      }
    }
    return null;
  }

  /** Returns the kernel's number, which is the bit in a capability set. */
  public int number() {
    return number;
  }

  @Override
  public String specName() {
    return specName;
  }
}
