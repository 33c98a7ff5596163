package org.depinsdk.service.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.depinsdk.client.NetworkClient;
import org.depinsdk.client.wire.v1.GetNetworkRequest;
import org.depinsdk.client.wire.v1.NetworkServiceGrpc;
import org.depinsdk.service.PolicySource;
import org.depinsdk.service.TestNetwork;
import org.depinsdk.service.server.NetworkServer;
import org.depinsdk.service.server.ServerOptions;
import org.depinsdk.service.server.SteppedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service's calls and settlements as spans. */
class TracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @TempDir
  Path data;

  @Test
  void callsContinueTheirCallersTraceAndSettlementIsATraceOfItsOwn() throws Exception {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    try (OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
        NetworkServer server = NetworkServer.builder(
                new TestNetwork(), PolicySource.of(TestNetwork.POLICY))
            .options(ServerOptions.parse("--data", data.toString(), "--port", "0"))
            .clock(new SteppedClock(TestNetwork.GENESIS.plus(Duration.ofMinutes(75))))
            .traces(new OpenTelemetryTraces(telemetry))
            .start();
        NetworkClient client =
            NetworkClient.plaintext("127.0.0.1", server.port(), Duration.ofSeconds(60))) {
      Metadata headers = new Metadata();
      headers.put(
          Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
          "00-" + TRACE + "-00f067aa0ba902b7-01");
      NetworkServiceGrpc.newBlockingStub(client.channel())
          .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
          .getNetwork(GetNetworkRequest.getDefaultInstance());
      assertThatThrownBy(() -> client.statement(7, "nobody"))
          .isInstanceOf(StatusRuntimeException.class);
      server.settleDue();
      check(spans.getFinishedSpanItems());
    }
  }

  private static void check(List<SpanData> all) {
    SpanData call = span(all, "depinsdk.network.v1.NetworkService/GetNetwork");
    assertThat(call.getTraceId()).isEqualTo(TRACE);
    assertThat(call.getKind()).isEqualTo(SpanKind.SERVER);
    assertThat(call.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    SpanData failed = span(all, "depinsdk.network.v1.NetworkService/GetStatement");
    assertThat(failed.getTraceId()).isNotEqualTo(TRACE);
    assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    SpanData settled = span(all, "settle epoch");
    assertThat(settled.getAttributes().get(AttributeKey.stringKey("depin.epoch")))
        .isEqualTo("0");
    assertThat(settled.getParentSpanContext().isValid()).isFalse();
  }

  private static SpanData span(List<SpanData> spans, String name) {
    return spans.stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + spans));
  }
}
