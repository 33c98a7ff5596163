package org.depinsdk.service.load;

import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.client.wire.v1.SubmitStreamRequest;
import org.depinsdk.client.wire.v1.SubmitStreamResponse;
import org.depinsdk.core.wire.v1.SignedReport;
import org.depinsdk.service.Http2Socket;
import org.depinsdk.service.ServiceProcess;
import org.depinsdk.service.TestNetwork;

/** Eight clients who attack a service as fast as they can, in a process that leaves the processors to the service. */
final class Attackers implements AutoCloseable {
  private static final int ATTACKERS = 8;
  private static final int STREAMS_OF_EACH = 4;
  private static final int BATCH = 500;

  private final Process process;
  private final BufferedReader told;

  /** What they do. */
  enum Attack {
    /** Reports of an honest device with signatures of nobody, on streams that begin again whenever they are ended. */
    FORGED_SIGNATURES {
      @Override
      void run(int attacker, int port) throws Exception {
        forge(port);
      }
    },
    /** TLS connections from an address for each attacker, which end after the handshake and come again. */
    RECONNECTS {
      @Override
      void run(int attacker, int port) throws Exception {
        connect(attacker, port);
      }
    };

    abstract void run(int attacker, int port) throws Exception;
  }

  /** Begins an attack. */
  Attackers(Attack attack, int port) throws IOException {
    process = new ProcessBuilder(
            "nice",
            "-n",
            "19",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Program.class.getName(),
            attack.name(),
            String.valueOf(port))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    told = process.inputReader(StandardCharsets.UTF_8);
    System.out.println(told.readLine());
  }

  @Override
  public void close() throws IOException {
    process.outputWriter().close();
    System.out.println(told.readLine());
  }

  private static final CountDownLatch BEGUN = new CountDownLatch(ATTACKERS);
  private static final AtomicLong CONNECTIONS = new AtomicLong();
  private static final AtomicLong BATCHES = new AtomicLong();
  private static final AtomicLong HANDSHAKES = new AtomicLong();

  /** The process of the attackers. */
  static final class Program {
    private Program() {}

    /** Attacks until its input ends. */
    public static void main(String[] args) throws Exception {
      Attack attack = Attack.valueOf(args[0]);
      int port = Integer.parseInt(args[1]);
      for (int i = 0; i < ATTACKERS; i++) {
        int attacker = i;
        new Thread(
                () -> {
                  try {
                    attack.run(attacker, port);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                },
                "attacker " + i)
            .start();
      }
      BEGUN.await();
      System.out.println(ATTACKERS + " attackers have begun");
      CONNECTIONS.set(0);
      BATCHES.set(0);
      HANDSHAKES.set(0);
      while (System.in.read() >= 0) {}
      System.out.printf(
          Locale.ROOT,
          "the attackers made %d connections, %d whole TLS handshakes, and sent %d batches of %d forged reports%n",
          CONNECTIONS.get(),
          HANDSHAKES.get(),
          BATCHES.get(),
          BATCH);
      System.exit(0);
    }
  }

  private static void connect(int attacker, int port) throws Exception {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new Everybody()}, new SecureRandom());
    while (true) {
      CONNECTIONS.incrementAndGet();
      try (Socket plain = Http2Socket.socket(2 + attacker, port);
          SSLSocket socket =
              (SSLSocket) tls.getSocketFactory().createSocket(plain, "127.0.0.1", port, true)) {
        socket.startHandshake();
        HANDSHAKES.incrementAndGet();
      } catch (IOException refused) {
        // it goes on
        continue;
      } finally {
        BEGUN.countDown();
      }
    }
  }

  /** An attacker does not ask who it attacks. */
  private static final class Everybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private static void forge(int port) throws InterruptedException {
    // a whole signature, of another key: it costs as much to check as one that holds
    SignedReport forged = TestNetwork.report(
            TestNetwork.signer(2), TestNetwork.device(TestNetwork.signer(1)), 1, ServiceProcess.NOW)
        .toWire();
    SubmitStreamRequest batch = SubmitStreamRequest.newBuilder()
        .addAllReports(Collections.nCopies(BATCH, forged))
        .build();
    while (true) {
      try (NetworkClient attacker =
          NetworkClient.plaintext("127.0.0.1", port, Duration.ofMinutes(2))) {
        CountDownLatch streams = new CountDownLatch(STREAMS_OF_EACH);
        for (int i = 0; i < STREAMS_OF_EACH; i++) {
          stream(attacker, batch, streams);
        }
        streams.await();
        BEGUN.countDown();
        CONNECTIONS.incrementAndGet();
      }
    }
  }

  private static void stream(
      NetworkClient attacker, SubmitStreamRequest batch, CountDownLatch ended) {
    StreamObserver<SubmitStreamRequest> upload = NetworkServiceGrpc.newStub(attacker.channel())
        .submitStream(new StreamObserver<>() {
          @Override
          public void onNext(SubmitStreamResponse response) {}

          @Override
          public void onError(Throwable failure) {
            ended.countDown();
          }

          @Override
          public void onCompleted() {
            ended.countDown();
          }
        });
    for (int i = 0; i < 20; i++) {
      upload.onNext(batch);
      BATCHES.incrementAndGet();
    }
    upload.onCompleted();
  }
}
