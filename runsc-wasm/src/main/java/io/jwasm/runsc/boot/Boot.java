package io.jwasm.runsc.boot;

import io.jwasm.oci.spec.InvalidSpec;
import io.jwasm.oci.spec.Spec;
import io.jwasm.runsc.control.Frame;
import io.jwasm.runsc.control.FrameType;
import io.jwasm.runsc.control.LauncherChannel;
import io.jwasm.runsc.limits.CgroupLimit;
import io.jwasm.runsc.limits.CgroupLimits;
import io.jwasm.sentry.BootException;
import io.jwasm.sentry.NetworkConfig;
import io.jwasm.sentry.PreparedProcess;
import io.jwasm.sentry.ProcessSpec;
import io.jwasm.sentry.Sentry;
import io.jwasm.sentry.SentryConfig;
import io.jwasm.sentry.errno.ErrnoException;
import io.jwasm.sentry.event.Clock;
import io.jwasm.sentry.fs.stdio.StdioConfig;
import io.jwasm.sentry.host.HostKernel;
import io.jwasm.sentry.host.InheritedFd;
import io.jwasm.sentry.host.RandomSource;
import io.jwasm.sentry.kernel.ExitStatus;
import io.jwasm.sentry.kernel.PidsLimit;
import io.jwasm.sentry.kernel.Strace;
import io.jwasm.sentry.mm.MemoryLimit;
import io.jwasm.sentry.mm.PageAllocatorConfig;
import io.jwasm.sentry.mm.PageAllocatorException;
import io.jwasm.sentry.mm.PageAllocators;
import io.jwasm.sentry.platform.ExecFormatException;
import io.jwasm.wasi.preview1.Preview1;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * The sandbox process: boots a sentry from what the launcher left in its descriptors, tells the
 * launcher that the container is created, waits for the order to start, and ends with the guest's
 * status.
 */
public final class Boot {
  /** How long the thread that reads the orders may hold up the end of the container. */
  private static final long ORDERS_MILLIS = 200;

  private static final long NANOS_PER_MICRO = 1_000;

  private final LauncherChannel launcher;
  private final BootSettings settings;
  private final SandboxLog log;
  private final LastWords lastWords;
  private final Panic panic;
  private final DenialLog denials;

  /** Set when the configuration has been read, as is what follows. */
  private SandboxMemory memory;

  private PidsLimit pids;
  private String network;

  private Boot(LauncherChannel launcher, BootSettings settings, Panic panic) {
    this.launcher = launcher;
    this.settings = settings;
    this.log = new SandboxLog(settings);
    this.lastWords = new LastWords(log);
    this.panic = panic;
    this.denials = new DenialLog(log::warning);
  }

  /** Runs the container; never returns. */
  public static void main(String[] args) {
    int status = 1;
    Panic panic = new Panic();
    Thread.setDefaultUncaughtExceptionHandler(panic);
    HostKernel.onAbort(ExitStatus.Panicked.STATUS);
    Thread warmUp = new Thread(Sentry::warmUp, "warm-up");
    warmUp.setDaemon(true);
    warmUp.start();
    try {
      LauncherChannel launcher =
          new LauncherChannel(
              InheritedFd.readable(Descriptors.CONTROL), InheritedFd.writable(Descriptors.CONTROL));
      Frame frame = launcher.read();
      Boot boot = new Boot(launcher, BootSettings.read(frame.payload()), panic);
      PreparedProcess process = boot.create();
      if (process != null) {
        status = boot.run(process);
      }
    } catch (IOException | InterruptedException | LauncherGone e) {
      System.err.println("jwasm: " + e.getMessage());
    }
    // Not exit(): nothing is left to shut down, and hooks cost time that `docker run` waits for.
    Runtime.getRuntime().halt(status);
  }

  /** Boots up to the point where only the order to start is missing; null after a refusal. */
  private PreparedProcess create() throws IOException {
    try {
      PreparedProcess process = prepare(Loader.read(config()));
      Lockdown.confine(network, settings.debug());
      return process;
    } catch (InvalidSpec e) {
      refuse(FrameType.INVALID, e.getMessage());
    } catch (BootException | ExecFormatException | PageAllocatorException e) {
      refuse(FrameType.FAILED, e.getMessage());
    } catch (ErrnoException e) {
      refuse(FrameType.FAILED, "cannot make the container's first task: " + e.errno().text());
    } catch (OutOfMemoryError e) {
      refuse(FrameType.FAILED, "the module needs more memory than the sandbox has");
    }
    return null;
  }

  private PreparedProcess prepare(Spec spec)
      throws IOException, InvalidSpec, BootException, ExecFormatException, ErrnoException {
    long begin = System.nanoTime();
    if (settings.cgroups() > 0) {
      limit(CgroupLimits.of(spec.linux().resources(), settings.cgroupUnified()));
    }
    Settings said = Settings.of(settings, spec.annotations(), spec.process().env());
    MemoryBudget budget =
        MemoryBudget.of(spec.annotations(), settings.memoryBytes(), settings.heapBytes())
            .atMost(said.memoryBytes());
    MemoryLimit limit = MemoryLimit.ofBytes(budget.bytes(spec.linux().resources()));
    pids = Loader.pids(spec.linux());
    StdioConfig terminal = Loader.terminal(spec.process(), settings.stdio());
    SentryConfig config =
        new SentryConfig(
            settings.platform(),
            MountLoader.load(spec, settings.overlay(), limit.maxBytes(), terminal),
            spec.hostname() == null ? "localhost" : spec.hostname(),
            spec.domainname() == null ? "(none)" : spec.domainname(),
            settings.memoryBytes(),
            PageAllocators.open(
                Loader.pageAllocator(spec, settings.pageAllocator()),
                PageAllocatorConfig.of(Descriptors.MEMORY, limit)),
            new LauncherCodeCache(launcher),
            Clock.host(),
            RandomSource.device(Descriptors.RANDOM),
            pids,
            settings.strace() ? new Strace(log::debug) : null);
    Sentry sentry = Sentry.boot(config, Preview1.table());
    ProcessSpec program = Loader.process(spec, settings.stdio());
    said.addImage(sentry.imageFile(program.user(), Settings.IMAGE_FILE, Settings.IMAGE_FILE_BYTES));
    budget = budget.atMost(said.memoryBytes());
    limit.move(budget.bytes(spec.linux().resources()));
    bringUp(sentry, NetworkSettings.of(said));
    memory =
        new SandboxMemory(budget, limit, sentry.memory(), InheritedFd.writable(Descriptors.USAGE));
    PreparedProcess process = sentry.prepare(program);
    if (settings.debug()) {
      long micros = (System.nanoTime() - begin) / NANOS_PER_MICRO;
      log.debug(
          "container "
              + settings.id()
              + ": sentry booted in "
              + micros
              + " us, program instantiated in "
              + process.instantiateNanos() / NANOS_PER_MICRO
              + " us");
      if (spec.linux().seccomp() != null) {
        log.debug(
            "container "
                + settings.id()
                + ": linux.seccomp applies to nothing: the program makes no system calls of Linux");
      }
    }
    return process;
  }

  private void bringUp(Sentry sentry, NetworkSettings wanted) throws BootException {
    network = wanted.stack();
    sentry.bringUp(
        new NetworkConfig(
            wanted.stack(),
            wanted.policy(),
            wanted.listen(),
            wanted.listenSetting(),
            denials,
            wanted.needsAddresses() ? new RuntimeHooks(launcher) : null));
  }

  private int run(PreparedProcess process) throws IOException, InterruptedException {
    Thread orders =
        new Thread(
            new Orders(InheritedFd.readable(Descriptors.ORDERS), process, memory, pids), "orders");
    orders.setDaemon(true);
    orders.start();
    HostKernel.signalsTo(Descriptors.ORDERS);
    lastWords.prepareCrash();
    panic.tell(lastWords);
    launcher.send(FrameType.READY);
    launcher.close();
    ExitStatus status = process.group().awaitExit();
    int exit = status.status();
    try {
      end(status, orders);
    } catch (OutOfMemoryError e) {
      lastWords.say(ExitStatus.Trapped.OUT_OF_MEMORY);
    }
    return exit;
  }

  private void end(ExitStatus status, Thread orders) throws InterruptedException {
    lastWords.say(status);
    denials.end();
    if (settings.debug()) {
      log.debug("container " + settings.id() + ": ended with status " + status.status());
    }
    // The JVM waits 300 ms before it ends while a thread of ours sits in a system call.
    orders.interrupt();
    orders.join(ORDERS_MILLIS);
  }

  private static byte[] config() throws IOException {
    try (FileChannel file = InheritedFd.readable(Descriptors.CONFIG)) {
      ByteBuffer config = ByteBuffer.allocate((int) file.size());
      while (config.hasRemaining() && file.read(config) >= 0) {}
      return config.array();
    }
  }

  private void limit(List<CgroupLimit> limits) throws IOException {
    for (int i = 0; i < limits.size(); i++) {
      CgroupLimit limit = limits.get(i);
      launcher.send(FrameType.CGROUP, limit.controller(), limit.file(), limit.value());
      launcher.answer();
    }
  }

  /** The launcher prints it and ends the container; if it is gone, nobody is left to be told. */
  private void refuse(FrameType type, String sentence) {
    try {
      launcher.send(type, sentence);
    } catch (IOException e) {
      System.err.println("jwasm: " + sentence);
    }
  }
}
