package io.jwasm.oci.spec;

/**
 * Resources a process can be limited in.
 *
 * @see <a href="https://man7.org/linux/man-pages/man2/getrlimit.2.html">getrlimit(2)</a>
 */
public enum RlimitType implements SpecValue {
  AS("RLIMIT_AS"),
  CORE("RLIMIT_CORE"),
  CPU("RLIMIT_CPU"),
  DATA("RLIMIT_DATA"),
  FSIZE("RLIMIT_FSIZE"),
  LOCKS("RLIMIT_LOCKS"),
  MEMLOCK("RLIMIT_MEMLOCK"),
  MSGQUEUE("RLIMIT_MSGQUEUE"),
  NICE("RLIMIT_NICE"),
  NOFILE("RLIMIT_NOFILE"),
  NPROC("RLIMIT_NPROC"),
  RSS("RLIMIT_RSS"),
  RTPRIO("RLIMIT_RTPRIO"),
  RTTIME("RLIMIT_RTTIME"),
  SIGPENDING("RLIMIT_SIGPENDING"),
  STACK("RLIMIT_STACK");

  private final String specName;

  RlimitType(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
