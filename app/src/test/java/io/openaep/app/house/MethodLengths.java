package io.openaep.app.house;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/// Measures methods with the compiler's own parser.
final class MethodLengths {
  private MethodLengths() {}

  /// Methods longer than `limit` lines, as `File.java: name (lines)`.
  static List<String> above(int limit, List<Path> files) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, null, null, manager.getJavaFileObjectsFromPaths(files));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      List<String> found = new ArrayList<>();
      for (CompilationUnitTree unit : task.parse()) {
        unit.accept(new LongMethods(unit, positions, limit, found), null);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class LongMethods extends TreeScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final int limit;
    private final List<String> found;

    LongMethods(
        CompilationUnitTree unit, SourcePositions positions, int limit, List<String> found) {
      this.unit = unit;
      this.positions = positions;
      this.limit = limit;
      this.found = found;
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      LineMap lines = unit.getLineMap();
      long length =
          lines.getLineNumber(positions.getEndPosition(unit, method))
              - lines.getLineNumber(positions.getStartPosition(unit, method))
              + 1;
      if (length > limit) {
        String file = Path.of(unit.getSourceFile().getName()).getFileName().toString();
        found.add(file + ": " + method.getName() + " (" + length + " lines)");
      }
      return super.visitMethod(method, null);
    }
  }
}
