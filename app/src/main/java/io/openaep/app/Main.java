package io.openaep.app;

import io.openaep.app.admin.AdminCommand;
import io.openaep.platform.config.ConfigException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;

/// `openaep`: the one program. Exit codes: 0 done, 1 failed, 2 wrong use. An error is one sentence
/// on standard error; a stack trace only with `--debug`.
@Command(
    name = "openaep",
    description = "An open AEP platform, and the module that talks to it.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      ModuleCommand.class,
      ReplayCommand.class,
      AdminCommand.class,
      FleetCommand.class,
      CodecCommand.class,
      HelpCommand.class
    })
public final class Main {
  @Option(
      names = "--debug",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Print the stack trace of an error.")
  private boolean debug;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  /// The whole program, to be run in this process.
  static CommandLine commandLine() {
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setOverwrittenOptionsAllowed(true)
        .setParameterExceptionHandler(new Misuse())
        .setExecutionExceptionHandler((error, command, _) -> main.failed(error, command));
  }

  private int failed(Exception error, CommandLine command) {
    if (debug) {
      error.printStackTrace(command.getErr());
    } else {
      command.getErr().println("openaep: " + sentence(error));
    }
    boolean wrongUse = error instanceof WrongUse || error instanceof ConfigException;
    return wrongUse || error instanceof IllegalArgumentException ? 2 : 1;
  }

  /// The JDK's file errors name nothing but the path.
  static String sentence(Throwable error) {
    if (error instanceof FileSystemException file && file.getReason() == null) {
      String problem =
          switch (file) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException _ -> "exists already";
            case NotDirectoryException _ -> "not a directory";
            default -> "cannot be used";
          };
      return file.getFile() + ": " + problem;
    }
    if (error instanceof ConnectException) {
      return "nothing answers there";
    }
    String message = error.getMessage();
    return message == null || message.isBlank() ? error.getClass().getSimpleName() : message;
  }
}
