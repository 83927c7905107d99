package io.openaep.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is printed when the words behind `openaep` make no sense: the reason, what was probably
/// meant, and where to read on. Not the options themselves, which would push the reason off the
/// screen. Runs on the main thread.
final class Misuse implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException error, String[] words) {
    CommandLine command = error.getCommandLine();
    PrintWriter err = command.getErr();
    String name = command.getCommandSpec().qualifiedName();
    err.println("openaep: " + reason(error, command, name));
    UnmatchedArgumentException.printSuggestions(error, err);
    err.println("see " + name + " --help");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static String reason(ParameterException error, CommandLine command, String name) {
    boolean nothingNamed = error.getClass() == ParameterException.class;
    if (nothingNamed && !command.getSubcommands().isEmpty()) {
      List<String> known = new ArrayList<>(command.getSubcommands().keySet());
      return "say what to do: " + name + " " + String.join("|", known);
    }
    return String.valueOf(error.getMessage());
  }
}
