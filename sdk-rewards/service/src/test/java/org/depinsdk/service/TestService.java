package org.depinsdk.service;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.core.identity.InMemorySigner;
import org.depinsdk.core.identity.SigningException;
import org.depinsdk.core.wire.v1.LoggedReport;
import org.depinsdk.epoch.NetworkPolicy;
import org.depinsdk.service.file.FileNetworkLog;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;
import org.depinsdk.service.store.NetworkLog;

/** A service in this process with a client on a real socket. */
public final class TestService implements AutoCloseable {
  public static final Duration TIMEOUT = Duration.ofSeconds(60);

  public final SteppedClock clock = new SteppedClock(TestNetwork.GENESIS.plusSeconds(60));
  public final NetworkServer server;
  public final NetworkClient client;

  public TestService(Path data, String... options) throws IOException {
    this(data, null, options);
  }

  /** With another clock than the stepped one, null for that one. */
  public TestService(Path data, InstantSource other, String... options) throws IOException {
    this(data, other, TestNetwork.POLICY, options);
  }

  /** With another policy too. */
  public TestService(Path data, InstantSource other, NetworkPolicy policy, String... options)
      throws IOException {
    List<String> args = new ArrayList<>(List.of(
        "--data", data.toString(), "--port", "0", "--reflection", "--shutdown-grace", "PT60S"));
    args.addAll(List.of(options));
    server = NetworkServer.builder(new TestNetwork(), PolicySource.of(policy))
        .options(ServerOptions.parse(args.toArray(String[]::new)))
        .clock(other == null ? clock : other)
        .start();
    client = NetworkClient.plaintext("127.0.0.1", server.port(), TIMEOUT);
  }

  public Instant now() {
    return clock.instant();
  }

  public InMemorySigner enrolled(int number) throws SigningException {
    InMemorySigner signer = TestNetwork.signer(number);
    client.enroll(TestNetwork.NAME, TestNetwork.enrollment(signer, now()), signer);
    return signer;
  }

  /** What stands in the log of a folder that no service uses. */
  public static List<LoggedReport> log(Path data) throws IOException {
    List<LoggedReport> entries = new ArrayList<>();
    try (FileNetworkLog log = FileNetworkLog.open(data.resolve("log"), TestNetwork.NAME)) {
      log.recover(0, new NetworkLog.Recovery() {
        @Override
        public void begin(NetworkLog.State before) {}

        @Override
        public void visit(NetworkLog.Entry entry) {
          entry.report().ifPresent(entries::add);
        }
      });
    }
    return entries;
  }

  /** Expects a gRPC status and goes on with its description. */
  public static AbstractStringAssert<?> assertStatus(Status.Code code, ThrowingCallable call) {
    StatusRuntimeException failure =
        Assertions.catchThrowableOfType(StatusRuntimeException.class, call);
    Assertions.assertThat(failure).as("a call that fails").isNotNull();
    Assertions.assertThat(failure.getStatus().getCode())
        .as(() -> failure.getStatus().toString())
        .isEqualTo(code);
    return Assertions.assertThat(failure.getStatus().getDescription());
  }

  /** Expects that a call is rejected and told when to try again, and goes on with its description. */
  public static AbstractStringAssert<?> assertOverloaded(ThrowingCallable call) {
    StatusRuntimeException failure =
        Assertions.catchThrowableOfType(StatusRuntimeException.class, call);
    Assertions.assertThat(failure).as("a call that fails").isNotNull();
    Assertions.assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    Assertions.assertThat(StatusProto.fromThrowable(failure).getDetailsList())
        .containsExactly(Any.pack(RetryInfo.newBuilder()
            .setRetryDelay(com.google.protobuf.Duration.newBuilder().setNanos(200_000_000))
            .build()));
    return Assertions.assertThat(failure.getStatus().getDescription());
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
