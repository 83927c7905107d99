package io.openaep.platform.store;

import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// What went wrong with a file, in words for an operator: the JDK's messages are often no more than
/// the file's name.
final class FileTrouble {
  private FileTrouble() {}

  static String words(Exception trouble) {
    String message = String.valueOf(trouble.getMessage());
    return switch (trouble) {
      case NoSuchFileException _ -> message + " is not there";
      case AccessDeniedException _ ->
          "the user %s may not read or write %s"
              .formatted(System.getProperty("user.name"), message);
      case FileAlreadyExistsException _ -> message + " is there already";
      case NotDirectoryException _ -> message + " is no directory";
      case DirectoryNotEmptyException _ -> message + " is not empty";
      case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
      default -> message;
    };
  }
}
