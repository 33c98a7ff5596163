package org.depinsdk.hardware.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk whose power goes after each call: what was acknowledged is there and right, whatever else was lost. */
class PowerLossTest {
  private static final int PIECES = 3;

  @TempDir
  Path scratch;

  private static final class PowerCut extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Counts calls and stops at one. What was not flushed is lost then: of a file that was not forced its bytes, of a name whose
   * folder was not forced the name.
   */
  private static final class FailingDisk implements StoreFiles {
    private final int calls;
    private int done;
    private final Set<Path> unforced = new HashSet<>();
    private final Set<Path> unnamed = new HashSet<>();

    FailingDisk(int calls) {
      this.calls = calls;
    }

    private void call() throws PowerCut {
      if (done == calls) {
        throw new PowerCut();
      }
      done++;
    }

    void losePower() throws IOException {
      for (Path file : unforced) {
        if (Files.exists(file)) {
          Files.write(file, new byte[0]);
        }
      }
      for (Path name : unnamed) {
        if (Files.isDirectory(name)) {
          for (Path file : list(name)) {
            Files.delete(file);
          }
        }
        Files.deleteIfExists(name);
      }
    }

    private static List<Path> list(Path folder) throws IOException {
      try (Stream<Path> files = Files.list(folder)) {
        return files.toList();
      }
    }

    @Override
    public Output append(Path file) throws IOException {
      call();
      Output out = SYSTEM.append(file);
      unforced.add(file);
      unnamed.add(file);
      return new Output() {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          call();
          out.write(bytes, from, length);
          unforced.add(file);
        }

        @Override
        public void force() throws IOException {
          call();
          out.force();
          unforced.remove(file);
        }

        @Override
        public void close() throws IOException {
          out.close();
        }
      };
    }

    @Override
    public void move(Path from, Path to) throws IOException {
      call();
      SYSTEM.move(from, to);
      if (unforced.remove(from)) {
        unforced.add(to);
      }
      unnamed.remove(from);
      unnamed.add(to);
    }

    @Override
    public void delete(Path file) throws IOException {
      call();
      SYSTEM.delete(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      call();
      SYSTEM.createFolder(folder);
      unnamed.add(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      call();
      SYSTEM.forceFolder(folder);
      unnamed.removeIf(name -> folder.equals(name.getParent()));
    }
  }

  @Test
  void whatWasAcknowledgedSurvives() throws Exception {
    Set<Integer> acknowledgedAtCut = new TreeSet<>();
    for (int calls = 0; acknowledgedAtCut.size() <= PIECES; calls++) {
      Path folder = scratch.resolve("s" + calls);
      PieceStore.init(folder, "node-1");
      FailingDisk disk = new FailingDisk(calls);
      List<PieceId> acknowledged = new ArrayList<>();
      try (PieceStore store =
          PieceStore.open(folder, Stores.LIMITS, InstantSource.fixed(Instant.now()), disk)) {
        for (int i = 0; i < PIECES; i++) {
          acknowledged.add(Stores.put(store, Stores.content(i, 1000 + i)));
        }
      } catch (PowerCut e) {
        // as it may
      }
      acknowledgedAtCut.add(acknowledged.size());
      disk.losePower();
      try (PieceStore store = Stores.open(folder)) {
        for (PieceId id : acknowledged) {
          store.verify(id);
        }
        for (PieceId id : store.pieces().keySet()) {
          store.verify(id);
        }
        // and all of it can be sent again
        for (int i = 0; i < PIECES; i++) {
          Stores.put(store, Stores.content(i, 1000 + i));
        }
      } catch (PieceStoreException e) {
        throw new AssertionError("after " + calls + " calls", e);
      }
    }
    assertThat(acknowledgedAtCut).containsExactly(0, 1, 2, 3);
  }
}
