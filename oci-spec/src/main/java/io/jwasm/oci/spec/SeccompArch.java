package io.jwasm.oci.spec;

/**
 * Processor architectures a seccomp filter knows.
 *
 * @see <a
 *     href="https://github.com/opencontainers/runtime-spec/blob/v1.3.0/config-linux.md#seccomp">seccomp</a>
 */
public enum SeccompArch implements SpecValue {
  X86("SCMP_ARCH_X86"),
  X86_64("SCMP_ARCH_X86_64"),
  X32("SCMP_ARCH_X32"),
  ARM("SCMP_ARCH_ARM"),
  AARCH64("SCMP_ARCH_AARCH64"),
  LOONGARCH64("SCMP_ARCH_LOONGARCH64"),
  M68K("SCMP_ARCH_M68K"),
  MIPS("SCMP_ARCH_MIPS"),
  MIPS64("SCMP_ARCH_MIPS64"),
  MIPS64N32("SCMP_ARCH_MIPS64N32"),
  MIPSEL("SCMP_ARCH_MIPSEL"),
  MIPSEL64("SCMP_ARCH_MIPSEL64"),
  MIPSEL64N32("SCMP_ARCH_MIPSEL64N32"),
  PARISC("SCMP_ARCH_PARISC"),
  PARISC64("SCMP_ARCH_PARISC64"),
  PPC("SCMP_ARCH_PPC"),
  PPC64("SCMP_ARCH_PPC64"),
  PPC64LE("SCMP_ARCH_PPC64LE"),
  RISCV64("SCMP_ARCH_RISCV64"),
  S390("SCMP_ARCH_S390"),
  S390X("SCMP_ARCH_S390X"),
  SH("SCMP_ARCH_SH"),
  SHEB("SCMP_ARCH_SHEB");

  private final String specName;

  SeccompArch(String specName) {
    this.specName = specName;
  }

  @Override
  public String specName() {
    return specName;
  }
}
