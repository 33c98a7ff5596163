package org.depinsdk.transparency.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.depinsdk.transparency.TestLog;
import org.depinsdk.transparency.note.SignedCheckpoint;
import org.depinsdk.transparency.note.SignedNote;
import org.depinsdk.transparency.tree.InclusionProof;
import org.depinsdk.transparency.tree.TreeHead;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpTilesTest {
  @TempDir
  Path folder;

  // counted down when the reader has given up
  private final CountDownLatch givenUp = new CountDownLatch(1);
  private HttpServer server;
  private HttpTiles tiles;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/log/", exchange -> {
      String path = exchange.getRequestURI().getPath().substring("/log/".length());
      try (exchange) {
        if (path.equals("tile/6/000")) {
          exchange.sendResponseHeaders(200, 8192);
          exchange.getResponseBody().write(new byte[100]);
          exchange.getResponseBody().flush();
          givenUp.await();
          return;
        }
        if (path.equals("tile/7/000")) {
          exchange.sendResponseHeaders(503, -1);
          return;
        }
        var content = new TileFolder(folder).read(path, 1 << 20);
        exchange.sendResponseHeaders(content.isPresent() ? 200 : 404, content.isPresent() ? 0 : -1);
        if (content.isPresent()) {
          exchange.getResponseBody().write(content.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
    server.start();
    URI prefix = URI.create("http://localhost:" + server.getAddress().getPort() + "/log/");
    tiles = new HttpTiles(prefix, HttpClient.newHttpClient(), Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aLogIsReadFromAWebServer() throws Exception {
    TestLog log = TestLog.numbered(300);
    try (TileWriter writer = TileWriter.open(folder)) {
      for (int i = 0; i < 300; i++) {
        writer.append(Integer.toString(i).getBytes(StandardCharsets.UTF_8));
      }
      writer.publish(TestLog.sign(writer.stage()));
    }
    TreeHead head = SignedCheckpoint.parse(
            tiles.read(TileSource.CHECKPOINT, SignedNote.MAX_BYTES).orElseThrow())
        .verify(TestLog.KEY.key())
        .head();
    TileReader reader = TileReader.open(tiles, head);
    assertThat(InclusionProof.make(reader, 300, 77)).isEqualTo(log.inclusion(77));
    assertThat(reader.entries(1)).hasSize(44);
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUp() {
    HttpTiles impatient = new HttpTiles(tiles.prefix(), tiles.client(), Duration.ofSeconds(2));
    try {
      assertThatThrownBy(() -> impatient.read("tile/6/000", 8192))
          .isInstanceOf(IOException.class)
          .hasMessageEndingWith("no answer within PT2S");
    } finally {
      givenUp.countDown();
    }
  }

  @Test
  void whatAServerDoesWrongIsAnError() throws Exception {
    assertThat(tiles.read("tile/0/000", 8192)).isEmpty();
    assertThatThrownBy(() -> tiles.read("tile/7/000", 8192))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("status 503");
    Files.write(folder.resolve(TileSource.CHECKPOINT), new byte[11]);
    assertThatThrownBy(() -> tiles.read(TileSource.CHECKPOINT, 10))
        .hasMessageEndingWith("the body has more than 10 bytes");
    assertThat(tiles.read(TileSource.CHECKPOINT, 11)).contains(new byte[11]);
    assertThatThrownBy(() ->
            new HttpTiles(URI.create("http://localhost/log"), tiles.client(), tiles.timeout()))
        .isInstanceOf(IllegalArgumentException.class);
    server.stop(0);
    assertThatThrownBy(() -> tiles.read(TileSource.CHECKPOINT, 10)).isInstanceOf(IOException.class);
  }
}
