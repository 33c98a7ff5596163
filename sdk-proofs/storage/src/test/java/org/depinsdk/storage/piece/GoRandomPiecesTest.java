package org.depinsdk.storage.piece;

import static org.assertj.core.api.Assertions.assertThat;
import static org.depinsdk.testing.KnownAnswers.answers;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.depinsdk.testing.KnownAnswers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Published commitments to what Go's generator of random numbers gives. */
class GoRandomPiecesTest {
  private static final int MOST = 8 << 20;
  private static final String PROGRAM = """
      package main

      import (
        "encoding/binary"
        "math/rand"
        "os"
        "strconv"
      )

      func main() {
        size, _ := strconv.Atoi(os.Args[2])
        bytes := make([]byte, size)
        source := rand.New(rand.NewSource(1337))
        for i := 0; i < size; i += 4 {
          binary.LittleEndian.PutUint32(bytes[i:], source.Uint32())
        }
        if os.WriteFile(os.Args[1], bytes, 0o600) != nil {
          os.Exit(1)
        }
      }
      """;

  @TempDir
  Path folder;

  @Test
  void commitmentsToRandomBytes() throws Exception {
    boolean go = Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(p -> Files.isExecutable(Path.of(p, "go")));
    assumeTrue(go, "skipped: no Go, so no random bytes as the published pieces have");
    Path source = Files.writeString(folder.resolve("main.go"), PROGRAM);
    Path out = folder.resolve("random");
    ProcessBuilder builder = new ProcessBuilder(
            "go", "run", source.toString(), out.toString(), Integer.toString(MOST))
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile());
    builder.environment().put("GO111MODULE", "off");
    builder.environment().put("GOFLAGS", "");
    builder
        .environment()
        .put("GOCACHE", Path.of("target/go-cache").toAbsolutePath().toString());
    Process process = builder.start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("log"))).isZero();
    byte[] random = Files.readAllBytes(out);
    KnownAnswers.check("storage/random-pieces", row -> {
      PieceHasher hasher = new PieceHasher();
      hasher.update(random, 0, (int) row.number("size"));
      PieceCid piece = hasher.finish().piece();
      return answers("expanded", 32L << piece.height(), "cid-v1", piece.v1());
    });
  }
}
