package io.jwasm.runsc.container;

/**
 * What an operator reads when a command fails: one lower-case sentence with the path or id and,
 * where there is one, the remedy.
 *
 * <p>Thrown where the fact is known, printed once, in {@code Main}.
 */
public abstract sealed class Failure extends Exception {
  private static final long serialVersionUID = 1L;

  private Failure(String message, Throwable cause) {
    super(message, cause);
  }

  /** The command line itself is wrong: unknown flag, missing argument, malformed id. */
  public static final class InvalidArgument extends Failure {
    private static final long serialVersionUID = 1L;

    public InvalidArgument(String message) {
      super(message, null);
    }
  }

  /** The container exists but its status does not allow the command. */
  public static final class InvalidState extends Failure {
    private static final long serialVersionUID = 1L;

    public InvalidState(String message) {
      super(message, null);
    }
  }

  /** A container, bundle or state directory that was named does not exist. */
  public static final class NotFound extends Failure {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message, null);
    }
  }

  /** What the command should make is there already. */
  public static final class AlreadyExists extends Failure {
    private static final long serialVersionUID = 1L;

    public AlreadyExists(String message) {
      super(message, null);
    }
  }

  /** The bundle's config.json is malformed or asks for what jwasm does not do. */
  public static final class InvalidSpec extends Failure {
    private static final long serialVersionUID = 1L;

    public InvalidSpec(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The sandbox process could not be started or ended too early. */
  public static final class SandboxFailed extends Failure {
    private static final long serialVersionUID = 1L;

    public SandboxFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The host refused something that should have worked: a read, a write, a program. */
  public static final class HostFailed extends Failure {
    private static final long serialVersionUID = 1L;

    public HostFailed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
